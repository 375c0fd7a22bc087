using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Credentials;

/// <summary>What logs in to a gateway. Never printed: ToString says only whose it is.</summary>
public sealed class GatewaySecret(string name, string password, string? enable)
{
    public string Name { get; } = name;

    public string Password { get; } = password;

    /// <summary>The enable password; null when the user needs none.</summary>
    public string? Enable { get; } = enable;

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
