using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>The IKE tables (facts 1.3), trailing blanks and all: that of IKEv2 is narrow up to 9.0.</summary>
public static class ShowIkeSa
{
    public static IEnumerable<string> Version1(FirewallState state, DateTimeOffset now, bool detail)
    {
        var sas = Sas(state, 1).ToList();
        if (sas.Count == 0)
        {
            yield return "";
            yield return "There are no IKEv1 SAs";
            yield break;
        }

        yield return "";
        yield return "IKEv1 SAs:";
        yield return "";
        yield return $"   Active SA: {sas.Count}";
        yield return "    Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)";
        yield return $"Total IKE SA: {sas.Count}";
        yield return "";
        foreach (var (index, (peer, sa)) in sas.Index())
        {
            yield return $"{index + 1, -3} IKE Peer: {state.Box.Shown(peer.Address)}";
            yield return $"    Type    : L2L             Role    : {Role(state, sa)} ";
            yield return "    Rekey   : no              State   : MM_ACTIVE ";
            if (detail)
            {
                yield return "    Encrypt : aes-256         Hash    : SHA       ";
                yield return $"    Auth    : preshared       Lifetime: {IkeSa.LifetimeSeconds}";
                yield return $"    Lifetime Remaining: {IkeSa.LifetimeSeconds - sa.ActiveSeconds(now)}";
            }
        }
    }

    public static IEnumerable<string> Version2(FirewallState state, DateTimeOffset now)
    {
        var sas = Sas(state, 2).ToList();
        if (sas.Count == 0)
        {
            return ["", "There are no IKEv2 SAs"];
        }

        return ["", "IKEv2 SAs:", .. sas.SelectMany(s => Session(state, s.Peer, s.Sa, now))];
    }

    private static IEnumerable<string> Session(FirewallState state, VpnPeer peer, IkeSa sa, DateTimeOffset now)
    {
        var children = peer
            .Selectors.SelectMany(s => s.Pairs.Where(p => p.Ike == sa && !p.IsRekeyed).Select(p => (End: s, Pair: p)))
            .ToList();
        var local = $"{state.Box.Shown(peer.LocalAddress)}/{peer.EndpointPort}";
        var remote = $"{state.Box.Shown(peer.Address)}/{peer.EndpointPort}";
        yield return "";
        yield return $"Session-id:{sa.SessionId}, Status:UP-ACTIVE, IKE count:1, CHILD count:{children.Count}";
        yield return "";
        if (state.Box.Release.HasWideIkev2Table)
        {
            yield return $"Tunnel-id {"Local", -51} {"Remote", -55} Status         Role";
            yield return $"{sa.TunnelId, 9} {local, -51} {remote, -51}{"READY", 11}{Role(state, sa).ToUpperInvariant(), 13}";
        }
        else
        {
            yield return "Tunnel-id                 Local                Remote     Status         Role";
            yield return $"{sa.TunnelId, 9} {local, 21} {remote, 21}      READY    {Role(state, sa).ToUpperInvariant()}";
        }

        yield return "      Encr: AES-CBC, keysize: 256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK";
        yield return $"      Life/Active Time: {IkeSa.LifetimeSeconds}/{sa.ActiveSeconds(now)} sec";
        foreach (var (end, pair) in children)
        {
            yield return $"Child sa: local selector  {end.Local.WithPorts(end.LocalPorts)}";
            yield return $"          remote selector {end.Remote.WithPorts(end.RemotePorts)}";
            yield return $"          ESP spi in/out: 0x{pair.InboundSpi:x}/0x{pair.OutboundSpi:x}  ";
        }
    }

    private static string Role(FirewallState state, IkeSa sa) => sa.Initiator == state.Box ? "initiator" : "responder";

    private static IEnumerable<(VpnPeer Peer, IkeSa Sa)> Sas(FirewallState state, int version) =>
        state.Peers.SelectMany(p => p.IkeSas.Where(s => s.Version == version).Select(s => (p, s)));
}
