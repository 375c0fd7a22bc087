using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// One pair of networks of several is dead while the others of the same peer pass, and no SPI is at fault. What helps depends on
/// where its packets stay: with both ends read that can be seen.
/// </summary>
internal sealed class DeadSelector : ICause
{
    private const long Few = 5;

    public string Id => "dead-selector";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "One pair of networks of several is dead",
            What: "The tunnel works for some of its networks and not for one of them. Some peers (AWS, Azure, route-based gateways) keep only one pair of SAs and give up the others.",
            Shows: "On one pair packets are sent and none come back, while packets arrive on other pairs of the same peer, and its SPIs are not known to disagree. High when the other end was read and does not get them either, medium else; low where nothing ever arrived on that pair.",
            Against: "Traffic that goes one way by nature (logs, telemetry). Drops for an invalid SPI, which point to an old SA.",
            Helps: "Where the other end gets the packets and sends nothing back: looking behind it (routes, NAT rules, the hosts). Where it cannot be read: asking it. Where it was read and does not get them: perhaps a clear. For peers with one pair of SAs: one entry that covers all networks.",
            HelpsNot: "A clear where the other end gets the packets, for the tunnel does its part, or where nothing says that the SA is at fault. And a clear of the peer interrupts the healthy pairs too.",
            Source: "Cisco community 2267370; networkengineering.stackexchange.com 10245."
        );

    public Finding? Examine(Examination examination)
    {
        if (examination.OursIsStandby || examination.Comparison.Count < 2)
        {
            return null;
        }

        var silent = examination.Comparison.Where(row => IsDead(examination, row)).ToList();
        // An SA that is used up passes nothing either: that is another cause's, which says what helps.
        IReadOnlySet<SelectorPair> usedUp =
            silent.Count > 0 ? LifetimeExhausted.PairsIn(examination) : new HashSet<SelectorPair>();
        var dead = silent.FindAll(row => !usedUp.Contains(SelectorPair.Of(row.LocalSelector, row.RemoteSelector)));
        var passing = examination.Comparison.Except(silent).Count(row => examination.OurTraffic(row).Arrived > 0);
        if (passing == 0 || dead.Count == 0)
        {
            return null;
        }

        var row = dead.Find(r => !IsAnsweredByNobody(examination, r)) ?? dead[0];
        var theirs = examination.TheirTraffic(row);
        var arrivesThere = theirs.Arrived > 0;
        var before = Ever(examination, row);
        return new Finding(
            Id,
            theirs.Arrived == 0 ? Confidence.High
                : before == 0 && !arrivesThere ? Confidence.Low
                : Confidence.Medium,
            $"Of {examination.Comparison.Count} pairs of networks between {examination.OurName} and {examination.TheirName}, {Pairs(dead.Count)} dead: {Networks(row)}",
            Why(examination, row, passing, before),
            [
                .. Said.Packets(examination.Ours, row.LocalSelector, row.RemoteSelector),
                .. Said.Packets(examination.Theirs, row.RemoteSelector, row.LocalSelector),
                .. Said.Sends(examination.Ours, row.Outgoing.Sends),
                .. Said.Accepts(examination.Theirs, row.Theirs),
                .. Said.Sends(examination.Theirs, row.Incoming.Sends),
                .. Said.Accepts(examination.Ours, row.Ours),
            ],
            Against(examination, row),
            Ladder(examination, row)
        );
    }

    private static string Why(Examination examination, SelectorComparison row, int passing, long? before)
    {
        var (ours, theirs) = (examination.OurTraffic(row), examination.TheirTraffic(row));
        if (IsNotAnsweredHere(examination, row))
        {
            return $"On {Networks(row)} {examination.OurName} got {Said.Count(ours.Arrived ?? 0)} packets of {examination.TheirName} and sent nothing back, while packets arrived on {Said.OtherPairs(passing)}: the tunnel does its part, look behind {examination.OurName}.";
        }

        var seen =
            $"On {Networks(row)} {examination.OurName} sent {Said.Count(ours.Sent ?? 0)} packets and got none back, while packets arrived on {Said.OtherPairs(passing)}. ";
        return seen
            + theirs switch
            {
                { Arrived: 0 } =>
                    $"{examination.TheirName} counts none of them as arrived, though it accepts what {examination.OurName} sends with: they stay between the two.",
                { Arrived: > 0, Sent: 0 } =>
                    $"{examination.TheirName} got {Said.Count(theirs.Arrived.Value)} and sent nothing back: the tunnel does its part, look behind {examination.TheirName}.",
                { Arrived: > 0 } =>
                    $"{examination.TheirName} got them and sends {Said.Count(theirs.Sent ?? 0)}, which do not arrive at {examination.OurName}.",
                _ when before == 0 =>
                    $"Nothing ever arrived on it since its counters began, so it may never have worked, or its traffic goes one way by nature. Not sure, because {examination.TheirName} was not read.",
                _ => $"Not certain, because {examination.TheirName} was not read.",
            };
    }

    private static List<string> Against(Examination examination, SelectorComparison row)
    {
        List<string> against = ["Some traffic goes one way by nature, logs and telemetry for instance."];
        if (!Noise.IsFewOrNone(examination.OurDrops))
        {
            against.Add(
                $"{examination.OurName} drops {Said.Rate(examination.OurDrops)} for an invalid SPI: this pair's packets may be among them."
            );
        }

        if (row.Verdict == SelectorVerdict.CannotTell)
        {
            against.Add("Whether the SPIs of this pair agree was not seen.");
        }

        return against;
    }

    private static List<Remedy> Ladder(Examination examination, SelectorComparison row)
    {
        var (ours, theirs) = (examination.Ours, examination.TheirTraffic(row));
        if (IsAnsweredByNobody(examination, row) || IsNotAnsweredHere(examination, row))
        {
            var silent = IsNotAnsweredHere(examination, row) ? examination.OurName : examination.TheirName;
            return
            [
                Remedies.Wait(
                    ours,
                    Helps.No,
                    $"The packets come out of the tunnel at {silent}, and no answer goes in: look at routes, NAT rules and hosts there. A clear would not change that."
                ),
            ];
        }

        List<Remedy> ladder =
        [
            Remedies.Wait(ours, Helps.Maybe, "Its SA is replaced at the next rekey, the healthy ones undisturbed."),
        ];
        if (examination.Theirs is null)
        {
            ladder.Add(
                Remedies.AskPeer(
                    ours,
                    Helps.Yes,
                    $"Ask {examination.TheirName} whether it has an SA for {Networks(row)} and counts packets on it; some gateways keep only one pair of SAs."
                )
            );
        }

        // Where the other end was not read, nothing says that the SA is at fault, and a clear interrupts the healthy pairs.
        if (theirs.Arrived is not null)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    ours,
                    Helps.Maybe,
                    "All its pairs are negotiated anew, the healthy ones are interrupted with the dead one. Where the other side keeps only one pair of SAs, another one is dead then."
                )
            );
        }

        return ladder;
    }

    /// <summary>We send and nothing comes, and the SPIs are not to blame: those that disagree are another cause's.</summary>
    private static bool IsDead(Examination examination, SelectorComparison row) =>
        (examination.OurTraffic(row) is { Sent: >= Few, Arrived: 0 } || IsNotAnsweredHere(examination, row))
        && row.Verdict is (SelectorVerdict.Match or SelectorVerdict.RekeyOverlap or SelectorVerdict.CannotTell);

    private static bool IsAnsweredByNobody(Examination examination, SelectorComparison row) =>
        examination.TheirTraffic(row) is { Arrived: > 0, Sent: 0 };

    /// <summary>The other end sends and gets nothing back, because nothing goes in at ours.</summary>
    private static bool IsNotAnsweredHere(Examination examination, SelectorComparison row) =>
        examination.TheirTraffic(row) is { Sent: >= Few, Arrived: 0 }
        && examination.OurTraffic(row) is { Sent: 0, Arrived: > 0 }
        && CouldSend(Ours(examination, row));

    /// <summary>Our own box is not what keeps the answers back: an SA without kilobytes, or packets that it fails to send, are other causes.</summary>
    private static bool CouldSend(PairLooks? pair) =>
        pair is null
        || (!(pair.SendErrors > 0) && pair.Now.Outbound.Any(sa => sa is { Rekeyed: false, RemainingKilobytes: not 0 }));

    private static long? Ever(Examination examination, SelectorComparison row) => Ours(examination, row)?.Now.Decaps;

    private static PairLooks? Ours(Examination examination, SelectorComparison row)
    {
        var pair = SelectorPair.Of(row.LocalSelector, row.RemoteSelector);
        return examination.PairsAt(examination.Ours).FirstOrDefault(p => p.Selectors == pair);
    }

    private static string Pairs(int count) => count == 1 ? "1 is" : $"{count} are";

    private static string Networks(SelectorComparison row) =>
        $"{row.LocalSelector?.ToString() ?? "networks not listed"} ↔ {row.RemoteSelector?.ToString() ?? "networks not listed"}";
}
