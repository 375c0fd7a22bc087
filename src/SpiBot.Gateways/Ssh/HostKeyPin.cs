using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Ssh;

/// <summary>The host keys a gateway may show, and the one it showed.</summary>
internal sealed class HostKeyPin(GatewayEntry gateway)
{
    /// <summary>The fingerprint the server presented, <c>SHA256:…</c>; null before.</summary>
    public string? Presented { get; private set; }

    public bool Refused { get; private set; }

    /// <param name="sha256">Base64 of the SHA-256 of the public key, with or without padding.</param>
    public bool IsPinned(string sha256)
    {
        Presented = "SHA256:" + sha256.TrimEnd('=');
        Refused = !gateway.HostKeys.Any(pinned => pinned.TrimEnd('=') == Presented);
        return !Refused;
    }
}
