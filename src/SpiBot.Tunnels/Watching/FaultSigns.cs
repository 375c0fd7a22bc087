using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.Diagnosis.Causes;

namespace SpiBot.Tunnels.Watching;

/// <summary>
/// The signs by which a fault shows at a glance: what a box drops between two looks, whether there are SAs, and whether those of both ends fit. Which fault it is, only a check tells.
/// </summary>
public static class FaultSigns
{
    /// <param name="evidence">The last two looks. What was not read shows nothing.</param>
    /// <param name="dropsPerSecond">From this rate on drops are a sign; a handful of packets never are.</param>
    public static IReadOnlyList<FaultSign> Of(TunnelEvidence evidence, double dropsPerSecond) =>
        [
            .. new[] { evidence.Ours, evidence.Theirs }
                .OfType<TunnelEnd>()
                .Select(end => (end.Gateway, Rate: DropRate.Between(end.Earlier?.Box, end.Latest.Box)))
                .Where(end => end.Rate.PerSecond >= dropsPerSecond && !Noise.IsFew(end.Rate))
                .Select(end => new FaultSign(
                    SignKind.Drops,
                    $"{end.Gateway} drops {Number(end.Rate.PerSecond!.Value)} packets a second for an invalid SPI, of all its peers."
                )),
            .. evidence.Ours.Latest.HasNoSa
                ? [new FaultSign(SignKind.Gone, $"{evidence.Ours.Gateway} has no SA with {evidence.Ours.Latest.Peer}.")]
                : Mismatches(evidence),
        ];

    private static IEnumerable<FaultSign> Mismatches(TunnelEvidence evidence) =>
        evidence.Theirs is null
            ? []
            : TunnelComparison
                .Of(evidence.Ours, evidence.Theirs, evidence.TheirsMissing)
                .Where(row =>
                    row.Verdict
                        is not (SelectorVerdict.Match or SelectorVerdict.RekeyOverlap or SelectorVerdict.CannotTell)
                )
                .Take(1)
                .Select(row => new FaultSign(SignKind.Mismatch, row.Words));

    private static string Number(double rate) => rate < 10 ? $"{rate:0.#}" : $"{rate:#,0}";
}
