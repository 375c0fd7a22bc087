using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class UnsignedActivityTests : IAsyncLifetime
{
    private const string Playground = "http://localhost:56150/_connector";
    private AzureStandIn azure = null!;

    public async ValueTask InitializeAsync() =>
        azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken
        );

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task Agents_Playground_is_answered_on_a_desk_and_its_turns_are_marked_unsigned()
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true);

        using var looked = await bench.Look(HttpMethod.Head);
        using var answer = await bench.Post(Activity(Playground), null, Marked);

        Assert.Equal(HttpStatusCode.OK, looked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(Assert.Single(bench.Bot.Messages).Signed);
    }

    [Fact]
    public async Task Whoever_looks_at_the_endpoint_is_told_what_it_is()
    {
        await using var bench = await BotBench.Start(azure);

        using var looked = await bench.Look(HttpMethod.Get);
        using var deleted = await bench.Look(HttpMethod.Delete);

        var text = await looked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("messaging endpoint", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, deleted.StatusCode);
    }

    [Fact]
    public async Task Without_the_switch_an_unsigned_activity_is_401()
    {
        await using var bench = await BotBench.Start(azure);

        await Refused(bench, HttpStatusCode.Unauthorized, Activity(Playground).ToJsonString());
    }

    [Fact]
    public async Task From_another_machine_it_is_401()
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true, remote: IPAddress.Parse("192.0.2.7"));

        await Refused(bench, HttpStatusCode.Unauthorized, Activity(Playground).ToJsonString());
    }

    [Theory]
    [InlineData("Host", "bot.example")]
    [InlineData("Host", "localhost.example")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Forwarded", "for=192.0.2.7")]
    [InlineData("X-Forwarded-For", "192.0.2.7")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Original-For", "127.0.0.1:5")]
    public async Task A_header_of_a_proxy_or_web_page_makes_it_401(string header, string value)
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true);

        await Refused(
            bench,
            HttpStatusCode.Unauthorized,
            Activity(Playground).ToJsonString(),
            request => request.Headers.TryAddWithoutValidation(header, value)
        );
    }

    [Fact]
    public async Task A_form_or_plain_text_is_401_since_a_web_page_can_send_those_unasked()
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true);

        await Refused(
            bench,
            HttpStatusCode.Unauthorized,
            Activity(Playground).ToJsonString(),
            request => request.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain")
        );
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    [InlineData("https://localhost:9/")]
    [InlineData("http://192.0.2.7/")]
    public async Task An_unsigned_activity_cannot_make_the_bot_send_its_token_anywhere(string serviceUrl)
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true);

        await Refused(bench, HttpStatusCode.Forbidden, Activity(serviceUrl).ToJsonString());
    }

    [Fact]
    public async Task A_wrong_token_is_not_better_than_none()
    {
        await using var bench = await BotBench.Start(azure, allowUnsigned: true);

        using var answer = await bench.Post(Activity(Playground), "Bearer x.y.z");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, bench.Bot.Calls);
    }

    private static JsonObject Activity(string serviceUrl) =>
        TeamsActivities.Message(serviceUrl, "00000000-0000-0000-0000-000000000001");

    private static void Marked(HttpRequestMessage request) => request.Headers.Add("x-ms-agents-playground", "true");

    private static async Task Refused(
        BotBench bench,
        HttpStatusCode expected,
        string body,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var answer = await bench.Post(body, null, change);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(0, bench.Bot.Calls);
    }
}
