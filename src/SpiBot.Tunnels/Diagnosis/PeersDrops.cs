using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>An SPI with which the peer sends and which its receiver drops. <see cref="AcceptedUntil"/>: when the receiver ended its SA, where that is known.</summary>
public sealed record PeersDrop(Spi Spi, Moment? AcceptedUntil);

/// <summary>What an end drops of its peer now, as its log names it or a trace shows it.</summary>
public static class PeersDrops
{
    /// <returns>The latest first; empty where nothing names the dropped packets.</returns>
    public static IReadOnlyList<PeersDrop> Of(TunnelEnd end) =>
        [
            .. DropWitness
                .At(end)
                .Where(witness => witness is { IsFromPeer: true, IsNow: true })
                .DistinctBy(witness => witness.Spi)
                .Select(witness => new PeersDrop(witness.Spi, DropWitness.AcceptedUntil(end, witness.Spi))),
        ];
}
