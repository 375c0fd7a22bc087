using Microsoft.Extensions.Configuration;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Credentials;

/// <summary>
/// Secrets from .NET configuration (user secrets, environment, a mounted file), for a small installation:
/// <c>Secrets:{name}:password</c> and <c>Secrets:{name}:enable</c>, or <c>privateKey</c> and <c>passphrase</c>. Read anew each time.
/// </summary>
public sealed class ConfigurationCredentials(IConfiguration configuration) : IGatewayCredentials
{
    public Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(GatewayEntry gateway, CancellationToken ct)
    {
        var secret = configuration.GetSection("Secrets").GetSection(gateway.Secret);
        var (password, key) = (secret["password"], secret["privateKey"]);
        return Task.FromResult<(GatewaySecret?, GatewayFailure?)>(
            string.IsNullOrEmpty(password) && string.IsNullOrEmpty(key)
                ? (
                    null,
                    CredentialFailure.Of(
                        gateway,
                        "the configuration",
                        $"There is no Secrets:{gateway.Secret}:password.",
                        $"Set it, for instance by `dotnet user-secrets set Secrets:{gateway.Secret}:password …`, or use Key Vault."
                    )
                )
                : (
                    new GatewaySecret(
                        gateway.Secret,
                        string.IsNullOrEmpty(password) ? null : password,
                        secret["enable"]
                    )
                    {
                        PrivateKey = string.IsNullOrEmpty(key) ? null : key,
                        Passphrase = secret["passphrase"],
                    },
                    null
                )
        );
    }
}
