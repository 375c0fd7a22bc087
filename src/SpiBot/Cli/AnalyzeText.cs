using System.Text;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>An analysis for people, for a terminal.</summary>
internal static class AnalyzeText
{
    public static string Of(AnalyzeCase analysis)
    {
        var diagnosis = analysis.Diagnosis;
        var text = new StringBuilder();
        foreach (var finding in diagnosis.Findings)
        {
            Line(text, "", $"{finding.Verdict}  [{finding.Cause}, {AnalyzeWords.Of(finding.Confidence)}]");
            Line(text, "  ", finding.Why);
            Block(text, "read", finding.Evidence.Select(line => AnalyzeWords.Of(line, analysis)));
            Block(text, "against it", finding.Against);
            Block(text, "what can be done", finding.Remedies.SelectMany(remedy => Remedy(remedy, analysis)));
            text.AppendLine();
        }

        Block(text, "the ends side by side", diagnosis.Comparison.SelectMany(Row), indent: "");
        Block(text, "missing", AnalyzeWords.Missing(analysis), indent: "");
        return text.ToString().TrimEnd();
    }

    private static IEnumerable<string> Remedy(Remedy remedy, AnalyzeCase analysis)
    {
        var helps = remedy.Helps switch
        {
            Helps.Yes => "helps",
            Helps.Maybe => "may help",
            _ => "does not help",
        };
        yield return $"{AnalyzeWords.Of(remedy.Kind)} on {remedy.Gateway}: {helps}. {remedy.Why}";
        if (remedy.ChangesSomething)
        {
            foreach (var line in AnalyzeWords.Lines(remedy, analysis))
            {
                yield return $"    {line}";
            }

            yield return $"    interrupts: {remedy.Interrupts}";
            if (remedy.Afterwards is { } afterwards)
            {
                yield return $"    {afterwards}";
            }
        }
    }

    private static IEnumerable<string> Row(SelectorComparison row)
    {
        yield return $"{row.LocalSelector?.ToString() ?? "(not said)"} <-> {row.RemoteSelector?.ToString() ?? "(not said)"}: {row.Words}";
        foreach (var end in new[] { row.Ours, row.Theirs }.OfType<EndSpis>())
        {
            yield return $"    {end.Gateway}: in {Spis(end.Inbound)}; out {Spis(end.Outbound)}";
        }
    }

    private static string Spis(IReadOnlyList<Spi> spis) => spis.Count == 0 ? "none" : string.Join(", ", spis);

    private static void Block(StringBuilder text, string title, IEnumerable<string> lines, string indent = "  ")
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        Line(text, indent, title + ":");
        all.ForEach(line => Line(text, indent + "  ", line));
    }

    private static void Line(StringBuilder text, string indent, string line) =>
        text.Append(indent).AppendLine(TerminalLine.Of(line));
}
