using System.Text.Json.Nodes;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using SpiBot.Lab.Azure;
using SpiBot.Tests.Channel;

namespace SpiBot.Tests.Lab.Azure;

public sealed class AzureStandInTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());
    private AzureStandIn azure = null!;

    public async ValueTask InitializeAsync() =>
        azure = await AzureStandIn.Start(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["hq-fw1"] = "{\"password\":\"spi\"}" },
            Ct,
            routes => routes.MapGet("/also", () => "mapped"),
            time
        );

    public ValueTask DisposeAsync() => azure.DisposeAsync();

    [Fact]
    public async Task Azures_own_secret_client_reads_a_secret_after_the_vaults_challenge()
    {
        KeyVaultSecret secret = await Vault().GetSecretAsync("hq-fw1", cancellationToken: Ct);

        Assert.Equal("{\"password\":\"spi\"}", secret.Value);
        Assert.Equal("hq-fw1", secret.Name);
        Assert.Equal(
            secret.Value,
            (await Vault().GetSecretAsync("HQ-FW1", secret.Properties.Version, cancellationToken: Ct)).Value.Value
        );
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_SecretNotFound()
    {
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Vault().GetSecretAsync("no-such", cancellationToken: Ct)
        );

        Assert.Equal(404, missing.Status);
        Assert.Equal("SecretNotFound", missing.ErrorCode);
    }

    [Fact]
    public async Task A_wrong_client_secret_gets_no_token()
    {
        var credential = new ClientSecretCredential(azure.TenantId, azure.AppId, "wrong", AzureClients.Options(azure));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() =>
            Vault(credential).GetSecretAsync("hq-fw1", cancellationToken: Ct)
        );

        Assert.Contains("AADSTS7000215", failed.InnerException!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer x.y.z")]
    [InlineData("channel token")]
    [InlineData("bot token")]
    public async Task The_vault_takes_only_its_own_tokens(string? authorization)
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/secrets/hq-fw1?api-version=7.6");
        var presented = authorization switch
        {
            "channel token" => "Bearer " + azure.SignChannelToken("https://localhost/"),
            "bot token" => "Bearer " + await Token("https://api.botframework.com/.default"),
            _ => authorization,
        };
        if (presented is not null)
            request.Headers.TryAddWithoutValidation("Authorization", presented);

        using var answer = await client.SendAsync(request, Ct);

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("authorization=", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_token_is_accepted_until_it_ends_and_no_other_is()
    {
        var bot = "Bearer " + await Token("https://api.botframework.com/.default");

        Assert.True(azure.AcceptsBotToken(bot));
        Assert.False(azure.AcceptsBotToken(null));
        Assert.False(azure.AcceptsBotToken("Bearer "));
        Assert.False(azure.AcceptsBotToken("Bearer x.y.z"));
        Assert.False(azure.AcceptsBotToken("Bearer " + await Token("https://vault.azure.net/.default")));
        Assert.False(azure.AcceptsBotToken("Bearer " + azure.SignChannelToken("https://localhost/")));
        time.Advance(TimeSpan.FromMinutes(61));
        Assert.False(azure.AcceptsBotToken(bot));
    }

    [Theory]
    [InlineData("scope", "https://management.azure.com/.default", "invalid_scope")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("client_id", "somebody", "unauthorized_client")]
    [InlineData("client_secret", "wrong", "invalid_client")]
    public async Task Entra_refuses_as_Entra_does(string field, string value, string error)
    {
        var form = Form("https://vault.azure.net/.default");
        form[field] = value;

        Assert.Equal(error, (await Ask(form))["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_channels_keys_are_published_with_their_endorsements()
    {
        using var client = Client();
        var metadata = JsonNode.Parse(
            await client.GetStringAsync(azure.EnvironmentForSpiBot["Bot__OpenIdMetadata"], Ct)
        )!;
        var keys = JsonNode.Parse(await client.GetStringAsync(metadata["jwks_uri"]!.GetValue<string>(), Ct))!;

        var token = new JsonWebToken(azure.SignChannelToken("https://localhost/"));
        var key = Assert.Single(keys["keys"]!.AsArray())!;
        Assert.Equal(token.Kid, key["kid"]!.GetValue<string>());
        Assert.Equal("msteams", key["endorsements"]![0]!.GetValue<string>());
        Assert.Equal(token.Issuer, metadata["issuer"]!.GetValue<string>());
    }

    [Fact]
    public async Task More_endpoints_can_be_mapped_on_the_same_server()
    {
        using var client = Client();

        Assert.Equal("mapped", await client.GetStringAsync(new Uri("/also", UriKind.Relative), Ct));
    }

    [Fact]
    public async Task The_CA_is_gone_when_the_stand_in_is()
    {
        var other = await AzureStandIn.Start(new Dictionary<string, string>(StringComparer.Ordinal), Ct);
        Assert.StartsWith(
            "-----BEGIN CERTIFICATE-----",
            await File.ReadAllTextAsync(other.CaFile, Ct),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(other.CaFile, Ct), StringComparison.Ordinal);

        await other.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(other.CaFile)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SecretClient Vault(ClientSecretCredential? credential = null) =>
        new(
            azure.Origin,
            credential
                ?? new ClientSecretCredential(
                    azure.TenantId,
                    azure.AppId,
                    azure.ClientSecret,
                    AzureClients.Options(azure)
                ),
            new SecretClientOptions
            {
                DisableChallengeResourceVerification = true,
                Transport = AzureClients.Transport(azure),
            }
        );

    private HttpClient Client()
    {
        var handler = new SocketsHttpHandler();
        azure.TrustBy(handler);
        return new HttpClient(handler) { BaseAddress = azure.Origin };
    }

    private async Task<string> Token(string scope) => (await Ask(Form(scope)))["access_token"]!.GetValue<string>();

    private Dictionary<string, string> Form(string scope) =>
        new(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = azure.AppId,
            ["client_secret"] = azure.ClientSecret,
            ["scope"] = scope,
        };

    private async Task<JsonNode> Ask(Dictionary<string, string> form)
    {
        using var client = Client();
        using var content = new FormUrlEncodedContent(form);
        using var answer = await client.PostAsync(
            new Uri($"/{azure.TenantId}/oauth2/v2.0/token", UriKind.Relative),
            content,
            Ct
        );
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
    }
}
