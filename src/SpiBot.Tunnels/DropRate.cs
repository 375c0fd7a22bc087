namespace SpiBot.Tunnels;

/// <summary>
/// How fast frames are dropped for an invalid SPI, from two readings of one unit. Either a rate, or why there is none
/// (<see cref="NoRateBecause"/>: one reading only, another unit, a reload, counters cleared in between, not read).
/// <see cref="Dropped"/> is never negative.
/// </summary>
public sealed record DropRate(long? Dropped, TimeSpan? Window, string? NoRateBecause)
{
    public double? PerSecond => Dropped is { } dropped && Window is { } window ? dropped / window.TotalSeconds : null;

    /// <summary>
    /// The rate between two readings of one gateway. A row that is not printed counts as 0; any frame counter that went
    /// down, or another "Last clearing", is a reset. Never throws.
    /// </summary>
    public static DropRate Between(GatewayReading? earlier, GatewayReading latest)
    {
        var whyNot = SameUnit.WhyNot(earlier, latest);
        if (earlier is null || whyNot is not null)
        {
            return None(whyNot ?? "looked once");
        }

        if (!latest.Drops.WasRead)
        {
            return None($"the drop counters were not read: {latest.Drops.NotRead}");
        }

        if (!earlier.Drops.WasRead)
        {
            return None($"the drop counters were not read the first time: {earlier.Drops.NotRead}");
        }

        var (before, now) = (earlier.Drops.Value, latest.Drops.Value);
        if (WasReset(before, now))
        {
            return None("the drop counters were cleared between the readings");
        }

        return new DropRate(
            now.InvalidSpis - before.InvalidSpis,
            latest.TakenAt - earlier.TakenAt,
            NoRateBecause: null
        );
    }

    private static DropRate None(string because) => new(Dropped: null, Window: null, because);

    private static bool WasReset(DropCounters before, DropCounters now) =>
        (
            before.FrameLastClearing is { } then
            && now.FrameLastClearing is { } since
            && !string.Equals(then, since, StringComparison.Ordinal)
        )
        || before.InvalidSpis < 0
        || now.InvalidSpis < before.InvalidSpis
        // "clear asp drop" takes all rows: one that fell shows a reset even where this one has already risen again.
        || before.Counts.Any(c => c.Section == DropSection.Frame && now.Of(c.Section, c.Keyword) < c.Count);
}
