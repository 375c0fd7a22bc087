namespace SpiBot.Lab.Firewalls;

/// <summary>When somebody set a section's counters to zero.</summary>
public sealed record Clearing(DateTimeOffset At, string By);

/// <summary>The drop counters of one box since it booted or was cleared. The same keyword may stand in both sections.</summary>
public sealed class DropCounters
{
    private readonly Dictionary<DropReason, long> counts = DropReason.All.ToDictionary(r => r, _ => 0L);
    private readonly Dictionary<DropSection, Clearing> clearings = [];

    public long this[DropSection section, string keyword] => counts[Find(section, keyword)];

    /// <summary>The rows of a section that are not zero, in printing order.</summary>
    public IEnumerable<(DropReason Reason, long Count)> Rows(DropSection section) =>
        DropReason.All.Where(r => r.Section == section && counts[r] > 0).Select(r => (r, counts[r]));

    public Clearing? LastClearing(DropSection section) => clearings.GetValueOrDefault(section);

    public void Add(DropSection section, string keyword, long packets) => counts[Find(section, keyword)] += packets;

    /// <summary>What a busy box drops anyway in this stretch of time.</summary>
    public void AddBackground(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var reason in DropReason.All)
        {
            counts[reason] += new TrafficRate(reason.PerDay / 86_400).Between(from, to);
        }
    }

    /// <summary>Zeroes one section, one reason of it, or (null) both sections.</summary>
    public void Clear(DropSection? section, string? keyword, Clearing stamp)
    {
        foreach (var reason in DropReason.All.Where(r => section is null || r.Section == section))
        {
            if (keyword is null || reason.Keyword == keyword)
            {
                counts[reason] = 0;
                clearings[reason.Section] = stamp;
            }
        }
    }

    private static DropReason Find(DropSection section, string keyword) => DropReason.Of(section, keyword);
}
