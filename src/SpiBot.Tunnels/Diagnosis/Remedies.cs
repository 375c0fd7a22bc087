using System.Net;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Makes remedies; what each interrupts is counted from the target's own listing.</summary>
internal static class Remedies
{
    public static Remedy Wait(TunnelEnd at, Helps helps, string why) =>
        new(RemedyKind.Wait, at.Gateway, Peer: null, "Nothing.", helps, why);

    public static Remedy AskPeer(TunnelEnd ours, Helps helps, string why) =>
        new(
            RemedyKind.AskPeer,
            ours.Gateway,
            PeerOf(ours),
            "Nothing here; what the other side does, it decides.",
            helps,
            why
        );

    public static Remedy ClearInactive(TunnelEnd at, Helps helps, string why) =>
        new(
            RemedyKind.ClearInactive,
            at.Gateway,
            Peer: null,
            "No traffic: an inactive SA carries none. It takes the inactive SAs of all peers of the box.",
            helps,
            why
        );

    public static Remedy ClearPeer(TunnelEnd at, Helps helps, string why) =>
        new(RemedyKind.ClearPeer, at.Gateway, PeerOf(at), Interruption.Of(at), helps, why);

    /// <param name="at">Where it is cleared.</param>
    /// <param name="spi">The outbound SPI.</param>
    public static Remedy ClearEntry(TunnelEnd at, Spi spi, Helps helps, string why) =>
        new(RemedyKind.ClearEntry, at.Gateway, PeerOf(at), Interruption.OfEntry(at, spi), helps, why, spi);

    /// <summary>With the IKE version decides whether it helps: only in IKEv2 the other end has to remove the child SAs too (RFC 7296, 1.4.1).</summary>
    public static Remedy? ClearIke(TunnelEnd at, string otherEnd) =>
        IkeView.Only(at.Latest) is not { } sa
            ? null
            : new(
                RemedyKind.ClearIke,
                at.Gateway,
                PeerOf(at),
                Interruption.OfIke(at, sa),
                sa.Version == 2 ? Helps.Yes : Helps.Maybe,
                sa.Version == 2
                    ? $"In IKEv2 {otherEnd} has to remove every child SA of a deleted IKE SA, also one that {at.Gateway} does not know any more."
                    : $"In IKEv1 {otherEnd} is told, and need not obey: it may keep its SAs.",
                IkeVersion: sa.Version
            );

    /// <summary>Both ends are ours: <paramref name="first"/> is cleared, and <paramref name="then"/> only if that does not help.</summary>
    public static Remedy BothEnds(TunnelEnd first, TunnelEnd then, Helps helps, string why) =>
        new(RemedyKind.BothEnds, first.Gateway, PeerOf(first), Interruption.OfBothEnds(first, then), helps, why);

    private static IPAddress? PeerOf(TunnelEnd end) => end.Latest.PeerName is null ? end.Latest.Peer : null;
}
