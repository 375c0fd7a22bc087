using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SpiBot.Lab.Azure;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd;

/// <summary>Only what the channel signed is heard.</summary>
[Collection<OneLab>]
public sealed class TokenTests(LabFixture lab)
{
    private AzureStandIn Azure => lab.Lab.Service.Azure!;

    private string ServiceUrl => lab.Lab.Service.ServiceUrl;

    [Fact]
    public async Task The_right_token_is_taken() => await Post(Azure.SignChannelToken(ServiceUrl), HttpStatusCode.OK);

    [Fact]
    public async Task No_token_is_refused() => await Post(null, HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Another_audience_is_refused() =>
        await Post(Azure.SignChannelToken(ServiceUrl, audience: "another-app"), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task Another_issuer_is_refused() =>
        await Post(Azure.SignChannelToken(ServiceUrl, issuer: "https://example.org"), HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_key_that_nobody_published_is_refused()
    {
        using var key = new TokenSigningKey("msteams");
        await Post(Azure.SignChannelToken(ServiceUrl, key: key), HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://smba.trafficmanager.net/emea/")]
    public async Task A_token_for_another_service_is_refused(string? claim) =>
        await Post(Azure.SignChannelToken(claim), HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized);

    private async Task Post(string? token, params HttpStatusCode[] expected)
    {
        var incident = lab.Begin("healthy");
        var said = lab.Lab.Channel.Transcript.Count;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, lab.Lab.BotMessages);
        var taken = expected.Contains(HttpStatusCode.OK);
        var activity = new TeamsActivities(ServiceUrl, Azure.AppId, Azure.TenantId, TimeProvider.System).Message(
            Person.OnCallEngineer,
            $"{Guid.NewGuid()}",
            IncidentChannel.ChannelId,
            taken ? "help" : "check 203.0.113.9",
            mention: true
        );
        request.Content = new StringContent(activity.ToJsonString(), Encoding.UTF8, "application/json");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(answer.StatusCode, taken ? [HttpStatusCode.OK, HttpStatusCode.Accepted] : expected);
        if (taken)
            return;
        Assert.Equal(said, lab.Lab.Channel.Transcript.Count);
        Assert.Empty(incident.Typed);
    }
}
