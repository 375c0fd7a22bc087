namespace SpiBot.Tunnels;

/// <summary>How an SPI was found: as it was written, or with its four bytes the other way round, as some debug lines print it.</summary>
public enum SpiByteOrder
{
    AsWritten,
    Swapped,
}

/// <summary>Where an SPI stands: in which SA of which end, and when it was read there. An inbound SPI was chosen by this gateway, an outbound one by its peer.</summary>
/// <param name="At">Our clock, of the last of the given readings that has it.</param>
/// <param name="FirstSeen">Our clock, of the first of the given readings that has it.</param>
/// <param name="Current">Not marked as rekeyed, and no later reading of this gateway for this peer lists all its SAs without it. False: a past SPI, or one about to end.</param>
public sealed record SpiFound(
    Spi Spi,
    SpiByteOrder ByteOrder,
    string Gateway,
    string? Peer,
    bool Inbound,
    bool Rekeyed,
    bool Current,
    Selector? LocalSelector,
    Selector? RemoteSelector,
    DateTimeOffset FirstSeen,
    DateTimeOffset At
);

/// <summary>
/// What is SPI 0x…? Looks through readings, in any order, of any gateways. The same SPI may stand at several places: an outbound one of one end
/// is the inbound one of the other, and boxes choose theirs independently, so two peers may have the same by chance.
/// </summary>
public static class SpiLookup
{
    /// <returns>Every place, those that match as written first, current ones before past ones, the latest first; empty when no reading has it in either byte order.</returns>
    public static IReadOnlyList<SpiFound> Find(Spi spi, IEnumerable<TunnelReading> readings)
    {
        var all = readings.OrderBy(reading => reading.TakenAt).ToList();
        var last = new Dictionary<(string, string), DateTimeOffset>();
        foreach (var reading in all.Where(r => r.Sas.Value is { Complete: true }))
        {
            last[ViewOf(reading)] = reading.TakenAt;
        }

        var swapped = spi.ByteSwapped is { } other && other != spi ? other : null;
        return
        [
            .. all.SelectMany(reading => Places(reading, spi, swapped))
                .GroupBy(place => place.Key)
                .Select(seen => Found(seen.Key, [.. seen.Select(p => (p.Reading, p.Sa, p.Child))], last))
                .OrderBy(found => found.ByteOrder)
                .ThenByDescending(found => found.Current)
                .ThenByDescending(found => found.At),
        ];
    }

    private static SpiFound Found(
        Place place,
        IReadOnlyList<(TunnelReading Reading, SecurityAssociation Sa, ChildSa Child)> seen,
        Dictionary<(string, string), DateTimeOffset> last
    )
    {
        var (reading, sa, child) = seen[^1];
        return new SpiFound(
            sa.Spi,
            place.ByteOrder,
            reading.Gateway,
            child.Peer ?? reading.PeerInWords,
            place.Inbound,
            sa.Rekeyed,
            Current: !sa.Rekeyed && !(last.TryGetValue(ViewOf(reading), out var listed) && listed > reading.TakenAt),
            child.LocalSelector,
            child.RemoteSelector,
            FirstSeen: seen[0].Reading.TakenAt,
            reading.TakenAt
        );
    }

    private static IEnumerable<(Place Key, TunnelReading Reading, SecurityAssociation Sa, ChildSa Child)> Places(
        TunnelReading reading,
        Spi spi,
        Spi? swapped
    )
    {
        foreach (var child in reading.Sas.Value?.Tunnels ?? [])
        {
            foreach (var inbound in new[] { true, false })
            {
                foreach (var sa in inbound ? child.Inbound : child.Outbound)
                {
                    SpiByteOrder? order =
                        sa.Spi == spi ? SpiByteOrder.AsWritten
                        : sa.Spi == swapped ? SpiByteOrder.Swapped
                        : null;
                    if (order is { } found)
                    {
                        var place = new Place(
                            found,
                            reading.Gateway.ToUpperInvariant(),
                            child.Peer ?? reading.PeerInWords,
                            inbound,
                            SelectorPair.Of(child)
                        );
                        yield return (place, reading, sa, child);
                    }
                }
            }
        }
    }

    private static (string, string) ViewOf(TunnelReading reading) =>
        (reading.Gateway.ToUpperInvariant(), reading.PeerInWords);

    private sealed record Place(
        SpiByteOrder ByteOrder,
        string Gateway,
        string Peer,
        bool Inbound,
        SelectorPair Selectors
    );
}
