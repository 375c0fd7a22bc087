using System.Net;

namespace SpiBot.Tunnels.History;

/// <summary>
/// What is remembered of a tunnel as one gateway showed it, look after look: its SPIs, when it had SAs and when none, what the box dropped, what happened to the
/// box, why the tunnel ended, what was found and what was done. All times are by our clock; lists are in the order of time. Made only by <see cref="Remembering"/>
/// and <see cref="HistoryBounds"/>; what follows from it (rekeys, their period, bursts) is worked out when it is asked for.
/// </summary>
/// <param name="Gateway">Whose view this is.</param>
/// <param name="Peer">As the gateway knows it.</param>
/// <param name="Looks">How many readings it rests on, also of those that are forgotten by now.</param>
/// <param name="FirstLook">Null before the first reading.</param>
/// <param name="LastLook">The last reading of any kind.</param>
/// <param name="LastListing">The last one that listed all SAs.</param>
/// <param name="LastBox">What the next reading of the box is compared with.</param>
public sealed record TunnelHistory(
    string Gateway,
    IPAddress Peer,
    int Looks,
    DateTimeOffset? FirstLook,
    DateTimeOffset? LastLook,
    DateTimeOffset? LastListing,
    GatewayReading? LastBox,
    IReadOnlyList<SpiLife> Spis,
    IReadOnlyList<UpOrDown> Changes,
    IReadOnlyList<DropSample> Drops,
    IReadOnlyList<UnitChange> Units,
    IReadOnlyList<Teardown> Teardowns,
    IReadOnlyList<Fault> Faults,
    IReadOnlyList<PastAction> Actions
)
{
    /// <summary>Nothing is known yet.</summary>
    public static TunnelHistory Of(string gateway, IPAddress peer) =>
        new(gateway, peer, Looks: 0, null, null, null, null, [], [], [], [], [], [], []);

    /// <summary>Every life of an SPI, in either direction: an inbound and an outbound one may be the same by chance.</summary>
    public IEnumerable<SpiLife> LivesOf(Spi spi) => Spis.Where(life => life.Spi == spi);
}
