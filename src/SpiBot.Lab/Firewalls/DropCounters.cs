namespace SpiBot.Lab.Firewalls;

/// <summary>When somebody set a section's counters to zero.</summary>
public sealed record Clearing(DateTimeOffset At, string By);

/// <summary>The drop counters of one box since it booted or was cleared. The same keyword may stand in both sections.</summary>
public sealed class DropCounters
{
    /// <summary>As <see cref="DropReason.All"/>.</summary>
    private readonly long[] counts = new long[DropReason.All.Count];

    private readonly Dictionary<DropSection, Clearing> clearings = [];

    public long this[DropSection section, string keyword] => counts[DropReason.IndexOf(section, keyword)];

    /// <summary>The rows of a section that are not zero, in printing order.</summary>
    public IEnumerable<(DropReason Reason, long Count)> Rows(DropSection section) =>
        DropReason
            .All.Select((reason, i) => (reason, counts[i]))
            .Where(row => row is (var reason, > 0) && reason.Section == section);

    public Clearing? LastClearing(DropSection section) => clearings.GetValueOrDefault(section);

    public void Add(DropSection section, string keyword, long packets) =>
        counts[DropReason.IndexOf(section, keyword)] += packets;

    /// <summary>What a busy box drops anyway in this stretch of time.</summary>
    public void AddBackground(DateTimeOffset from, DateTimeOffset to)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] += new TrafficRate(DropReason.All[i].PerDay / 86_400).Between(from, to);
        }
    }

    /// <summary>Zeroes one section, one reason of it, or (null) both sections.</summary>
    public void Clear(DropSection? section, string? keyword, Clearing stamp)
    {
        foreach (var (i, reason) in DropReason.All.Index().Where(r => section is null || r.Item.Section == section))
        {
            if (keyword is null || reason.Keyword == keyword)
            {
                counts[i] = 0;
                clearings[reason.Section] = stamp;
            }
        }
    }
}
