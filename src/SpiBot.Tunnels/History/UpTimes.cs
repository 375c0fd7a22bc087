namespace SpiBot.Tunnels.History;

/// <summary>A time in which the tunnel had SAs. <see cref="Until"/> is null while it has; <see cref="EndedBy"/> what the box's log said about the end.</summary>
public sealed record UpTime(Moment From, Moment? Until, Teardown? EndedBy);

/// <summary>When the tunnel had SAs and when it had none.</summary>
public static class UpTimes
{
    private static readonly TimeSpan SameEnding = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<UpTime> Of(TunnelHistory history)
    {
        List<UpTime> found = [];
        Moment? from = null;
        foreach (var change in history.Changes)
        {
            if (change.Up)
            {
                from ??= change.When;
            }
            else if (from is not null)
            {
                found.Add(new UpTime(from, change.When, EndedBy(history, change.When)));
                from = null;
            }
        }

        if (from is not null)
        {
            found.Add(new UpTime(from, Until: null, EndedBy: null));
        }

        return found;
    }

    internal static IReadOnlyList<UpOrDown> After(
        TunnelHistory history,
        TunnelReading reading,
        IReadOnlyList<SpiLife> lives
    )
    {
        var up = reading.Tunnels.Any(t => t.Inbound.Count > 0 || t.Outbound.Count > 0);
        if (history.Changes is [.., var last] && last.Up == up)
        {
            return history.Changes;
        }

        var between = new Moment(history.LastListing, reading.TakenAt);
        return [.. history.Changes, new UpOrDown(up, Exact(up, between, lives) ?? between)];
    }

    /// <summary>To the second, where the log tells when the first of these SAs was made, or the last of them ended.</summary>
    private static Moment? Exact(bool up, Moment between, IReadOnlyList<SpiLife> lives)
    {
        var told = lives
            .Where(life => up ? life.Gone is null : life.Gone is { } gone && gone.NoLaterThan > between.After)
            .Select(life => up ? life.Born : life.Gone!)
            .ToList();
        if (told.Count == 0 || told.Exists(moment => !moment.IsExact))
        {
            return null;
        }

        return up ? told.MinBy(moment => moment.NoLaterThan) : told.MaxBy(moment => moment.NoLaterThan);
    }

    private static Teardown? EndedBy(TunnelHistory history, Moment when) =>
        history.Teardowns.LastOrDefault(t =>
            t.At >= (when.After ?? when.NoLaterThan) - SameEnding && t.At <= when.NoLaterThan + SameEnding
        );
}
