using System.Diagnostics.CodeAnalysis;
using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>What every rule looks at, worked out once from the evidence: the ends compared now and before, drops, traffic, IKE.</summary>
public sealed class Examination
{
    // Worked out when the first rule asks: a healthy tunnel needs none of them, and a box may list thousands of SAs.
    private readonly Lazy<HashSet<(string Sender, Spi? Sends)>> brokenBefore;
    private readonly Lazy<bool> somethingIsLost;
    private readonly LooksBySelector ourLooks;
    private readonly LooksBySelector? theirLooks;
    private readonly Dictionary<SelectorComparison, (Traffic Ours, Traffic Theirs)> traffic = new(
        ReferenceEqualityComparer.Instance
    );

    public Examination(TunnelEvidence evidence)
    {
        Evidence = evidence;
        Comparison = TunnelComparison.Of(evidence.Ours, evidence.Theirs, evidence.TheirsMissing);
        OurDrops = DropRate.Between(evidence.Ours.Earlier?.Box, evidence.Ours.Latest.Box);
        TheirDrops = evidence.Theirs is { } theirs ? DropRate.Between(theirs.Earlier?.Box, theirs.Latest.Box) : null;
        TwoLooks = LookedTwice(evidence.Ours) && (evidence.Theirs is null || LookedTwice(evidence.Theirs));
        SpisChanged = HaveSpisChanged(evidence.Ours);
        ourLooks = new LooksBySelector(evidence.Ours);
        theirLooks = evidence.Theirs is { } end ? new LooksBySelector(end) : null;
        OurPairs = PairLooks.Of(evidence.Ours, ourLooks);
        TheirPairs = theirLooks is null ? [] : PairLooks.Of(evidence.Theirs!, theirLooks);
        brokenBefore = new(BrokenBefore);
        somethingIsLost = new(IsSomethingLost);
        EndsAgree =
            Comparison.Count > 0
            && Comparison.All(row => row.Verdict is SelectorVerdict.Match or SelectorVerdict.RekeyOverlap);
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

    /// <summary>The other end's SAs are known.</summary>
    [MemberNotNullWhen(true, nameof(Theirs))]
    public bool BothEndsSeen => Ours.Latest.Sas.WasRead && Theirs is { Latest.Sas.WasRead: true };

    /// <summary>Every pair of selectors agrees, a rekey overlap included, and there is at least one.</summary>
    public bool EndsAgree { get; }

    /// <summary>The box that answered forwards nothing, so its counters and SAs say little.</summary>
    public bool OursIsStandby => IsStandby(Ours);

    /// <summary>Traffic of a row as our end counts it.</summary>
    public Traffic OurTraffic(SelectorComparison row) => TrafficOf(row).Ours;

    /// <summary>Traffic of a row as the other end counts it.</summary>
    public Traffic TheirTraffic(SelectorComparison row) => TrafficOf(row).Theirs;

    /// <summary>The sender sent with the same SPI at the earlier look too, and it was not accepted then either.</summary>
    public bool WasSoBefore(DirectionComparison direction) =>
        brokenBefore.Value.Contains((direction.Sender.ToUpperInvariant(), direction.Sends));

    /// <summary>The SPIs that our end accepts are other ones than at the earlier look: a rekey, or a clear, went on between.</summary>
    public bool SpisChanged { get; }

    /// <summary>The ends that were seen and forward packets, ours first.</summary>
    internal IEnumerable<TunnelEnd> Ends => new[] { Ours, Theirs }.OfType<TunnelEnd>().Where(end => !IsStandby(end));

    /// <summary>The child SAs of one of the two ends, with what they were before.</summary>
    internal IReadOnlyList<PairLooks> PairsAt(TunnelEnd end) => ReferenceEquals(end, Ours) ? OurPairs : TheirPairs;

    internal DropRate InvalidSpisAt(TunnelEnd end) => ReferenceEquals(end, Ours) ? OurDrops : TheirDrops!;

    /// <summary>An end sends on a pair of networks and nothing comes back; or, with both ends read, half of what one sent did not arrive at the other.</summary>
    internal bool SomethingIsLost => somethingIsLost.Value;

    /// <summary>With both ends read: half of what one sent did not arrive at the other, whatever the reason.</summary>
    internal bool IsLostBetween =>
        BothEndsSeen
        && !OursIsStandby
        && !IsStandby(Theirs)
        && Comparison.Any(row =>
        {
            var (ours, theirs) = TrafficOf(row);
            return IsMostlyLost(theirs, ours) || IsMostlyLost(ours, theirs);
        });

    /// <summary>The other end was not read, and from ours all is well: packets arrive, and on no pair of networks are they only sent.</summary>
    internal bool SeemsWellFromHere =>
        !BothEndsSeen
        && Ours.Latest.Sas.WasRead
        && Comparison.Any(row => TrafficOf(row).Ours.Arrived > 0)
        && !Comparison.Any(row => TrafficOf(row).Ours.OneWay);

    /// <summary>A rekey was seen at these looks: other SPIs, or those from before still there.</summary>
    internal bool WasRekeyed =>
        SpisChanged
        || Comparison.Any(row => row.Verdict == SelectorVerdict.RekeyOverlap)
        || (!BothEndsSeen && Ours.Latest.Tunnels.Any(t => t.Inbound.Any(sa => sa.Rekeyed)));

    /// <summary>For a row, our end lists an SA that is accepted, not replaced, and has time and kilobytes left.</summary>
    internal bool ListsHealthyInbound(SelectorComparison row) =>
        ourLooks
            .Now(row.LocalSelector, row.RemoteSelector)
            .SelectMany(t => t.Inbound)
            .Any(sa => sa is { Rekeyed: false, RemainingSeconds: null or > 0 } && sa.RemainingKilobytes != 0);

    public static bool IsStandby(TunnelEnd end) =>
        end.Latest.Box.Failover.Value?.Role is FailoverRole.Standby or FailoverRole.Failed;

    private static bool LookedTwice(TunnelEnd end) =>
        end.Earlier is { } earlier && earlier.TakenAt < end.Latest.TakenAt;

    private IReadOnlyList<PairLooks> OurPairs { get; }

    private IReadOnlyList<PairLooks> TheirPairs { get; }

    private (Traffic Ours, Traffic Theirs) TrafficOf(SelectorComparison row)
    {
        if (!traffic.TryGetValue(row, out var found))
        {
            found = (
                ourLooks.Traffic(row.LocalSelector, row.RemoteSelector),
                theirLooks?.Traffic(row.RemoteSelector, row.LocalSelector) ?? Traffic.Unknown
            );
            traffic.Add(row, found);
        }

        return found;
    }

    private HashSet<(string Sender, Spi? Sends)> BrokenBefore() =>
        TwoLooks
            ?
            [
                .. TunnelComparison
                    .Of(Ours.Earlier!, Theirs?.Earlier, Evidence.TheirsMissing)
                    .SelectMany(row => new[] { row.Outgoing, row.Incoming })
                    .Where(then => then.Verdict == DirectionVerdict.NoMatch)
                    .Select(then => (then.Sender.ToUpperInvariant(), then.Sends)),
            ]
            : [];

    private bool IsSomethingLost() =>
        Comparison.Any(row =>
        {
            var (ours, theirs) = TrafficOf(row);
            return ours.OneWay || theirs.OneWay || IsMostlyLost(theirs, ours) || IsMostlyLost(ours, theirs);
        });

    // The ends are not read in the same instant, so a few packets are always between.
    private static bool IsMostlyLost(Traffic from, Traffic to) =>
        from.Sent is { } sent && to.Arrived is { } arrived && sent > 20 && arrived < sent / 2;

    private static bool HaveSpisChanged(TunnelEnd ours) =>
        ours.Earlier is { Sas.WasRead: true } earlier
        && ours.Latest.Sas.WasRead
        // Most listings come in the same order again.
        && !(Spis(earlier).SequenceEqual(Spis(ours.Latest)) || Spis(earlier).ToHashSet().SetEquals(Spis(ours.Latest)));

    private static IEnumerable<Spi> Spis(TunnelReading reading)
    {
        foreach (var tunnel in reading.Tunnels)
        {
            foreach (var sa in tunnel.Inbound)
            {
                yield return sa.Spi;
            }

            if (tunnel.Sending is { } sending)
            {
                yield return sending;
            }
        }
    }
}
