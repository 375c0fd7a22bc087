using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class ConnectorTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<Func<HttpContext, Task>> answers = new();
    private readonly ConcurrentQueue<Received> received = new();
    private readonly ConcurrentQueue<string> asked = new();
    private readonly ImpatientTime time = new();
    private readonly CountingCredential credential = new();
    private readonly OutboundActivity hello = new() { Text = "hello" };
    private AzureStandIn azure = null!;
    private BotBench bench = null!;
    private int redirected;

    private sealed record Received(string Method, string Path, string? Authorization, JsonNode Body);

    public async ValueTask InitializeAsync()
    {
        azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken,
            MapConnector
        );
        bench = await BotBench.Start(azure, time: time, credential: credential, also: MapConnector);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await azure.DisposeAsync();
    }

    [Fact]
    public async Task A_card_is_sent_to_the_thread_and_its_id_comes_back()
    {
        var activity = new OutboundActivity
        {
            Card = new JsonObject { ["type"] = "AdaptiveCard" },
            Summary = "Tunnel to berlin: checking",
            ChannelData = new JsonObject { ["spibot"] = new JsonObject { ["final"] = true } },
        };

        var id = await bench.Connector.Send(There() with { ReplyToId = "17" }, activity, Ct);

        Assert.Equal("id-1", id);
        var sent = Assert.Single(received);
        Assert.Equal("POST", sent.Method);
        Assert.Equal(
            $"/connector/v3/conversations/{TeamsActivities.Thread}/activities",
            Uri.UnescapeDataString(sent.Path)
        );
        Assert.Equal("Bearer token-1", sent.Authorization);
        var expected = """
            {"type":"message","conversation":{"id":"THREAD","tenantId":"tenant"},"from":{"id":"28:bot"},"replyToId":"17",
             "summary":"Tunnel to berlin: checking",
             "attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"type":"AdaptiveCard"}}],
             "channelData":{"spibot":{"final":true}}}
            """.Replace("THREAD", TeamsActivities.Thread, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), sent.Body), sent.Body.ToJsonString());
    }

    [Fact]
    public async Task A_message_is_updated_in_place()
    {
        await bench.Connector.Update(There(), "17/x", hello, Ct);

        var sent = Assert.Single(received);
        Assert.Equal("PUT", sent.Method);
        Assert.EndsWith("/activities/17%2Fx", sent.Path, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("17/x", sent.Body["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Text_and_card_in_one_message_are_refused_since_the_channel_would_split_them()
    {
        var both = new OutboundActivity { Text = "x", Card = new JsonObject() };

        await Assert.ThrowsAsync<ArgumentException>(() => bench.Connector.Send(There(), both, Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Connector.Send(There(), new OutboundActivity(), Ct));
        Assert.Empty(received);
    }

    [Fact]
    public async Task Retry_After_is_waited_for()
    {
        answers.Enqueue(Refuse(429, "Throttled", retryAfter: "7"));

        Assert.Equal("id-2", await bench.Connector.Send(There(), hello, Ct));

        Assert.Equal(TimeSpan.FromSeconds(7), Assert.Single(time.Waits));
    }

    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Passing_troubles_are_tried_again_with_growing_waits_and_an_end(int status)
    {
        for (var i = 0; i < 20; i++)
            answers.Enqueue(Refuse(status, "ServiceError"));

        var failed = await Fails();

        Assert.Equal(status, failed.Status);
        Assert.Equal(6, received.Count);
        Assert.Equal(5, time.Waits.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_wait_that_nobody_would_sit_out_is_an_error_at_once()
    {
        answers.Enqueue(Refuse(429, "Throttled", retryAfter: "3600"));

        Assert.Equal(429, (await Fails()).Status);
        Assert.Empty(time.Waits);
    }

    [Theory]
    [InlineData(400, "Bad Argument")]
    [InlineData(403, "BotNotInConversationRoster")]
    [InlineData(404, "ConversationNotFound")]
    [InlineData(413, "MessageSizeTooBig")]
    [InlineData(500, "ServiceError")]
    public async Task Other_refusals_are_told_with_status_and_code_and_nothing_else(int status, string code)
    {
        answers.Enqueue(Refuse(status, code));

        var failed = await Fails();

        Assert.Equal(status, failed.Status);
        Assert.Equal(code, failed.Code);
        Assert.DoesNotContain("the body's own words", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-1", failed.ToString(), StringComparison.Ordinal);
        Assert.Single(received);
    }

    [Fact]
    public async Task A_page_instead_of_an_error_has_no_code()
    {
        answers.Enqueue(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("<html>not here</html>");
        });

        var failed = await Fails();

        Assert.Equal(404, failed.Status);
        Assert.Null(failed.Code);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_once()
    {
        answers.Enqueue(Refuse(401, "BotNotRegistered"));
        Assert.Equal("id-2", await bench.Connector.Send(There(), hello, Ct));
        Assert.Equal(["Bearer token-1", "Bearer token-2"], received.Select(request => request.Authorization));

        answers.Enqueue(Refuse(401, "BotNotRegistered"));
        answers.Enqueue(Refuse(401, "BotNotRegistered"));
        Assert.Equal(401, (await Fails()).Status);
        Assert.Equal(4, received.Count);
    }

    [Fact]
    public async Task The_token_is_kept_between_sends()
    {
        await bench.Connector.Send(There(), hello, Ct);
        await bench.Connector.Send(There(), hello, Ct);

        Assert.Equal(1, credential.Given);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        answers.Enqueue(context =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        Assert.Equal(307, (await Fails()).Status);
        Assert.Equal(0, redirected);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://evil.trafficmanager.net/")]
    [InlineData("http://smba.trafficmanager.net/")]
    [InlineData("not a url")]
    public async Task A_host_that_is_not_listed_gets_nothing_and_no_token_is_even_fetched(string serviceUrl)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.Send(There() with { ServiceUrl = serviceUrl }, hello, Ct)
        );

        Assert.Equal("ServiceUrlNotAllowed", failed.Code);
        Assert.Equal(0, credential.Given);
    }

    [Fact]
    public async Task Outside_Development_this_machine_gets_nothing()
    {
        await using var production = await BotBench.Start(azure, "Production", credential: credential);

        var failed = await Assert.ThrowsAsync<ConnectorException>(() => production.Connector.Send(There(), hello, Ct));

        Assert.Equal("ServiceUrlNotAllowed", failed.Code);
        Assert.Empty(received);
        Assert.Equal(0, credential.Given);
    }

    [Fact]
    public async Task Plain_http_on_this_machine_gets_the_message_without_a_token()
    {
        var playground = There() with { ServiceUrl = new Uri(bench.Address, "/connector").AbsoluteUri };

        Assert.Equal("id-1", await bench.Connector.Send(playground, hello, Ct));

        Assert.Null(Assert.Single(received).Authorization);
        Assert.Equal(0, credential.Given);
    }

    [Fact]
    public async Task Sends_to_one_conversation_go_one_after_the_other_while_others_pass()
    {
        var inside = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        answers.Enqueue(async context =>
        {
            inside.SetResult();
            await release.Task;
            await Accept(context, "slow");
        });
        var first = bench.Connector.Send(There(), hello, Ct);
        await inside.Task.WaitAsync(Ct);

        var second = bench.Connector.Send(There(), hello, Ct);
        await bench.Connector.Send(There() with { ConversationId = "a:other" }, hello, Ct);

        Assert.False(second.IsCompleted);
        Assert.Equal(2, received.Count);
        release.SetResult();
        Assert.Equal("slow", await first);
        Assert.Equal("id-3", await second);
    }

    [Fact]
    public async Task Azure_Identity_gets_real_tokens_and_a_fresh_one_when_the_first_is_refused()
    {
        await using var real = await BotBench.Start(azure, time: time, credential: RealCredential());
        answers.Enqueue(Refuse(401, "BotNotRegistered"));

        Assert.Equal("id-2", await real.Connector.Send(There(), hello, Ct));

        Assert.All(received, request => Assert.True(azure.AcceptsBotToken(request.Authorization)));
        Assert.Equal(2, received.Select(request => request.Authorization).Distinct().Count());
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_is_an_error_that_says_where_to_look()
    {
        await using var wrong = await BotBench.Start(azure, time: time, credential: RealCredential("wrong"));

        var failed = await Assert.ThrowsAsync<ConnectorException>(() => wrong.Connector.Send(There(), hello, Ct));

        Assert.Equal("TokenUnavailable", failed.Code);
        Assert.Contains("AADSTS7000215", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Check the bot's identity", failed.Message, StringComparison.Ordinal);
        Assert.Empty(received);
    }

    [Fact]
    public async Task A_channel_that_cannot_be_reached_is_tried_again_and_then_said()
    {
        // Nothing can listen on port 0.
        var nowhere = There() with
        {
            ServiceUrl = "https://127.0.0.1:0/",
        };

        var failed = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.Send(nowhere, hello, Ct));

        Assert.Null(failed.Status);
        Assert.Contains("could not be reached", failed.Message, StringComparison.Ordinal);
        Assert.Equal(5, time.Waits.Count);
    }

    [Fact]
    public async Task Everybody_of_the_channel_is_read_page_by_page_and_without_the_thread()
    {
        var members = await bench.Connector.Members(There(), Ct);

        Assert.Equal(["29:lea", "29:gus"], members.Select(member => member.Id));
        Assert.Equal("0a000000-0000-0000-0000-000000000001", members[0].EntraId);
        Assert.False(members[0].IsGuestOf("tenant"));
        Assert.True(members[1].IsGuestOf("tenant"));
        Assert.Equal(2, asked.Count);
        Assert.All(asked, path => Assert.DoesNotContain("messageid", path));
    }

    [Fact]
    public async Task One_member_is_found_or_is_not_there()
    {
        Assert.Equal("Lea", (await bench.Connector.Member(There(), "29:lea", Ct))!.Name);
        Assert.Null(await bench.Connector.Member(There(), "29:nobody", Ct));
        var failed = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.Member(There(), "29:broken", Ct)
        );
        Assert.Equal(500, failed.Status);
    }

    [Theory]
    [InlineData("user", "tenant", null, false)]
    [InlineData(null, null, null, false)]
    [InlineData("Guest", "tenant", null, true)]
    [InlineData("anonymous", null, null, true)]
    [InlineData("user", "another", null, true)]
    [InlineData("user", "TENANT", "gus_contoso.com#ext#@fabrikam.onmicrosoft.com", true)]
    public void A_guest_shows_by_role_home_or_name(string? role, string? tenant, string? signInName, bool guest) =>
        Assert.Equal(
            guest,
            new SpiBot.Channel.People.ConversationMember("29:x", "X", null, tenant, role, signInName).IsGuestOf(
                "tenant"
            )
        );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ClientSecretCredential RealCredential(string? secret = null) =>
        new(azure.TenantId, azure.AppId, secret ?? azure.ClientSecret, AzureClients.Options(azure));

    private Destination There() =>
        new(new Uri(azure.Origin, "/connector").AbsoluteUri, TeamsActivities.Thread, "28:bot", "tenant", null);

    private Task<ConnectorException> Fails() =>
        Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.Send(There(), hello, Ct));

    private void MapConnector(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/connector/v3/conversations/{cid}/activities", Receive);
        routes.MapPut("/connector/v3/conversations/{cid}/activities/{id}", Receive);
        routes.MapGet("/connector/v3/conversations/{cid}/pagedmembers", Page);
        routes.MapGet("/connector/v3/conversations/{cid}/members/{id}", One);
        routes.MapPost("/elsewhere", () => Interlocked.Increment(ref redirected));
    }

    private IResult Page(HttpRequest request)
    {
        asked.Enqueue(Uri.UnescapeDataString(request.Path));
        return Results.Text(
            request.Query["continuationToken"] == "more & more"
                ? """{"members":[{"id":"29:gus","name":"Gus","userRole":"guest"},{"name":"of no id"}]}"""
                : """
                {"members":[{"id":"29:lea","name":"Lea","objectId":"0a000000-0000-0000-0000-000000000001","userRole":"user","tenantId":"tenant"}],
                 "continuationToken":"more & more"}
                """,
            "application/json"
        );
    }

    private static IResult One(string id) =>
        id switch
        {
            "29:lea" => Results.Text("""{"id":"29:lea","name":"Lea"}""", "application/json"),
            "29:broken" => Results.StatusCode(500),
            _ => Results.Json(new { error = new { code = "MemberNotFoundInConversation" } }, statusCode: 404),
        };

    private async Task Receive(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        string? authorization = context.Request.Headers.Authorization;
        received.Enqueue(new Received(context.Request.Method, path, authorization, body!));
        var number = received.Count;
        await (answers.TryDequeue(out var answer) ? answer(context) : Accept(context, $"id-{number}"));
    }

    private static Task Accept(HttpContext context, string id)
    {
        context.Response.StatusCode = (int)HttpStatusCode.Created;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["id"] = id });
    }

    private static Func<HttpContext, Task> Refuse(int status, string code, string? retryAfter = null) =>
        context =>
        {
            context.Response.StatusCode = status;
            if (retryAfter is not null)
                context.Response.Headers.RetryAfter = retryAfter;
            var error = new JsonObject { ["code"] = code, ["message"] = "the body's own words" };
            return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
        };
}
