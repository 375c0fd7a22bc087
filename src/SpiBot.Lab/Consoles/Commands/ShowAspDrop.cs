using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show asp drop</c> (facts 1.1): rows that are zero are not printed, and long labels are cut at 100.</summary>
public static class ShowAspDrop
{
    private const int NarrowLabel = 67;
    private const int WideLabel = 100;

    public static IEnumerable<string> Both(FirewallState state) => [.. Frame(state, null), "", .. Flow(state, null)];

    public static IEnumerable<string> Frame(FirewallState state, string? keyword) =>
        Section(state, DropSection.Frame, "Frame drop:", keyword);

    public static IEnumerable<string> Flow(FirewallState state, string? keyword) =>
        Section(state, DropSection.Flow, "Flow drop:", keyword);

    public static string Row(string label, string keyword, long count)
    {
        var text = $"{label} ({keyword})";
        var width = text.Length <= NarrowLabel ? NarrowLabel : WideLabel;
        return "  " + (text.Length > width ? text[..width] : text.PadRight(width)) + count.ToString().PadLeft(11);
    }

    private static IEnumerable<string> Section(FirewallState state, DropSection section, string title, string? keyword)
    {
        var rows = state.Drops.Rows(section).Where(r => keyword is null || r.Reason.Keyword == keyword);
        var clearing = state.Drops.LastClearing(section);
        return
        [
            title,
            .. rows.Select(r =>
                state.Box.Traits.DropsWithoutKeywords
                    ? OldRow(r.Reason.Label, r.Count)
                    : Row(r.Reason.Label, r.Reason.Keyword, r.Count)
            ),
            "",
            .. state.Box.Traits.DropsWithoutKeywords ? Array.Empty<string>() : [LastClearing(clearing)],
        ];
    }

    /// <summary>Before 8.0(4): no keyword, and nobody says when it was cleared.</summary>
    private static string OldRow(string label, long count) =>
        "  " + label.PadRight(NarrowLabel) + count.ToString().PadLeft(11);

    private static string LastClearing(Clearing? clearing) =>
        "Last clearing: " + (clearing is null ? "Never" : $"{AsaTime.Stamp(clearing.At)} by {clearing.By}");
}
