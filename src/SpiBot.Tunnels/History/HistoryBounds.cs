namespace SpiBot.Tunnels.History;

/// <summary>How much is kept of one tunnel: nothing that ended longer ago than <see cref="Age"/>, and of each kind of thing the last <see cref="Most"/>. What still is, is kept.</summary>
public sealed record HistoryBounds(TimeSpan Age, int Most)
{
    public TunnelHistory Trim(TunnelHistory history, DateTimeOffset now)
    {
        var oldest = now - Age;
        return history with
        {
            Spis = Lives(history.Spis, oldest),
            Changes = Last(history.Changes, change => change.When.NoLaterThan, oldest, keepLast: true),
            Drops = Last(history.Drops, sample => sample.Until, oldest),
            Units = Last(history.Units, change => change.When.NoLaterThan, oldest),
            Teardowns = Last(history.Teardowns, teardown => teardown.At, oldest),
            Faults = Last(history.Faults, fault => fault.Over ?? fault.LastSeen, oldest),
            Actions = Last(history.Actions, action => action.At, oldest),
        };
    }

    private List<SpiLife> Lives(IReadOnlyList<SpiLife> lives, DateTimeOffset oldest)
    {
        var past = lives.Where(life => life.Gone is { } gone && gone.NoLaterThan >= oldest).TakeLast(Most);
        return
        [
            .. lives
                .Where(life => life.Gone is null)
                .Concat(past)
                .OrderBy(life => life.Born.NoLaterThan)
                .ThenBy(life => life.FirstSeen),
        ];
    }

    private List<T> Last<T>(
        IReadOnlyList<T> all,
        Func<T, DateTimeOffset> at,
        DateTimeOffset oldest,
        bool keepLast = false
    )
    {
        var kept = all.Where(each => at(each) >= oldest).TakeLast(Most).ToList();
        return kept.Count == 0 && keepLast && all.Count > 0 ? [all[^1]] : kept;
    }
}
