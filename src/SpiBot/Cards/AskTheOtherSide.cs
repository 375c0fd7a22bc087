using System.Net;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cards;

/// <summary>
/// A text to send to whoever runs the other end, where it is not ours: what we see, our SPIs, and the one command to run
/// on their platform. English, times in UTC, nothing about our other tunnels.
/// </summary>
public static class AskTheOtherSide
{
    /// <returns>The lines of the text; empty when the other end is ours and was read.</returns>
    public static IReadOnlyList<string> Lines(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        if (evidence.Theirs is not null)
        {
            return [];
        }

        var ours = evidence.Ours.Latest;
        var our = ours
            .Tunnels.Select(sa => IPAddress.TryParse(sa.Local, out var local) ? local : null)
            .FirstOrDefault(local => local is not null);
        return
        [
            $"Our VPN gateway has trouble with the tunnel to your {ours.Peer}. This is what we see at {ours.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC:",
            Drops(diagnosis.OurDrops),
            .. ours.Tunnels.Count == 0 ? ["- we have no IPsec SA with you"] : ours.Tunnels.Select(Pair),
            "Your outbound SPI should be one of our inbound ones, and your inbound SPI our outbound one.",
            $"Could you run the command for your platform and send us what it prints ({our?.ToString() ?? "as your peer you know us by our VPN address"}{(our is null ? "" : " is our address")})?",
            .. PlatformCommands.All.Select(platform => $"- {platform.Name}: {platform.ForPeer(our)}"),
            "Please leave out session keys and passwords, if your platform prints any (FortiGate: key=, Linux: enc, auth).",
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
}
