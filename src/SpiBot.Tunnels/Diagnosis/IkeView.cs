using System.Net;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>Whether one end has an IKE SA with the peer. <see cref="Up"/> is null when that was not read, or its table was cut; <see cref="Words"/> name the state for people.</summary>
internal sealed record IkeView(bool? Up, string Words)
{
    public static IkeView Of(TunnelReading reading)
    {
        var sas = new[] { reading.Ikev1, reading.Ikev2 }.SelectMany(a => a.Value?.Sas ?? []).ToList();
        var withPeer = reading.IkeWithPeer;
        if (withPeer.Count > 0)
        {
            var states = withPeer.Select(sa => $"IKEv{sa.Version} {sa.State}").Distinct();
            return new IkeView(withPeer.Any(sa => sa.Up), string.Join(", ", states));
        }

        if (!reading.Ikev1.WasRead || !reading.Ikev2.WasRead)
        {
            return new IkeView(Up: null, "IKE not read");
        }

        if (!reading.Ikev1.Value.Complete || !reading.Ikev2.Value.Complete)
        {
            return new IkeView(Up: null, "IKE read in part");
        }

        // Where the box prints names, an SA with a name may be this peer's.
        return !reading.Names.WasRead && sas.Exists(sa => !IPAddress.TryParse(sa.Peer, out _))
            ? new IkeView(Up: null, "IKE SAs only under names")
            : new IkeView(Up: false, "no IKE SA");
    }
}
