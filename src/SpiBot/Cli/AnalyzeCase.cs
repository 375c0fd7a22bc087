using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Cli;

/// <summary>
/// A diagnosis of saved output: the evidence it rests on, what else is to be said about that (<see cref="Notes"/>), the platform of each gateway,
/// and how the time of a reading is shown (null where no clock was given).
/// </summary>
internal sealed record AnalyzeCase(
    TunnelDiagnosis Diagnosis,
    string PeerInWords,
    IReadOnlyList<string> Notes,
    IReadOnlyDictionary<string, string?> Platforms,
    IReadOnlyDictionary<(string Gateway, DateTimeOffset At), string?> Times
)
{
    /// <summary>A listing of a whole box is looked at peer by peer; the gravest is reported, and the others are named.</summary>
    /// <returns>The case, or why these readings do not belong together.</returns>
    public static (AnalyzeCase? Case, string Refusal) Of(AnalyzeFiles files, string? peer, TimeSpan? apart)
    {
        var timing = AnalyzeTiming.Of(files, apart);
        if (timing.Timing is null)
        {
            return (null, timing.Refusal);
        }

        var latest = files.Ours[^1];
        var peers = peer is null ? AnalyzePeers.Of(latest) : [peer];
        if (files.Theirs.Count > 0 && peer is null && peers.Count > 1)
        {
            peers = AnalyzePeers.Fitting(latest, files.Theirs[^1].Sas.Value?.Tunnels ?? []);
            if (peers.Count != 1)
            {
                return (
                    null,
                    $"{latest.Files}: which of its peers {files.Theirs[^1].Files} is cannot be told; name it with --peer: {string.Join(", ", AnalyzePeers.Of(latest))}"
                );
            }
        }

        List<AnalyzeCase> cases = [];
        foreach (var candidate in peers.Count == 0 ? [null] : peers.Select(p => (string?)p))
        {
            var ends = new AnalyzeEnds(files, timing.Timing, candidate);
            if (ends.Refusal is { } refusal)
            {
                return (null, refusal);
            }

            cases.Add(ends.Diagnose());
        }

        var gravest = cases.OrderBy(c => Gravity(c.Diagnosis)).First();
        var others = cases
            .Where(c => c != gravest)
            .Select(c => $"{c.PeerInWords} ({c.Diagnosis.First.Cause})")
            .ToList();
        return (
            others.Count == 0
                ? gravest
                : gravest with
                {
                    Notes =
                    [
                        $"This is about {gravest.PeerInWords}. Also in the output, each to be had with --peer: {string.Join(", ", others.Take(20))}{(others.Count > 20 ? $" and {others.Count - 20} more" : "")}.",
                        .. gravest.Notes,
                    ],
                },
            ""
        );
    }

    private static int Gravity(TunnelDiagnosis diagnosis) =>
        (
            diagnosis.Severity switch
            {
                Severity.Attention => 0,
                Severity.Unknown => 10,
                _ => 20,
            }
        )
        + (int)Confidence.High
        - (int)diagnosis.First.Confidence;
}
