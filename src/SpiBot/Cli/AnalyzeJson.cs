using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>An analysis as JSON; the shape is described in docs/analyze.md.</summary>
internal static class AnalyzeJson
{
    /// <summary>The default encoder leaves ASCII only, so that no console's code page can spoil the document.</summary>
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Of(AnalyzeCase analysis)
    {
        var diagnosis = analysis.Diagnosis;
        return new JsonObject
        {
            ["cause"] = diagnosis.First.Cause,
            ["confidence"] = AnalyzeWords.Of(diagnosis.First.Confidence),
            ["verdict"] = diagnosis.First.Verdict,
            ["findings"] = Array(diagnosis.Findings, finding => Finding(finding, analysis)),
            ["comparison"] = Array(diagnosis.Comparison, Row),
            ["remedies"] = Array(diagnosis.First.Remedies, remedy => Remedy(remedy, analysis)),
            ["missing"] = Array(AnalyzeWords.Missing(analysis), line => JsonValue.Create(line)),
        }.ToJsonString(Options);
    }

    private static JsonNode Finding(Finding finding, AnalyzeCase analysis) =>
        new JsonObject
        {
            ["cause"] = finding.Cause,
            ["confidence"] = AnalyzeWords.Of(finding.Confidence),
            ["verdict"] = finding.Verdict,
            ["why"] = finding.Why,
            ["evidence"] = Array(finding.Evidence, line => JsonValue.Create(AnalyzeWords.Of(line, analysis))),
            ["against"] = Array(finding.Against, line => JsonValue.Create(line)),
        };

    private static JsonNode Row(SelectorComparison row) =>
        new JsonObject
        {
            ["localSelector"] = ReadJson.Selector(row.LocalSelector),
            ["remoteSelector"] = ReadJson.Selector(row.RemoteSelector),
            ["ours"] = End(row.Ours),
            ["theirs"] = End(row.Theirs),
            ["verdict"] = AnalyzeWords.Of(row.Verdict),
            ["words"] = row.Words,
        };

    private static JsonNode? End(EndSpis? end) =>
        end is null ? null : new JsonObject { ["inbound"] = Spis(end.Inbound), ["outbound"] = Spis(end.Outbound) };

    private static JsonArray Spis(IEnumerable<Spi> spis) => Array(spis, spi => JsonValue.Create(spi.ToString()));

    private static JsonNode Remedy(Remedy remedy, AnalyzeCase analysis) =>
        new JsonObject
        {
            ["kind"] = AnalyzeWords.Of(remedy.Kind),
            ["gateway"] = remedy.Gateway,
            ["lines"] = Array(AnalyzeWords.Lines(remedy, analysis), line => JsonValue.Create(line)),
            ["interrupts"] = remedy.Interrupts,
            ["helps"] = AnalyzeWords.Of(remedy.Helps),
            ["why"] = remedy.Why,
            ["afterwards"] = remedy.Afterwards,
        };

    private static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode?> node) => [.. values.Select(node)];
}
