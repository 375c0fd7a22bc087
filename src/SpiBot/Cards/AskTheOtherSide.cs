using System.Net;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cards;

/// <summary>
/// A text to send to whoever runs the other end, where it is not ours: what we see, our SPIs, and the one command to run
/// on their platform (where the inventory does not say which that is: one for each). English, times in UTC, nothing about our other tunnels.
/// </summary>
public static class AskTheOtherSide
{
    private const int MostDropped = 3;

    /// <returns>The lines of the text; empty when the other end is ours and was read.</returns>
    public static IReadOnlyList<string> Lines(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        if (evidence.Theirs is not null)
        {
            return [];
        }

        var ours = evidence.Ours.Latest;
        var our = ours
            .Tunnels.Select(sa => sa.Local)
            .Concat(ours.IkeWithPeer.Select(sa => sa.Local?.Split('/')[0]))
            .Select(local => IPAddress.TryParse(local, out var address) ? address : null)
            .FirstOrDefault(local => local is not null);
        var asYourPeer = our is null ? "" : $" (we are its peer {our})";
        return
        [
            $"Our VPN gateway has trouble with the tunnel to your {ours.Peer}. This is what we see at {ours.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (all times here are UTC):",
            Drops(diagnosis.OurDrops),
            .. PeersDrops.Of(evidence.Ours).Take(MostDropped).Select(dropped => Dropped(dropped, ours)),
            .. ours.Tunnels.Count == 0 ? ["- we have no IPsec SA with you"] : ours.Tunnels.Select(Pair),
            ours.Tunnels.Count == 0
                ? "Does your end have an SA with us, and what does its log say of the negotiation? Please also send the IKE and IPsec proposals and the PFS group that you have set for this tunnel."
                : "Your outbound SPI should be one of our inbound ones, and your inbound SPI our outbound one.",
            .. Request(evidence.TheirPlatform, our, asYourPeer),
            "Please send all that it prints, but leave out session keys and passwords, if your platform prints any (FortiGate: key=, Linux: enc, auth).",
        ];
    }

    /// <summary>Commands that are the same on several platforms stand once.</summary>
    private static IEnumerable<string> Request(string? platform, IPAddress? our, string asYourPeer) =>
        PlatformCommands.All.FirstOrDefault(known => known.Id == platform) is { } theirs
            ? [$"Could you run this on your {theirs.Name}{asYourPeer}?", theirs.ForPeer(our)]
            :
            [
                $"Could you run the one of your platform{asYourPeer}?",
                .. PlatformCommands
                    .All.GroupBy(known => known.ForPeer(our))
                    .Select(same => $"- {string.Join(", ", same.Select(known => known.Name))}: {same.Key}"),
            ];

    private static string Dropped(PeersDrop dropped, TunnelReading ours) =>
        $"- we drop packets that you send with SPI {dropped.Spi}"
        + (
            dropped.AcceptedUntil is { } until
                ? $": that SA was ours {until.UntilInWords(ours.TakenAt)}"
                : ", which is none of ours"
        );

    private static string Drops(DropRate drops) =>
        drops.PerSecond is { } rate
            ? $"- we drop {Times.Rate(rate)} ESP packets with an SPI that we do not know (of all our peers)"
            : "- how fast we drop packets with an unknown SPI was not measured";

    private static string Pair(ChildSa sa) =>
        $"- {sa.LocalSelector?.ToString() ?? "any"} (ours) to {sa.RemoteSelector?.ToString() ?? "any"} (yours): "
        + $"we accept SPI {(sa.Accepting.Count == 0 ? "none" : string.Join(", ", sa.Accepting))}, "
        + $"we send with {sa.Sending?.ToString() ?? "none"}";
}
