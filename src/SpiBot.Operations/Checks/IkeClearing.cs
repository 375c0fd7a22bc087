using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>What is said of clearing an IKE SA, and which one it would be.</summary>
internal static class IkeClearing
{
    /// <returns>The one IKE SA with the peer, or why none can be named.</returns>
    public static (IkeSa? Sa, string? Refusal) Only(TunnelReading seen) =>
        seen.OnlyIkeWithPeer is { } sa ? (sa, null)
        : !seen.Ikev1.WasRead && !seen.Ikev2.WasRead
            ? (null, $"The IKE SAs of {seen.Gateway} could not be read ({seen.Ikev2.NotRead}).")
        : seen.IkeWithPeer.Count == 0
            ? (null, $"{seen.Gateway} shows no IKE SA with {seen.Peer}: there is nothing to clear.")
        : (
            null,
            $"{seen.Gateway} has an IKEv1 and an IKEv2 SA with {seen.Peer}: SpiBot does not choose between them. Look at both by hand."
        );

    public static string Interrupts(TunnelReading seen, IkeSa sa) =>
        Interruption.OfIke(new TunnelEnd(Earlier: null, seen), sa);

    public static string Helps(TunnelReading seen, IkeSa sa) =>
        IkeDeletion.Of(sa.Version, seen.Gateway, "the other end").Why;
}
