using System.Net;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Operations.History;

/// <summary>What is remembered of tunnels, for whoever asks.</summary>
public interface ITunnelHistories
{
    /// <returns>Null when nothing is known of that gateway's tunnel to that peer.</returns>
    /// <exception cref="StorageAwayException">The store does not answer now.</exception>
    Task<TunnelHistory?> Find(string gateway, IPAddress peer, CancellationToken ct);

    /// <returns>The tunnels of all gateways that have or had one of these SPIs.</returns>
    /// <exception cref="StorageAwayException">The store does not answer now.</exception>
    Task<IReadOnlyList<TunnelHistory>> WithAny(IReadOnlyList<Spi> spis, CancellationToken ct);
}
