using System.Net;
using SpiBot.Gateways.Duties;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// Something that alters a gateway: a closed set. What would hit every tunnel does not exist here.
/// </summary>
public abstract record Change
{
    private Change() { }

    /// <summary>Every <see cref="Kind"/> there is.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    ["clear-inactive", "clear-entry", "clear-peer", "clear-ike", "clear-drops", "reinitiate", "debug", "debug-255"];

    /// <summary>The name by which this kind of change is stored, and spoken of in settings.</summary>
    public abstract string Kind { get; }

    /// <summary>The peer whose SAs it takes; null when it is about the box.</summary>
    public virtual IPAddress? WithPeer => null;

    /// <summary>What stands on the gateway from then on and has to go again: only with a duty for it is the change authorised. Null: nothing.</summary>
    public virtual Leftover? Leaves => null;

    /// <summary>Removes SAs that cannot pass traffic.</summary>
    public sealed record ClearInactive : Change
    {
        public override string Kind => "clear-inactive";
    }

    /// <summary>
    /// Removes one child SA and its sibling of the other direction. <see cref="Destination"/> is where its packets go: our own address for an inbound SPI, the peer's for an
    /// outbound one.
    /// </summary>
    public sealed record ClearEntry(IPAddress Peer, IPAddress Destination, Spi Spi) : Change
    {
        public override string Kind => "clear-entry";

        public override IPAddress WithPeer => Peer;
    }

    /// <summary>Removes all child SAs with one peer; the IKE SA stays.</summary>
    public sealed record ClearPeer(IPAddress Peer) : Change
    {
        public override string Kind => "clear-peer";

        public override IPAddress WithPeer => Peer;
    }

    /// <summary>Removes the IKE SA with one peer and all its child SAs: the whole tunnel is negotiated anew. <see cref="Version"/>: 1 or 2.</summary>
    public sealed record ClearIke(IPAddress Peer, int Version) : Change
    {
        public override string Kind => "clear-ike";

        public override IPAddress WithPeer => Peer;
    }

    /// <summary>
    /// Watches the negotiations with one peer for a while. Nothing of the tunnel is altered, and yet the box is: it is set under a duty, which takes it away. <see cref="Level"/>: 127, or 255,
    /// which prints what stands next to keys.
    /// </summary>
    public sealed record Debug(IPAddress Peer, int Level) : Change
    {
        public const int Ordinary = 127;
        public const int Everything = 255;

        public override string Kind => Level > Ordinary ? "debug-255" : "debug";

        public override Leftover Leaves => new Leftover.Debug(Peer);
    }

    /// <summary>Sets the counter of packets dropped for an invalid SPI to 0. Mends nothing, and destroys evidence.</summary>
    public sealed record ClearDrops : Change
    {
        public override string Kind => "clear-drops";
    }

    /// <summary>
    /// Ends these very IKE SAs with one peer, with all their child SAs, and begins the named connection and children anew: where nothing is negotiated
    /// just because a packet comes (strongSwan). <see cref="IkeIds"/> are the numbers by which the gateway knows the IKE SAs; at least one, and at least one child.
    /// </summary>
    public sealed record Reinitiate(
        IPAddress Peer,
        ConnectionName Connection,
        IReadOnlyList<long> IkeIds,
        IReadOnlyList<ConnectionName> Children
    ) : Change
    {
        public override string Kind => "reinitiate";

        public override IPAddress WithPeer => Peer;

        public bool Equals(Reinitiate? other) =>
            other is not null
            && Peer.Equals(other.Peer)
            && Connection == other.Connection
            && IkeIds.SequenceEqual(other.IkeIds)
            && Children.SequenceEqual(other.Children);

        public override int GetHashCode() => HashCode.Combine(Peer, Connection, IkeIds.Count, Children.Count);
    }
}
