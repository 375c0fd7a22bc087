namespace SpiBot.Gateways.Credentials;

/// <summary>Where keys come from, beside the gateways' secrets: the JSON <c>{"key":"…"}</c> with base64 in Azure Key Vault, <c>Secrets:{name}:key</c> in configuration.</summary>
public interface IKeySecrets
{
    /// <returns>The key's bytes, or a problem in words that name the secret and the store, never its content.</returns>
    Task<(byte[]? Key, string? Problem)> FindKey(string name, CancellationToken ct);
}
