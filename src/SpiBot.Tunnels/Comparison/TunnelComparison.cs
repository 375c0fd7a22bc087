using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tunnels.Comparison;

/// <summary>
/// Both ends of a tunnel, selector by selector: our inbound is their outbound. All installed inbound SAs count as
/// accepted, so a rekey overlap is no mismatch; what a cut or unread listing does not show is never called missing.
/// </summary>
public static class TunnelComparison
{
    public static IReadOnlyList<SelectorComparison> Of(
        TunnelReading ours,
        TunnelReading? theirs,
        string? theirsMissing
    ) =>
        Of(
            new TunnelEnd(Earlier: null, ours),
            theirs is null ? null : new TunnelEnd(Earlier: null, theirs),
            theirsMissing
        );

    /// <summary>Compares the latest readings; the earlier ones tell what an end accepted before.</summary>
    /// <returns>A row for each pair of selectors that either end lists, ours first; none when neither lists any.</returns>
    public static IReadOnlyList<SelectorComparison> Of(TunnelEnd ours, TunnelEnd? theirs, string? theirsMissing)
    {
        var us = new End(ours.Gateway, ours.Latest, () => AcceptedBefore(ours), Unread(ours.Latest));
        var them = theirs is null
            ? new End(ours.Latest.PeerInWords, null, () => Empty, theirsMissing ?? "the other end was not read")
            : new End(theirs.Gateway, theirs.Latest, () => AcceptedBefore(theirs), Unread(theirs.Latest));
        var pairs = Pairing.Of(us.Pairs, them.Pairs);
        return [.. pairs.Select(pair => Compare(us, them, pair.Ours, pair.Theirs))];
    }

    private static SelectorComparison Compare(End us, End them, PairEnd? ours, PairEnd? theirs)
    {
        var outgoing = Direction(us, them, ours, theirs);
        var incoming = Direction(them, us, theirs, ours);
        var (verdict, because) = Judge(us, them, ours, theirs, outgoing, incoming);
        var names = ours?.ChildSas[0];
        var theirNames = theirs?.ChildSas[0];
        return new SelectorComparison(
            names?.LocalSelector ?? theirNames?.RemoteSelector,
            names?.RemoteSelector ?? theirNames?.LocalSelector,
            ours?.Spis,
            theirs?.Spis,
            outgoing,
            incoming,
            verdict,
            ComparisonWords.Of(verdict, outgoing, incoming, us.Unread, them.Unread),
            because
        );
    }

    private static DirectionComparison Direction(End from, End to, PairEnd? sender, PairEnd? receiver)
    {
        var accepts = receiver?.Inbound ?? [];
        return new DirectionComparison(
            from.Gateway,
            to.Gateway,
            sender?.Spis.Sending,
            accepts,
            Verdict(to, sender, receiver, accepts)
        );
    }

    private static DirectionVerdict Verdict(End to, PairEnd? sender, PairEnd? receiver, IReadOnlyList<Spi> accepts)
    {
        if (sender is null || sender.Sending.Count == 0 || to.Unread is not null)
        {
            return DirectionVerdict.CannotTell;
        }

        if (sender.Sending.All(accepts.Contains))
        {
            var overlap = sender.HoldsPairBeforeRekey || receiver is { HoldsPairBeforeRekey: true };
            return overlap ? DirectionVerdict.RekeyOverlap : DirectionVerdict.Match;
        }

        var known = sender.Sending.Any(to.AcceptedAnywhere.Contains);
        return known || !to.Complete ? DirectionVerdict.CannotTell : DirectionVerdict.NoMatch;
    }

    private static (SelectorVerdict, StaleBecause?) Judge(
        End us,
        End them,
        PairEnd? ours,
        PairEnd? theirs,
        DirectionComparison outgoing,
        DirectionComparison incoming
    )
    {
        if (us.Unread is not null || them.Unread is not null)
        {
            return (SelectorVerdict.CannotTell, null);
        }

        if (ours is null || theirs is null)
        {
            return (ours ?? theirs) is { } present && IsMissing(present, ours is null ? us : them)
                ? (ours is null ? SelectorVerdict.MissingHere : SelectorVerdict.MissingThere, StaleBecause.OtherHasNone)
                : (SelectorVerdict.CannotTell, null);
        }

        var both = (outgoing.Verdict, incoming.Verdict);
        if (both is (DirectionVerdict.NoMatch, _) or (_, DirectionVerdict.NoMatch))
        {
            return Staleness.Of(ours, theirs, outgoing, incoming, us.AcceptedBefore, them.AcceptedBefore);
        }

        return both switch
        {
            (DirectionVerdict.CannotTell, _) or (_, DirectionVerdict.CannotTell) => (SelectorVerdict.CannotTell, null),
            (DirectionVerdict.RekeyOverlap, _) or (_, DirectionVerdict.RekeyOverlap) => (
                SelectorVerdict.RekeyOverlap,
                null
            ),
            _ => (SelectorVerdict.Match, null),
        };
    }

    /// <summary>The pair has SAs at one end, and the other end, seen in full, has none: not even under selectors that it writes otherwise.</summary>
    private static bool IsMissing(PairEnd present, End other) =>
        other.Complete
        && present.Inbound.Count + present.Outbound.Count > 0
        && !present.Outbound.Any(other.AcceptedAnywhere.Contains)
        && !present.Inbound.Any(other.SentAnywhere.Contains);

    private static string? Unread(TunnelReading reading) =>
        reading.Sas.WasRead ? null : $"the SAs of {reading.Gateway} were not read: {reading.Sas.NotRead}";

    private static HashSet<Spi> AcceptedBefore(TunnelEnd end) =>
        end.Earlier is { } earlier && earlier.TakenAt < end.Latest.TakenAt
            ? [.. earlier.Tunnels.SelectMany(t => t.Accepting)]
            : [];

    private static IReadOnlySet<Spi> Empty { get; } = new HashSet<Spi>();

    /// <summary>One end while it is compared. Unread says why nothing is known of it.</summary>
    private sealed record End(
        string Gateway,
        TunnelReading? Reading,
        Func<IReadOnlySet<Spi>> WhatWasAccepted,
        string? Unread
    )
    {
        // Only of ends that differ is more asked than what stands in their rows.
        private readonly Lazy<IReadOnlySet<Spi>> acceptedBefore = new(WhatWasAccepted);
        private readonly Lazy<HashSet<Spi>> sentAnywhere = new(() =>
            [.. (Reading?.Tunnels ?? []).SelectMany(t => t.Outbound).Select(sa => sa.Spi)]
        );
        private readonly Lazy<HashSet<Spi>> acceptedAnywhere = new(() =>
            [.. Reading?.Tunnels.SelectMany(t => t.Accepting) ?? []]
        );

        public IReadOnlySet<Spi> AcceptedBefore => acceptedBefore.Value;

        public HashSet<Spi> SentAnywhere => sentAnywhere.Value;

        public HashSet<Spi> AcceptedAnywhere => acceptedAnywhere.Value;

        public IReadOnlyList<PairEnd> Pairs { get; } = Reading is null ? [] : PairEnd.Of(Reading);

        /// <summary>Nothing was cut off: what is not listed is not there.</summary>
        public bool Complete { get; } =
            Reading?.Sas.Value is { Complete: true, Tunnels: var all }
            && all.All(t => t.Complete || !(t.Kind is null or "L2L"));
    }
}
