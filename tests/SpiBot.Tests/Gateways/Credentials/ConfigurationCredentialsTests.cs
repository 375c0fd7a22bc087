using Microsoft.Extensions.Configuration;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Tests.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Credentials;

public sealed class ConfigurationCredentialsTests
{
    [Fact]
    public async Task Finds_both_passwords()
    {
        var (secret, failure) = await Find(
            new() { ["Secrets:hq-fw1:password"] = "open-sesame", ["Secrets:hq-fw1:enable"] = "more-sesame" }
        );

        Assert.Null(failure);
        Assert.Equal(("hq-fw1", "open-sesame", "more-sesame"), (secret!.Name, secret.Password, secret.Enable));
        Assert.Equal("secret hq-fw1", secret.ToString());
    }

    [Fact]
    public async Task Enable_may_be_left_out()
    {
        var (secret, _) = await Find(new() { ["Secrets:hq-fw1:password"] = "open-sesame" });

        Assert.Null(secret!.Enable);
    }

    [Fact]
    public async Task A_key_may_stand_in_place_of_the_password()
    {
        var (secret, _) = await Find(
            new() { ["Secrets:hq-fw1:privateKey"] = "-----BEGIN", ["Secrets:hq-fw1:passphrase"] = "open-sesame" }
        );

        Assert.Equal((null, "-----BEGIN", "open-sesame"), (secret!.Password, secret.PrivateKey, secret.Passphrase));
        Assert.Equal("secret hq-fw1", secret.ToString());
    }

    [Fact]
    public async Task Says_which_key_is_missing()
    {
        var (secret, failure) = await Find(new() { ["Secrets:other:password"] = "open-sesame" });

        Assert.Null(secret);
        Assert.Equal(GatewayFailureKind.NoSecret, failure!.Kind);
        Assert.Equal("There is no Secrets:hq-fw1:password.", failure.CameBack);
        Assert.DoesNotContain("open-sesame", failure.ToString(), StringComparison.Ordinal);
    }

    private static Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(Dictionary<string, string?> settings) =>
        new ConfigurationCredentials(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Find(
            Bench.Entry(22, "SHA256:any"),
            TestContext.Current.CancellationToken
        );
}
