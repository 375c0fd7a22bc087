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

    private static IPAddress? PeerOf(TunnelEnd end) => end.Latest.PeerName is null ? end.Latest.Peer : null;
}
