using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Credentials;

/// <summary>What logs in to a gateway. Never printed: ToString says only whose it is.</summary>
public sealed class GatewaySecret(string name, string? password, string? enable)
{
    public string Name { get; } = name;

    /// <summary>Null when only a key logs in.</summary>
    public string? Password { get; } = password;

    /// <summary>A private key in PEM (PKCS#8, OpenSSH or of its kind); null when a password logs in.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>What the private key is locked with; null when it is not.</summary>
    public string? Passphrase { get; init; }

    /// <summary>The enable password; null when the user needs none.</summary>
    public string? Enable { get; } = enable;

    /// <summary>The store's own word for this version of it; null where it keeps none.</summary>
    public string? Version { get; init; }

    public override string ToString() => $"secret {Name}";
}

/// <summary>Where secrets come from: Azure Key Vault, or .NET configuration for a small installation.</summary>
public interface IGatewayCredentials
{
    /// <returns>The secret, or a failure of kind <see cref="GatewayFailureKind.NoSecret"/> that names the secret and the store, never its content.</returns>
    Task<(GatewaySecret? Secret, GatewayFailure? Failure)> Find(GatewayEntry gateway, CancellationToken ct);

    /// <summary>The gateway refused this secret: whatever is remembered of it is dropped, so that the next try reads it anew.</summary>
    void Forget(GatewayEntry gateway) { }
}
