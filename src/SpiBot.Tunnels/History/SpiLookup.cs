using System.Net;

namespace SpiBot.Tunnels.History;

/// <summary>How an SPI was found: as it was written, or with its four bytes the other way round, as some debug lines print it.</summary>
public enum SpiByteOrder
{
    AsWritten,
    Swapped,
}

/// <summary>Where an SPI stands or stood: an inbound SPI was chosen by this gateway, an outbound one by its peer.</summary>
/// <param name="Current">The last complete listing has it, not marked as replaced. False: a past SPI, or one about to end.</param>
/// <param name="ReplacedBy">What took its place, where that is known.</param>
/// <param name="LastLook">When this tunnel was looked at last: how old the word "current" is.</param>
public sealed record SpiFound(
    SpiByteOrder ByteOrder,
    string Gateway,
    IPAddress Peer,
    SpiLife Life,
    bool Current,
    Spi? ReplacedBy,
    DateTimeOffset LastLook
);

/// <summary>
/// What is SPI 0x…? Looks through what is remembered of any tunnels. The same SPI may stand at several places: an outbound one of one end
/// is the inbound one of the other, and boxes choose theirs independently, so two peers may have the same by chance.
/// </summary>
public static class SpiLookup
{
    /// <summary>The SPI as written and, where that is another one, with its bytes the other way round.</summary>
    public static IReadOnlyList<Spi> BothOrders(Spi spi) =>
        spi.ByteSwapped is { } swapped && swapped != spi ? [spi, swapped] : [spi];

    /// <returns>Every place, those that match as written first, current ones before past ones, the latest first; empty when nothing remembered has it in either byte order.</returns>
    public static IReadOnlyList<SpiFound> Find(Spi spi, IEnumerable<TunnelHistory> histories) =>
        [
            .. histories
                .SelectMany(history =>
                    BothOrders(spi).SelectMany(history.LivesOf).Select(life => Found(history, life, life.Spi == spi))
                )
                .OrderBy(found => found.ByteOrder)
                .ThenByDescending(found => found.Current)
                .ThenByDescending(found => found.Life.LastSeen),
        ];

    private static SpiFound Found(TunnelHistory history, SpiLife life, bool asWritten) =>
        new(
            asWritten ? SpiByteOrder.AsWritten : SpiByteOrder.Swapped,
            history.Gateway,
            history.Peer,
            life,
            Current: life is { Gone: null, Rekeyed: false },
            Rekeys.Of(history, life)?.New,
            history.LastLook ?? life.LastSeen
        );
}
