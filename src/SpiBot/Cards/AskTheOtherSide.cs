using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cards;

/// <summary>
/// A text to send to whoever runs the other end, where it is not ours: what we see, our SPIs, and the one command to run
/// on their platform. English, times in UTC, nothing about our other tunnels.
/// </summary>
public static class AskTheOtherSide
{
    /// <summary>Where the SPIs of a tunnel are shown, by platform. Vendors' documentation; see also docs/read.md.</summary>
    private static readonly (string Platform, Func<string, string> Command)[] Commands =
    [
        ("Cisco ASA or FTD", peer => $"show crypto ipsec sa peer {peer}"),
        ("Cisco IOS, IOS-XE", peer => $"show crypto ipsec sa peer {peer}"),
        ("FortiGate", _ => "diagnose vpn tunnel list (please remove the lines with key=)"),
        ("Palo Alto", _ => "show vpn ipsec-sa"),
        ("Juniper", _ => "show security ipsec security-associations"),
        ("strongSwan", _ => "swanctl --list-sas"),
    ];

    /// <returns>The lines of the text; empty when the other end is ours and was read.</returns>
    public static IReadOnlyList<string> Lines(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        if (evidence.Theirs is not null)
        {
            return [];
        }

        var ours = evidence.Ours.Latest;
        return
        [
            $"Our VPN gateway has trouble with the tunnel to your {ours.Peer}. This is what we see at {ours.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC:",
            Drops(diagnosis.OurDrops),
            .. ours.Tunnels.Count == 0 ? ["- we have no IPsec SA with you"] : ours.Tunnels.Select(Pair),
            "Your outbound SPI should be one of our inbound ones, and your inbound SPI our outbound one.",
            $"Could you run the command for your platform and send us what it prints ({LocalAddress(ours)} is our address)?",
            .. Commands.Select(c => $"- {c.Platform}: {c.Command(LocalAddress(ours))}"),
        ];
    }

    private static string Drops(DropRate drops) =>
        drops.PerSecond is { } rate
            ? $"- we drop {Times.Rate(rate)} ESP packets with an SPI that we do not know (of all our peers)"
            : "- how fast we drop packets with an unknown SPI was not measured";

    private static string Pair(ChildSa sa) =>
        $"- {sa.LocalSelector?.ToString() ?? "any"} (ours) to {sa.RemoteSelector?.ToString() ?? "any"} (yours): "
        + $"we accept SPI {(sa.Accepting.Count == 0 ? "none" : string.Join(", ", sa.Accepting))}, "
        + $"we send with {sa.Sending?.ToString() ?? "none"}";

    private static string LocalAddress(TunnelReading ours) =>
        ours.Tunnels.Select(sa => sa.Local).FirstOrDefault(local => local is not null) ?? "our VPN address";
}
