using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show vpn-sessiondb detail l2l</c> (facts 1.4): one session per peer with an IKE SA, two fields in a line.</summary>
public static class ShowVpnSessions
{
    private const int BytesPerPacket = 420;

    public static IEnumerable<string> Print(CommandContext context, IEnumerable<VpnPeer> peers)
    {
        var sessions = peers.Where(p => p.IkeSas.Count > 0).ToList();
        return sessions.Count == 0
            ? ["INFO: There are presently no active sessions of the type specified", ""]
            :
            [
                "",
                "Session Type: LAN-to-LAN Detailed",
                "",
                .. sessions.SelectMany(p => Session(context.Box, p, context.Now)),
            ];
    }

    private static IEnumerable<string> Session(Firewall box, VpnPeer peer, DateTimeOffset now)
    {
        var counted = box.Release.CountsAlgorithms ? "(1)" : "";
        var ike = peer.IkeSas[^1];
        var age = now - ike.EstablishedAt;
        var (sent, received) = (peer.Selectors.Sum(s => s.Encaps), peer.Selectors.Sum(s => s.Decaps));
        yield return $"Connection   : {peer.Address}";
        yield return Two($"Index        : {ike.SessionId}", $"IP Addr      : {box.Shown(peer.Address)}");
        var ipsec = peer.BehindNat ? "IPsecOverNatT" : "IPsec";
        yield return $"Protocol     : IKEv{ike.Version} {ipsec}";
        yield return $"Encryption   : IKEv{ike.Version}: {counted}AES256  {ipsec}: {counted}AES256";
        yield return Two($"Bytes Tx     : {sent * BytesPerPacket}", $"Bytes Rx     : {received * BytesPerPacket}");
        yield return $"Login Time   : {ike.EstablishedAt.UtcDateTime:HH:mm:ss 'UTC' ddd MMM d yyyy}";
        yield return $"Duration     : {(age.Days > 0 ? $"{age.Days}d " : "")}{age.Hours}h:{age.Minutes:00}m:{age.Seconds:00}s";
        yield return "";
        yield return $"IKEv{ike.Version} Tunnels: 1";
        yield return $"{ipsec} Tunnels: {peer.Selectors.Count(s => s.Sending is not null)}";
        yield return "";
        yield return $"IKEv{ike.Version}:";
        yield return $"  Tunnel ID    : {ike.SessionId}.1";
        yield return Two($"  UDP Src Port : {peer.EndpointPort}", $"UDP Dst Port : {peer.EndpointPort}");
        yield return Two(
            $"  Rekey Int (T): {IkeSa.LifetimeSeconds} Seconds",
            $"Rekey Left(T): {IkeSa.LifetimeSeconds - ike.ActiveSeconds(now)} Seconds"
        );
        yield return "";
        foreach (var (index, end) in peer.Selectors.Where(s => s.Sending is not null).Index())
        {
            yield return $"{ipsec}:";
            yield return $"  Tunnel ID    : {ike.SessionId}.{index + 2}";
            yield return $"  Local Addr   : {box.Shown(end.Local)}/{end.Protocol}/{end.LocalPorts?.First ?? 0}";
            yield return $"  Remote Addr  : {box.Shown(end.Remote)}/{end.Protocol}/{end.RemotePorts?.First ?? 0}";
            yield return Two("  Encryption   : AES256", "Hashing      : SHA1                   ");
            yield return "  Encapsulation: Tunnel                 ";
            yield return Two(
                $"  Rekey Int (T): {(int)end.Sending!.Lifetime.TotalSeconds} Seconds",
                $"Rekey Left(T): {end.Sending!.SecondsLeft(now)} Seconds          "
            );
            if (end.Sending!.KilobytesLeft is { } kilobytes)
            {
                yield return Two("  Rekey Int (D): 4608000 K-Bytes", $"Rekey Left(D): {kilobytes} K-Bytes        ");
            }

            yield return Two("  Idle Time Out: 30 Minutes", "Idle TO Left : 29 Minutes             ");
            yield return Two(
                $"  Bytes Tx     : {end.Encaps * BytesPerPacket}",
                $"Bytes Rx     : {end.Decaps * BytesPerPacket}"
            );
            yield return Two($"  Pkts Tx      : {end.Encaps}", $"Pkts Rx      : {end.Decaps}");
            if (box.Release.CountsAlgorithms)
            {
                yield return "  ";
            }
        }
    }

    private static string Two(string left, string right) => left.PadRight(40) + right;
}
