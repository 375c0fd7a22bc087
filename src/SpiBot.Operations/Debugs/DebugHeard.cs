using SpiBot.Gateways.Changes;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Debugs;

/// <summary>
/// What a debug has told. <see cref="Text"/>: what the gateway printed, secrets masked. <see cref="TooMuch"/>: it printed so much that the debug ended before its time.
/// <see cref="Failure"/>: why it came to nothing, or broke off; null when it did not.
/// </summary>
public sealed record DebugHeard(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<DebugFinding> Findings,
    string Text,
    bool TooMuch,
    string? Failure
)
{
    /// <summary>As the end of a remediation: a debug helps nothing, it tells.</summary>
    public RemediationOutcome Outcome(Change.Debug debug, string gateway)
    {
        var told =
            Findings.Count > 0 ? $"{Findings[0].Explanation.Means}"
            : Text.Trim().Length == 0 ? "It printed nothing."
            : "It printed no line that SpiBot knows.";
        return new RemediationOutcome(
            OutcomeVerdict.CannotTell,
            $"Debug of {debug.Peer} on {gateway} is over, after {(To - From).TotalSeconds:0} s: {told}",
            []
        );
    }
}
