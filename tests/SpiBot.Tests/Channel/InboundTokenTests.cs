using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SpiBot.Lab.Azure;

namespace SpiBot.Tests.Channel;

public sealed class InboundTokenTests : IAsyncLifetime
{
    private const string ServiceUrl = "https://smba.trafficmanager.net/emea/";
    private AzureStandIn azure = null!;
    private BotBench bench = null!;
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal),
            TestContext.Current.CancellationToken,
            time: time
        );
        bench = await BotBench.Start(azure, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DisposeAsync();
        await azure.DisposeAsync();
    }

    [Fact]
    public async Task A_token_of_the_channel_is_answered_and_the_bot_is_told()
    {
        using var answer = await Post(azure.SignChannelToken(ServiceUrl));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var turn = Assert.Single(bench.Bot.Messages);
        Assert.True(turn.Signed);
        Assert.Equal("check 203.0.113.9", turn.Text);
        Assert.Equal("11111111-1111-1111-1111-111111111111", turn.From.AadObjectId);
        Assert.Equal(ServiceUrl, turn.Destination.ServiceUrl);
        Assert.Equal(TeamsActivities.Thread, turn.Destination.ConversationId);
        Assert.Equal("28:bot", turn.Destination.BotId);
    }

    [Fact]
    public async Task The_serviceurl_is_compared_without_regard_to_case()
    {
        using var answer = await Post(azure.SignChannelToken(ServiceUrl.ToUpperInvariant()));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public static TheoryData<string> BadHeaders => ["none", "no scheme", "basic", "three parts", "garbage", "empty"];

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public async Task A_header_that_is_no_bearer_token_is_401(string header)
    {
        var token = azure.SignChannelToken(ServiceUrl);
        var authorization = header switch
        {
            "none" => null,
            "no scheme" => token,
            "basic" => $"Basic {token}",
            "three parts" => $"Bearer {token} {token}",
            "garbage" => "Bearer not.a.token",
            _ => "Bearer ",
        };
        using var answer = await bench.Post(TeamsActivities.Message(ServiceUrl, azure.TenantId), authorization);

        await Refused(HttpStatusCode.Unauthorized, answer);
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
    }

    public static TheoryData<string> BadTokens =>
        [
            "signature",
            "payload",
            "none",
            "HS256",
            "RS384",
            "PS256",
            "audience",
            "issuer",
            "expired",
            "not yet",
            "unknown key",
        ];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_wrong_is_401(string wrong)
    {
        using var stranger = new TokenSigningKey("msteams");
        var now = time.GetUtcNow();
        var token = wrong switch
        {
            "signature" => Resigned(azure.SignChannelToken(ServiceUrl)),
            "payload" => WithPayload(azure.SignChannelToken(ServiceUrl), payload => payload["extra"] = 1),
            "none" => Unsigned(azure.SignChannelToken(ServiceUrl)),
            "HS256" => SignedByPublicKey(),
            "RS384" => Signed(azure.ChannelKey.SecurityKey, SecurityAlgorithms.RsaSha384),
            "PS256" => Signed(azure.ChannelKey.SecurityKey, SecurityAlgorithms.RsaSsaPssSha256),
            "audience" => azure.SignChannelToken(ServiceUrl, audience: Guid.NewGuid().ToString("D")),
            "issuer" => azure.SignChannelToken(ServiceUrl, issuer: "https://api.botframework.com"),
            "expired" => azure.SignChannelToken(
                ServiceUrl,
                notBefore: now.AddHours(-2),
                lifetime: TimeSpan.FromMinutes(114)
            ),
            "not yet" => azure.SignChannelToken(ServiceUrl, notBefore: now.AddMinutes(6)),
            _ => azure.SignChannelToken(ServiceUrl, key: stranger),
        };

        using var answer = await Post(token);

        await Refused(HttpStatusCode.Unauthorized, answer);
    }

    [Theory]
    [InlineData(-60, 56)]
    [InlineData(4, 60)]
    public async Task Five_minutes_of_skew_are_forgiven(int fromMinutes, int lifetimeMinutes)
    {
        using var answer = await Post(
            azure.SignChannelToken(
                ServiceUrl,
                notBefore: time.GetUtcNow().AddMinutes(fromMinutes),
                lifetime: TimeSpan.FromMinutes(lifetimeMinutes)
            )
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://smba.trafficmanager.net/amer/")]
    public async Task A_token_for_another_or_no_serviceurl_is_403(string? claimed)
    {
        using var answer = await Post(azure.SignChannelToken(claimed));

        await Refused(HttpStatusCode.Forbidden, answer);
    }

    [Theory]
    [InlineData("https://evil.trafficmanager.net/emea/")]
    [InlineData("http://smba.trafficmanager.net/emea/")]
    [InlineData("https://smba.trafficmanager.net:8443/emea/")]
    public async Task A_serviceurl_that_may_not_be_answered_is_403_even_when_signed(string serviceUrl)
    {
        using var answer = await bench.Post(
            TeamsActivities.Message(serviceUrl, azure.TenantId),
            "Bearer " + azure.SignChannelToken(serviceUrl)
        );

        await Refused(HttpStatusCode.Forbidden, answer);
    }

    [Fact]
    public async Task A_foreign_tenant_is_403_wherever_it_is_named()
    {
        var foreign = Guid.NewGuid().ToString("D");
        var inConversation = TeamsActivities.Message(ServiceUrl, azure.TenantId);
        inConversation["conversation"]!["tenantId"] = foreign;
        var inChannelData = TeamsActivities.Message(ServiceUrl, azure.TenantId);
        inChannelData["channelData"]!["tenant"]!["id"] = foreign;
        var nowhere = TeamsActivities.Message(ServiceUrl, azure.TenantId);
        nowhere["conversation"]!.AsObject().Remove("tenantId");
        nowhere.Remove("channelData");

        foreach (var activity in new[] { inConversation, inChannelData, nowhere })
        {
            using var answer = await bench.Post(activity, "Bearer " + azure.SignChannelToken(ServiceUrl));
            await Refused(HttpStatusCode.Forbidden, answer);
        }
    }

    [Fact]
    public async Task Another_channel_is_403_since_its_users_name_themselves()
    {
        var activity = TeamsActivities.Message(ServiceUrl, azure.TenantId);
        activity["channelId"] = "directline";

        using var answer = await bench.Post(activity, "Bearer " + azure.SignChannelToken(ServiceUrl));

        await Refused(HttpStatusCode.Forbidden, answer);
    }

    [Fact]
    public async Task A_key_without_the_endorsement_for_Teams_is_403()
    {
        azure.RotateChannelKey("webchat");

        using var answer = await Post(azure.SignChannelToken(ServiceUrl));

        await Refused(HttpStatusCode.Forbidden, answer);
    }

    [Fact]
    public async Task A_rotated_key_is_found_after_one_more_fetch_at_most_once_a_minute()
    {
        using var before = await Post(azure.SignChannelToken(ServiceUrl));
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        azure.RotateChannelKey("msteams");

        using var tooSoon = await Post(azure.SignChannelToken(ServiceUrl));
        Assert.Equal(HttpStatusCode.Unauthorized, tooSoon.StatusCode);

        time.Advance(TimeSpan.FromMinutes(1));
        using var later = await Post(azure.SignChannelToken(ServiceUrl), "1712000000002");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Equal(2, bench.Bot.Messages.Count);
    }

    [Fact]
    public async Task Neither_token_nor_text_reach_the_log_when_an_activity_is_refused()
    {
        var token = azure.SignChannelToken(ServiceUrl, audience: Guid.NewGuid().ToString("D"));
        var activity = TeamsActivities.Message(ServiceUrl, azure.TenantId, "the-text-of-the-message");

        using var answer = await bench.Post(activity, "Bearer " + token);

        await Refused(HttpStatusCode.Unauthorized, answer);
        Assert.Contains("The token is for another bot.", bench.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], bench.Log.All, StringComparison.Ordinal);
        Assert.DoesNotContain("the-text-of-the-message", bench.Log.All, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Post(string token, string id = "1712000000001")
    {
        var activity = TeamsActivities.Message(ServiceUrl, azure.TenantId);
        activity["id"] = id;
        return bench.Post(activity, "Bearer " + token);
    }

    private async Task Refused(HttpStatusCode expected, HttpResponseMessage answer)
    {
        Assert.Equal(expected, answer.StatusCode);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.NotEmpty(body["error"]!["message"]!.GetValue<string>());
        Assert.Equal(0, bench.Bot.Calls);
    }

    private static string Resigned(string token)
    {
        using var other = new TokenSigningKey("msteams");
        var parts = token.Split('.');
        var signature = other.SecurityKey.Rsa.SignData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pkcs1
        );
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}";
    }

    private static string WithPayload(string token, Action<JsonObject> change)
    {
        var parts = token.Split('.');
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(parts[1]))!.AsObject();
        change(payload);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload.ToJsonString())}.{parts[2]}";
    }

    private static string Unsigned(string token)
    {
        var parts = token.Split('.');
        var header = JsonNode.Parse(Base64UrlEncoder.Decode(parts[0]))!.AsObject();
        header["alg"] = "none";
        return $"{Base64UrlEncoder.Encode(header.ToJsonString())}.{parts[1]}.";
    }

    /// <summary>The classic confusion: the public key taken as an HMAC secret.</summary>
    private string SignedByPublicKey()
    {
        var secret = new SymmetricSecurityKey(azure.ChannelKey.SecurityKey.Rsa.ExportSubjectPublicKeyInfo())
        {
            KeyId = azure.ChannelKey.Id,
        };
        return Signed(secret, SecurityAlgorithms.HmacSha256);
    }

    private string Signed(SecurityKey key, string algorithm) =>
        new JsonWebTokenHandler().CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = azure.EnvironmentForSpiBot["Bot__Issuer"],
                Audience = azure.AppId,
                Expires = time.GetUtcNow().UtcDateTime.AddHours(1),
                Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["serviceurl"] = ServiceUrl },
                SigningCredentials = new SigningCredentials(key, algorithm),
            }
        );
}
