using System.Net;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Makes remedies; what each interrupts is counted from the target's own listing.</summary>
internal static class Remedies
{
    /// <summary>New SAs alone prove nothing: an ordinary rekey brings them too.</summary>
    private const string PacketsPass =
        "It helped if there are new SPIs, decaps rise, and drops for an invalid SPI stop.";

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
            why,
            Afterwards: $"It helped if {at.Gateway} counts no inactive SA. Those that stay are of the kind that only a reload removes (CSCwc48375)."
        );

    public static Remedy ClearPeer(TunnelEnd at, Helps helps, string why) =>
        Clear(RemedyKind.ClearPeer, at, Interruption.Of(at), helps, why);

    /// <param name="at">Where it is cleared.</param>
    /// <param name="spi">The outbound SPI.</param>
    public static Remedy ClearEntry(TunnelEnd at, Spi spi, Helps helps, string why) =>
        Clear(RemedyKind.ClearEntry, at, Interruption.OfEntry(at, spi), helps, why) with
        {
            Spi = spi,
        };

    /// <returns>Null where none can be named.</returns>
    public static Remedy? ClearIke(TunnelEnd at, string otherEnd)
    {
        if (at.Latest.OnlyIkeWithPeer is not { } sa)
        {
            return null;
        }

        var (helps, why) = IkeDeletion.Of(sa.Version, at.Gateway, otherEnd);
        return ClearIke(at, sa, helps, why);
    }

    public static Remedy ClearIke(TunnelEnd at, IkeSa sa, Helps helps, string why) =>
        Clear(RemedyKind.ClearIke, at, Interruption.OfIke(at, sa), helps, why) with
        {
            IkeVersion = sa.Version,
        };

    /// <summary>Both ends are ours: <paramref name="first"/> is cleared, and <paramref name="then"/> only if that does not help.</summary>
    public static Remedy BothEnds(TunnelEnd first, TunnelEnd then, Helps helps, string why) =>
        Clear(RemedyKind.BothEnds, first, Interruption.OfBothEnds(first, then), helps, why);

    private static Remedy Clear(RemedyKind kind, TunnelEnd at, string interrupts, Helps helps, string why) =>
        new(kind, at.Gateway, PeerOf(at), interrupts, helps, why, Afterwards: PacketsPass);

    private static IPAddress? PeerOf(TunnelEnd end) => end.Latest.PeerName is null ? end.Latest.Peer : null;
}
