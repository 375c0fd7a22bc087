namespace SpiBot.Gateways.Changes;

/// <summary>
/// What somebody pressed before, and what counted then: Teams delivers a press again when its answer was lost, and people press twice. In a sentence; null when it is no
/// repeat. Pure.
/// </summary>
internal static class Repeats
{
    /// <summary>While more approvals are needed only of somebody who still may: else it does not count any more.</summary>
    public static string? Approval(Remediation remediation, Press press, ApprovalRules rules) =>
        IsOfThisPlan(remediation, press)
        && remediation.Approvals.Any(approval => approval.By.IsSameAs(press.By))
        && (!press.BreakGlass || (remediation.BrokeGlass is not null && remediation.ApprovedBy!.IsSameAs(press.By)))
        && remediation.State switch
        {
            RemediationState.Denied or RemediationState.Expired => false,
            RemediationState.Proposed => rules.MayApprove(press),
            _ => true,
        }
            ? $"{press.By.Name} has approved it already."
            : null;

    public static string? Denial(Remediation remediation, Press press) =>
        IsOfThisPlan(remediation, press)
        && remediation is { State: RemediationState.Denied, DecidedBy: { } by }
        && by.IsSameAs(press.By)
            ? $"{press.By.Name} has denied it already."
            : null;

    public static string? Answer(Remediation remediation, Press press, bool wasTyped) =>
        IsOfThisPlan(remediation, press)
        && remediation.LastAnswer is { } answer
        && answer.WasTyped == wasTyped
        && answer.By.IsSameAs(press.By)
            ? $"{press.By.Name} has said so already."
            : null;

    private static bool IsOfThisPlan(Remediation remediation, Press press) =>
        !string.IsNullOrWhiteSpace(press.By.EntraId) && press.Digest == remediation.Digest;
}
