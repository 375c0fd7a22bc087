namespace SpiBot.Tunnels;

/// <summary>
/// How fast packets are dropped for one reason (an invalid SPI, where none is named), from two readings of one unit. Either a rate, or why there is none
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
    public static DropRate Between(GatewayReading? earlier, GatewayReading latest) =>
        Between(DropSection.Frame, latest.Drops.Value?.InvalidSpiKeyword ?? DropCounters.InvalidSpi, earlier, latest);

    /// <summary>The same of any row of the drop counters.</summary>
    public static DropRate Between(DropSection section, string keyword, GatewayReading? earlier, GatewayReading latest)
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
        if (WasReset(section, before, now))
        {
            return None("the drop counters were cleared between the readings");
        }

        return new DropRate(
            now.Of(section, keyword) - before.Of(section, keyword),
            latest.TakenAt - earlier.TakenAt,
            NoRateBecause: null
        );
    }

    private static DropRate None(string because) => new(Dropped: null, Window: null, because);

    private static bool WasReset(DropSection section, DropCounters before, DropCounters now) =>
        (
            LastClearing(section, before) is { } then
            && LastClearing(section, now) is { } since
            && !string.Equals(then, since, StringComparison.Ordinal)
        )
        // "clear asp drop" takes all rows: one that fell shows a reset even where the one asked for has already risen again.
        || HasFallen(section, before, now);

    private static bool HasFallen(DropSection section, DropCounters before, DropCounters now)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var row in now.Counts.Where(c => c.Section == section))
        {
            counts.TryAdd(row.Keyword, row.Count);
        }

        // No device counts below 0: what does is no counter, on either side.
        return counts.Values.Any(count => count < 0)
            || before.Counts.Any(c =>
                c.Section == section && (c.Count < 0 || counts.GetValueOrDefault(c.Keyword) < c.Count)
            );
    }

    private static string? LastClearing(DropSection section, DropCounters counters) =>
        section == DropSection.Frame ? counters.FrameLastClearing : counters.FlowLastClearing;
}
