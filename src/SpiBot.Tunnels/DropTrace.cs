using System.Net;

namespace SpiBot.Tunnels;

/// <summary>
/// The packets that a box dropped for an invalid SPI while it was watched, from <see cref="From"/> to <see cref="To"/> by our clock: of all senders. Only the
/// first ones of a trace are read, so what is read is a witness and no count.
/// </summary>
public sealed record DropTrace(DateTimeOffset From, DateTimeOffset To, CaptureDump Seen)
{
    /// <summary>Who sent with which SPI, the busiest first.</summary>
    public IReadOnlyList<TracedSender> Senders =>
        [
            .. Seen
                .Packets.Select(packet => packet.Esp)
                .OfType<EspPacket>()
                .GroupBy(esp => (esp.Source, esp.Spi))
                .Select(group => new TracedSender(
                    group.Key.Source,
                    group.Key.Spi,
                    group.Count(),
                    group.Min(esp => esp.Sequence),
                    group.Max(esp => esp.Sequence),
                    group.Any(esp => esp.InUdp)
                ))
                .OrderByDescending(sender => sender.Packets),
        ];

    /// <summary>Packets of the trace whose bytes are no ESP, or do not tell, and why: each reason once.</summary>
    public IReadOnlyList<string> Unread =>
        [.. Seen.Packets.Select(packet => packet.NotBecause).OfType<string>().Distinct()];
}

/// <summary>One sender with one SPI among the packets of a trace. Sequence numbers are null where the bytes ended before them.</summary>
public sealed record TracedSender(
    IPAddress Source,
    Spi Spi,
    int Packets,
    uint? FirstSequence,
    uint? LastSequence,
    bool InUdp
);
