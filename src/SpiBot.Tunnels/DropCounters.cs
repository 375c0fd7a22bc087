namespace SpiBot.Tunnels;

/// <summary>Which of its two lists a box counts a drop in. Platforms with one list have <see cref="Frame"/> alone.</summary>
public enum DropSection
{
    /// <summary>Packets.</summary>
    Frame,

    /// <summary>Connections.</summary>
    Flow,
}

/// <summary>One row of <c>show asp drop</c>, or of what counts drops on another platform. The same keyword can stand in both sections with different meanings, so the section belongs to the key.</summary>
public sealed record DropCount(DropSection Section, string Keyword, long Count);

/// <summary>
/// The drop counters of one box at one moment: totals since they were last cleared, over all peers. A row with 0 is not
/// printed, so absent means 0, as long as the section itself was there (<see cref="FrameRead"/>, <see cref="FlowRead"/>). <see cref="FrameLastClearing"/> is the text behind "Last clearing:" (<c>Never</c>, or time and user), null when the section did not say.
/// </summary>
public sealed record DropCounters(
    IReadOnlyList<DropCount> Counts,
    string? FrameLastClearing,
    string? FlowLastClearing,
    bool FrameRead = true,
    bool FlowRead = true
)
{
    /// <summary>The ASA's row for an SPI that the box does not know.</summary>
    public const string InvalidSpi = "np-sp-invalid-spi";

    /// <summary>The row of this platform that counts frames dropped for an SPI that the box does not know.</summary>
    public string InvalidSpiKeyword { get; init; } = InvalidSpi;

    public long Of(DropSection section, string keyword) =>
        Counts.FirstOrDefault(c => c.Section == section && c.Keyword == keyword)?.Count ?? 0;

    /// <summary>Frames dropped for an SPI that the box does not know.</summary>
    public long InvalidSpis => Of(DropSection.Frame, InvalidSpiKeyword);
}
