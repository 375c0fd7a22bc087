using Microsoft.Extensions.Configuration;

namespace SpiBot.Gateways.Credentials;

/// <summary>Keys from .NET configuration, as <c>Secrets:{name}:key</c> in base64.</summary>
public sealed class ConfigurationKeys(IConfiguration configuration) : IKeySecrets
{
    public Task<(byte[]? Key, string? Problem)> FindKey(string name, CancellationToken ct)
    {
        var text = configuration.GetSection("Secrets").GetSection(name)["key"];
        return Task.FromResult<(byte[]?, string?)>(
            string.IsNullOrEmpty(text)
                ? (
                    null,
                    $"there is no Secrets:{name}:key in the configuration. Set it, for instance by `dotnet user-secrets set Secrets:{name}:key …`, or use Key Vault."
                )
            : KeyText.TryRead(text) is { } key ? (key, null)
            : (null, $"Secrets:{name}:key in the configuration is not base64.")
        );
    }
}
