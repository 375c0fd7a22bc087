using System.Diagnostics.CodeAnalysis;
using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>What every rule looks at, worked out once from the evidence: the ends compared now and before, drops, traffic, IKE.</summary>
public sealed class Examination
{
    private readonly IReadOnlyList<SelectorComparison> before;

    public Examination(TunnelEvidence evidence)
    {
        Evidence = evidence;
        Comparison = TunnelComparison.Of(evidence.Ours, evidence.Theirs, evidence.TheirsMissing);
        OurDrops = DropRate.Between(evidence.Ours.Earlier?.Box, evidence.Ours.Latest.Box);
        TheirDrops = evidence.Theirs is { } theirs ? DropRate.Between(theirs.Earlier?.Box, theirs.Latest.Box) : null;
        TwoLooks = LookedTwice(evidence.Ours) && (evidence.Theirs is null || LookedTwice(evidence.Theirs));
        before = TwoLooks
            ? TunnelComparison.Of(evidence.Ours.Earlier!, evidence.Theirs?.Earlier, evidence.TheirsMissing)
            : [];
        Missing = WhatIsMissing.Of(evidence, TwoLooks);
    }

    public TunnelEvidence Evidence { get; }

    public TunnelEnd Ours => Evidence.Ours;

    public TunnelEnd? Theirs => Evidence.Theirs;

    public string OurName => Ours.Gateway;

    /// <summary>The other gateway's name, or the peer's address where it is not ours.</summary>
    public string TheirName => Theirs?.Gateway ?? Ours.Latest.PeerInWords;

    public IReadOnlyList<SelectorComparison> Comparison { get; }

    public DropRate OurDrops { get; }

    public DropRate? TheirDrops { get; }

    /// <summary>Every end that could be read was read twice, in the order of time.</summary>
    public bool TwoLooks { get; }

    /// <summary>What was not read or not seen, each a sentence for the card that says how to get it where that is known.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The other end's SAs are known.</summary>
    [MemberNotNullWhen(true, nameof(Theirs))]
    public bool BothEndsSeen => Ours.Latest.Sas.WasRead && Theirs is { Latest.Sas.WasRead: true };

    /// <summary>Every pair of selectors agrees, a rekey overlap included, and there is at least one.</summary>
    public bool EndsAgree =>
        Comparison.Count > 0
        && Comparison.All(row => row.Verdict is SelectorVerdict.Match or SelectorVerdict.RekeyOverlap);

    /// <summary>The box that answered forwards nothing, so its counters and SAs say little.</summary>
    public bool OursIsStandby => IsStandby(Ours);

    /// <summary>Traffic of a row as our end counts it.</summary>
    public Traffic OurTraffic(SelectorComparison row) => TrafficAt(Ours, row.LocalSelector, row.RemoteSelector);

    /// <summary>Traffic of a row as the other end counts it.</summary>
    public Traffic TheirTraffic(SelectorComparison row) =>
        Theirs is null ? Traffic.Unknown : TrafficAt(Theirs, row.RemoteSelector, row.LocalSelector);

    /// <summary>The sender sent with the same SPI at the earlier look too, and it was not accepted then either.</summary>
    public bool WasSoBefore(DirectionComparison direction) =>
        before
            .SelectMany(row => new[] { row.Outgoing, row.Incoming })
            .Any(then =>
                then.Verdict == DirectionVerdict.NoMatch
                && then.Sends == direction.Sends
                && string.Equals(then.Sender, direction.Sender, StringComparison.OrdinalIgnoreCase)
            );

    /// <summary>The SPIs that our end accepts are other ones than at the earlier look: a rekey, or a clear, went on between.</summary>
    public bool SpisChanged =>
        Ours.Earlier is { Sas.WasRead: true } earlier
        && Ours.Latest.Sas.WasRead
        && !Spis(earlier).SetEquals(Spis(Ours.Latest));

    public static bool IsStandby(TunnelEnd end) =>
        end.Latest.Box.Failover.Value?.Role is FailoverRole.Standby or FailoverRole.Failed;

    private static bool LookedTwice(TunnelEnd end) =>
        end.Earlier is { } earlier && earlier.TakenAt < end.Latest.TakenAt;

    private static Traffic TrafficAt(TunnelEnd end, Selector? local, Selector? remote) =>
        Traffic.Between(end.Earlier, end.Latest, local, remote);

    private static HashSet<Spi> Spis(TunnelReading reading) =>
        [.. reading.Tunnels.SelectMany(t => t.Accepting), .. reading.Tunnels.Select(t => t.Sending).OfType<Spi>()];
}
