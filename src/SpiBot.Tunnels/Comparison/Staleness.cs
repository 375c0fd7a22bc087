namespace SpiBot.Tunnels.Comparison;

/// <summary>Which of two ends that disagree holds the older SA.</summary>
internal static class Staleness
{
    /// <summary>Two ends install an SA within seconds of each other; a smaller difference says nothing.</summary>
    public const long ClearlyDifferentSeconds = 60;

    /// <summary>Both ends have the pair, and at least one direction is <see cref="DirectionVerdict.NoMatch"/>.</summary>
    public static (SelectorVerdict Verdict, StaleBecause? Because) Of(
        PairEnd ours,
        PairEnd theirs,
        DirectionComparison outgoing,
        DirectionComparison incoming,
        IReadOnlySet<Spi> weAcceptedBefore,
        IReadOnlySet<Spi> theyAcceptedBefore
    )
    {
        var outgoingBroken = outgoing.Verdict == DirectionVerdict.NoMatch;
        var incomingBroken = incoming.Verdict == DirectionVerdict.NoMatch;
        var weProven = outgoingBroken && outgoing.Sends is { } sent && theyAcceptedBefore.Contains(sent);
        var theyProven = incomingBroken && incoming.Sends is { } received && weAcceptedBefore.Contains(received);
        if (weProven != theyProven)
        {
            return (Stale(weProven), StaleBecause.AcceptedBefore);
        }

        if (outgoingBroken != incomingBroken)
        {
            var (sender, receiver) = outgoingBroken ? (ours, theirs) : (theirs, ours);
            // A sender with the younger SA is not behind: the receiver has lost, or never installed, the newest one.
            return Older(sender.SendingRemains, receiver.AcceptingRemains) is false
                ? (SelectorVerdict.Differ, null)
                : (Stale(outgoingBroken), StaleBecause.OneDirection);
        }

        return Older(ours.SendingRemains, theirs.SendingRemains) is { } weAreOlder
            ? (Stale(weAreOlder), StaleBecause.Lifetimes)
            : (SelectorVerdict.Differ, null);
    }

    private static SelectorVerdict Stale(bool we) => we ? SelectorVerdict.WeAreStale : SelectorVerdict.TheyAreStale;

    /// <returns>Null when it cannot be said.</returns>
    private static bool? Older(long? remains, long? otherRemains) =>
        remains is not (>= 0 and { } mine) || otherRemains is not (>= 0 and { } other) ? null
        : other - mine >= ClearlyDifferentSeconds ? true
        : mine - other >= ClearlyDifferentSeconds ? false
        : null;
}
