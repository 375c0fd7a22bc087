using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>The words of an analysis that its JSON and its text have in common.</summary>
internal static class AnalyzeWords
{
    public static string Of(RemedyKind kind) => Hyphened(kind.ToString());

    public static string Of(SelectorVerdict verdict) => Hyphened(verdict.ToString());

    public static string Of(Confidence confidence) => Hyphened(confidence.ToString());

    public static string Of(Helps helps) => Hyphened(helps.ToString());

    /// <summary>What was read, where, and when as far as a clock was given: <c>hq-fw1 2026-03-01T02:27:11Z: np-sp-invalid-spi 52,957</c>.</summary>
    public static string Of(EvidenceLine line, AnalyzeCase analysis) =>
        analysis.Times.GetValueOrDefault((line.Gateway, line.At)) is { } at
            ? $"{line.Gateway} {at}: {line.Text}"
            : $"{line.Gateway}: {line.Text}";

    public static IEnumerable<string> Missing(AnalyzeCase analysis) =>
        analysis.Notes.Concat(analysis.Diagnosis.Missing);

    /// <summary>The lines to type for a remedy; none where it is not a change, or the platform or the peer's address is not known.</summary>
    public static IReadOnlyList<string> Lines(Remedy remedy, AnalyzeCase analysis)
    {
        var platform = analysis.Platforms.GetValueOrDefault(remedy.Gateway) is { } id ? KnownPlatforms.Find(id) : null;
        Change? change = remedy switch
        {
            { Kind: RemedyKind.ClearInactive } => new Change.ClearInactive(),
            { Kind: RemedyKind.ClearEntry, Peer: { } peer, Spi: { } spi } => new Change.ClearEntry(peer, peer, spi),
            { Kind: RemedyKind.ClearPeer or RemedyKind.BothEnds, Peer: { } peer } => new Change.ClearPeer(peer),
            { Kind: RemedyKind.ClearIke, Peer: { } peer, IkeVersion: { } version } => new Change.ClearIke(
                peer,
                version
            ),
            _ => null,
        };
        if (platform is null || change is null)
        {
            return [];
        }

        try
        {
            return platform.LinesFor(change);
        }
        catch (ArgumentException)
        {
            // A saved text may name any address, or a platform may not have this change: then there is no line that could be typed.
            return [];
        }
    }

    private static string Hyphened(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())
        );
}
