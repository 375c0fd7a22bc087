namespace SpiBot.Tunnels.History;

/// <summary>Something that happened, for a person: when, and what in a few words. <see cref="Grave"/>: traffic suffered, or may have.</summary>
public sealed record TimelineEntry(DateTimeOffset At, Moment When, string Words, bool Grave = false);

/// <summary>All that is remembered of a tunnel, as one list.</summary>
public static class Timeline
{
    /// <summary>The latest first.</summary>
    public static IReadOnlyList<TimelineEntry> Of(TunnelHistory history) =>
        [
            .. RekeysOf(history)
                .Concat(ChangesOf(history))
                .Concat(history.Units.Select(unit => Entry(unit.When, unit.Words, grave: true)))
                .Concat(DropBursts.Of(history).Select(Burst))
                .Concat(history.Faults.SelectMany(Fault))
                .Concat(history.Actions.Select(Action))
                .OrderBy(entry => entry.At)
                // Of what is known for the same time, what was found comes after what happened.
                .Reverse(),
        ];

    /// <summary>Both directions and all networks of one rekey are one entry, or every rekey would be two.</summary>
    private static IEnumerable<TimelineEntry> RekeysOf(TunnelHistory history) =>
        Rekeys
            .Of(history)
            .GroupBy(rekey => (rekey.When.NoLaterThan, rekey.AfterAction))
            .Select(group =>
            {
                var first = group.FirstOrDefault(rekey => rekey.Inbound) ?? group.First();
                var pairs = group
                    .Select(rekey => SelectorPair.Of(rekey.LocalSelector, rekey.RemoteSelector))
                    .Distinct()
                    .Count();
                var what = first.AfterAction ? "new SAs" : "rekey";
                var spis = $"{(first.Inbound ? "in" : "out")} {first.Old.Digits} → {first.New.Digits}";
                return Entry(
                    first.When,
                    pairs == 1 ? $"{what}, {spis}" : $"{what} of {pairs} pairs of networks, first {spis}"
                );
            });

    private static IEnumerable<TimelineEntry> ChangesOf(TunnelHistory history)
    {
        var ends = UpTimes.Of(history).Where(up => up.Until is not null).ToDictionary(up => up.Until!);
        foreach (var change in history.Changes)
        {
            if (change.Up)
            {
                var first = change.When.After is null && change == history.Changes[0];
                yield return first
                    ? Entry(Moment.Exactly(change.When.NoLaterThan), "it had SAs at the first look")
                    : Entry(change.When, "came up");
            }
            else
            {
                var reason = ends.GetValueOrDefault(change.When)?.EndedBy is { } ending
                    ? $": {ending.MessageId}{(ending.Reason is { } words ? " " + words : "")}"
                    : "";
                yield return Entry(change.When, $"no SA any more{reason}", grave: true);
            }
        }
    }

    /// <summary>Stands where it ended: one that goes on is the latest thing that happened, however long ago it began.</summary>
    private static TimelineEntry Burst(DropBurst burst)
    {
        var packets = burst.Dropped == 1 ? "1 packet" : $"{burst.Dropped:N0} packets";
        var first = burst.Began == burst.Ended ? "" : $", the first {burst.Began.InWords(burst.Ended.NoLaterThan)}";
        return Entry(burst.Ended, $"{packets} dropped for an invalid SPI{first} (of all peers)", grave: true);
    }

    private static IEnumerable<TimelineEntry> Fault(Fault fault)
    {
        yield return Entry(Moment.Exactly(fault.FirstSeen), $"found: {fault.Cause}", grave: true);
        if (fault.Over is { } over)
        {
            yield return Entry(Moment.Exactly(over), $"no longer found: {fault.Cause}");
        }
    }

    private static TimelineEntry Action(PastAction action) =>
        Entry(
            Moment.Exactly(action.At),
            $"{action.Kind} on {action.Gateway}: {action.Outcome ?? "outcome not known yet"}"
        );

    private static TimelineEntry Entry(Moment when, string words, bool grave = false) =>
        new(when.NoLaterThan, when, words, grave);
}
