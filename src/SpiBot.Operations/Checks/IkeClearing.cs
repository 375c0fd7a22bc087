using System.Net;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Checks;

/// <summary>What is said of clearing an IKE SA, and which one it would be.</summary>
internal static class IkeClearing
{
    /// <returns>The one IKE SA with the peer, or why none can be named.</returns>
    public static (IkeSa? Sa, string? Refusal) Only(TunnelReading seen)
    {
        if (!seen.Ikev1.WasRead && !seen.Ikev2.WasRead)
        {
            return (null, $"The IKE SAs of {seen.Gateway} could not be read ({seen.Ikev2.NotRead}).");
        }

        var sas = new[] { seen.Ikev1, seen.Ikev2 }.SelectMany(listing => listing.Value?.Sas ?? []).ToList();
        var withPeer = sas.Where(sa => IPAddress.TryParse(sa.Peer, out var at) && at.Equals(seen.Peer)).ToList();
        return withPeer.Select(sa => sa.Version).Distinct().Count() switch
        {
            0 => (null, $"{seen.Gateway} shows no IKE SA with {seen.Peer}: there is nothing to clear."),
            1 => (withPeer.Find(sa => sa.Up) ?? withPeer[0], null),
            _ => (
                null,
                $"{seen.Gateway} has an IKEv1 and an IKEv2 SA with {seen.Peer}: SpiBot does not choose between them. Look at both by hand."
            ),
        };
    }

    public static string Interrupts(TunnelReading seen, IkeSa sa) =>
        Interruption.OfIke(new TunnelEnd(Earlier: null, seen), sa);

    /// <summary>RFC 7296, 1.4.1, and RFC 2408.</summary>
    public static string Helps(IkeSa sa) =>
        sa.Version == 2
            ? "In IKEv2 the other end removes every child SA of a deleted IKE SA, also one that this end does not know any more."
            : "In IKEv1 the other end is told, and need not obey: it may keep its SAs.";
}
