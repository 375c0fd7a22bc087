using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Tests.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Credentials;

/// <summary>The real SecretClient, with a vault behind its HTTP handler that answers as the test says.</summary>
public sealed class KeyVaultCredentialsTests
{
    private const string Content = "sesame-4711";

    private readonly FakeTimeProvider clock = new();
    private readonly CollectedLog<KeyVaultCredentials> log = new();

    [Fact]
    public async Task Reads_the_secret_and_remembers_it_for_five_minutes()
    {
        using var vault = new Vault(_ => Vault.Secret($$"""{"password":"{{Content}}","enable":"{{Content}}-en"}"""));
        var credentials = Credentials(vault);

        var (secret, failure) = await Find(credentials);
        clock.Advance(TimeSpan.FromMinutes(4.9));
        await Find(credentials);
        Assert.Equal(1, vault.Asked);
        clock.Advance(TimeSpan.FromMinutes(0.2));
        await Find(credentials);

        Assert.Null(failure);
        Assert.Equal((Content, Content + "-en", "1"), (secret!.Password, secret.Enable, secret.Version));
        Assert.Equal(2, vault.Asked);
    }

    [Theory]
    [InlineData("""{"privateKey":"-----BEGIN sesame-4711","passphrase":"p"}""", "p")]
    [InlineData("-----BEGIN sesame-4711", null)]
    public async Task A_secret_may_be_a_key(string stored, string? passphrase)
    {
        using var vault = new Vault(_ => Vault.Secret(stored));

        var (secret, _) = await Find(Credentials(vault));

        Assert.Equal(
            (null, "-----BEGIN sesame-4711", passphrase),
            (secret!.Password, secret.PrivateKey, secret.Passphrase)
        );
    }

    [Fact]
    public async Task A_forgotten_secret_is_read_anew()
    {
        using var vault = new Vault(_ => Vault.Secret($$"""{"password":"{{Content}}"}"""));
        var credentials = Credentials(vault);

        await Find(credentials);
        credentials.Forget(Bench.Entry(22, "SHA256:any"));
        var (secret, _) = await Find(credentials);

        Assert.Equal(2, vault.Asked);
        Assert.Null(secret!.Enable);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "There is no such secret.")]
    [InlineData(HttpStatusCode.Forbidden, "The vault refused SpiBot (403).")]
    [InlineData(HttpStatusCode.InternalServerError, "The vault answered 500 (Trouble).")]
    public async Task Says_what_the_vault_answered(HttpStatusCode status, string cameBack)
    {
        using var vault = new Vault(_ => Vault.Error(status));

        var failure = await Failure(vault);

        Assert.Equal(cameBack, failure.CameBack);
        Assert.Equal("Taking the secret hq-fw1 for hq-fw1 from Key Vault lab.vault.azure.net.", failure.Tried);
        Assert.NotEmpty(failure.DoNow);
    }

    [Fact]
    public async Task Says_that_it_could_not_be_reached()
    {
        using var vault = new Vault(_ => throw new HttpRequestException("no way there"));

        var failure = await Failure(vault);

        Assert.Equal("The vault could not be reached.", failure.CameBack);
    }

    [Theory]
    [InlineData(Content)]
    [InlineData($"{{\"password\":\"{Content}\"")]
    [InlineData($"[\"{Content}\"]")]
    [InlineData($"{{\"passwort\":\"{Content}\"}}")]
    public async Task A_secret_of_another_shape_is_told_without_its_content(string value)
    {
        using var vault = new Vault(_ => Vault.Secret(value));

        var failure = await Failure(vault);

        Assert.Equal("The secret is not the JSON SpiBot expects.", failure.CameBack);
        Assert.DoesNotContain(Content, failure + log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_sign_in_is_told()
    {
        using var vault = new Vault(_ => throw new AuthenticationFailedException("every way failed"));

        var failure = await Failure(vault);

        Assert.Equal("SpiBot could not sign in to Entra ID.", failure.CameBack);
    }

    [Theory]
    [InlineData("journal", "/secrets/journal")]
    [InlineData("journal/0123456789abcdef0123456789abcdef", "/secrets/journal/0123456789abcdef0123456789abcdef")]
    public async Task A_key_is_read_in_the_version_that_is_named(string name, string path)
    {
        string? asked = null;
        using var vault = new Vault(request =>
        {
            asked = request.RequestUri!.AbsolutePath;
            return Vault.Secret("""{"key":"BwcH"}""");
        });

        var (key, problem) = await new KeyVaultKeys(Client(vault)).FindKey(name, TestContext.Current.CancellationToken);

        Assert.Null(problem);
        Assert.Equal([7, 7, 7], key);
        Assert.Equal(path, asked);
    }

    private static Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(KeyVaultCredentials credentials) =>
        credentials.Find(Bench.Entry(22, "SHA256:any"), TestContext.Current.CancellationToken);

    private async Task<GatewayFailure> Failure(Vault vault)
    {
        var (secret, failure) = await Find(Credentials(vault));
        Assert.Null(secret);
        Assert.NotNull(failure);
        Assert.Equal(GatewayFailureKind.NoSecret, failure.Kind);
        return failure;
    }

    private KeyVaultCredentials Credentials(Vault vault) => new(Client(vault), clock, log);

    private static SecretClient Client(Vault vault)
    {
        var options = new SecretClientOptions
        {
            Transport = new HttpClientTransport(vault),
            Retry = { MaxRetries = 0 },
        };
        return new SecretClient(new Uri("https://lab.vault.azure.net"), new AnyIdentity(), options);
    }

    private sealed class AnyIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => new(GetToken(requestContext, cancellationToken));
    }

    private sealed class Vault(Func<HttpRequestMessage, HttpResponseMessage> answers) : HttpMessageHandler
    {
        /// <summary>How often the secret was asked for with a token.</summary>
        public int Asked { get; private set; }

        public static HttpResponseMessage Secret(string value) =>
            Json(
                HttpStatusCode.OK,
                JsonSerializer.Serialize(new { value, id = "https://lab.vault.azure.net/secrets/hq-fw1/1" })
            );

        public static HttpResponseMessage Error(HttpStatusCode status) =>
            Json(status, """{"error":{"code":"Trouble","message":"as asked"}}""");

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.Headers.Authorization is null)
            {
                var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
                challenge.Headers.Add(
                    "WWW-Authenticate",
                    "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\""
                );
                return Task.FromResult(challenge);
            }

            Asked++;
            return Task.FromResult(answers(request));
        }

        private static HttpResponseMessage Json(HttpStatusCode status, string json) =>
            new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
    }
}
