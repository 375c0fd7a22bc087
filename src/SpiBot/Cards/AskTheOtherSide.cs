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

    /// <summary>More nobody compares by hand, and a card has a size limit.</summary>
    private const int MostPairs = 12;

    /// <returns>The lines of the text; empty when the other end is ours and was read, or is no peer of ours.</returns>
    public static IReadOnlyList<string> Lines(TunnelDiagnosis diagnosis, TunnelEvidence evidence)
    {
        if (evidence.Theirs is not null || diagnosis.First.Cause == "no-such-peer")
        {
            return [];
        }

        var ours = evidence.Ours.Latest;
        return diagnosis.First.Cause == "wrong-headend" && Misrouted.In(evidence) is { } misrouted
            ? [.. OfMisrouted(diagnosis, evidence, misrouted)]
            : [.. OfThisTunnel(diagnosis, evidence, ours)];
    }

    private static IEnumerable<string> OfThisTunnel(
        TunnelDiagnosis diagnosis,
        TunnelEvidence evidence,
        TunnelReading ours
    )
    {
        var our = AddressOf(ours);
        var lead =
            diagnosis.Severity == Severity.Good
                ? $"From our end the tunnel to your {ours.Peer} is in order; we should like to know whether it is from yours."
                : $"Our VPN gateway has trouble with the tunnel to your {ours.Peer}.";
        yield return $"{lead} {Seen(ours)}";
        yield return Drops(diagnosis.OurDrops);
        foreach (var dropped in PeersDrops.Of(evidence.Ours).Take(MostDropped))
        {
            yield return Dropped(dropped, ours);
        }

        foreach (var pair in ours.Tunnels.Take(MostPairs))
        {
            yield return Pair(pair);
        }

        if (ours.Tunnels.Count > MostPairs)
        {
            yield return $"- and {ours.Tunnels.Count - MostPairs} more pairs of networks, which are left out here";
        }

        if (ours.Tunnels.Count == 0)
        {
            yield return "- we have no IPsec SA with you";
        }

        yield return ours.Tunnels.Count == 0
            ? "Does your end have an SA with us, and what does its log say of the negotiation? Please also send the IKE and IPsec proposals and the PFS group that you have set for this tunnel."
            : "Your outbound SPI should be one of our inbound ones, and your inbound SPI our outbound one.";
        foreach (var line in Request(evidence.TheirPlatform, our))
        {
            yield return line;
        }
    }

    /// <summary>Nothing is wrong with the SAs, so nobody is asked to compare them: the packets go to the wrong address.</summary>
    private static IEnumerable<string> OfMisrouted(
        TunnelDiagnosis diagnosis,
        TunnelEvidence evidence,
        Misrouted misrouted
    )
    {
        var (dropper, holder) = (misrouted.Dropper.Latest, misrouted.Holder.Latest);
        var to = AddressOf(holder);
        yield return $"Your {dropper.Peer} sends packets of one tunnel to the wrong gateway of ours. {Seen(evidence.Ours.Latest)}";
        yield return $"- what you send with SPI {misrouted.Spi} comes to {Named(AddressOf(dropper), "one of our gateways")}, which has no such SA with you and drops it";
        yield return $"- that SPI is of the SA that you have with {Named(to, "another gateway of ours")}, and it is in use there";
        if (ReferenceEquals(misrouted.Dropper, evidence.Ours))
        {
            yield return Drops(diagnosis.OurDrops);
        }

        yield return $"So the SAs are right and the packets go to the wrong address. Please look at the address that this tunnel sends to (or the name, and what your DNS says of it), at your routes{(to is null ? "" : $" to {to}")}, and at NAT or load sharing between.";
        foreach (var line in Request(evidence.TheirPlatform, to))
        {
            yield return line;
        }
    }

    private static string Named(IPAddress? address, string otherwise) => address?.ToString() ?? otherwise;

    private static string Seen(TunnelReading ours) =>
        $"This is what we see at {ours.TakenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC (all times here are UTC):";

    /// <summary>By which the peer knows the gateway, where its listings say it.</summary>
    private static IPAddress? AddressOf(TunnelReading ours) =>
        ours
            .Tunnels.Select(sa => sa.Local)
            .Concat(ours.IkeWithPeer.Select(sa => sa.Local?.Split('/')[0]))
            .Select(local => IPAddress.TryParse(local, out var address) ? address : null)
            .FirstOrDefault(local => local is not null);

    /// <summary>Commands that are the same on several platforms stand once.</summary>
    private static IEnumerable<string> Request(string? platform, IPAddress? our)
    {
        var asYourPeer = our is null ? "" : $" (we are its peer {our})";
        return
        [
            .. Commands(platform, our, asYourPeer),
            "Please send all that it prints, but leave out session keys and passwords, if your platform prints any (FortiGate: key=, Linux: enc, auth).",
        ];
    }

    private static IEnumerable<string> Commands(string? platform, IPAddress? our, string asYourPeer) =>
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
