namespace SpiBot.Gateways.Changes;

/// <summary>Why a press does not count, in a sentence for the person who pressed. Pure.</summary>
internal static class ApprovalCheck
{
    public const string NoEntraId =
        "came without an Entra object id (a guest or another channel): such a person can neither propose nor decide.";

    public static string? WhyNotProposed(RemediationPlan plan, DateTimeOffset now) =>
        NoId(plan.ProposedBy)
        ?? (
            plan.Venue is null ? "Where it was proposed is not known."
            : plan.Steps.Any(step => step.Lines.Count == 0) ? "The plan has no line to type."
            : plan.ApprovalsNeeded < 1 ? "The plan asks for no approval."
            : plan.ExpiresAt <= now ? "The plan has already expired."
            : null
        );

    public static string? WhyNotApproved(Remediation remediation, Press press, ApprovalRules rules, DateTimeOffset now)
    {
        var plan = remediation.Plan;
        return remediation.WhyClosed()
            ?? (remediation.State == RemediationState.Approved ? Already(remediation) : null)
            ?? NoId(press.By)
            ?? press.Standing.Outside
            ?? Elsewhere(plan, press)
            ?? NotAllowed(remediation, press, rules)
            ?? (now >= plan.ExpiresAt ? ExpiredWords(plan.ExpiresAt) : null)
            ?? OtherPlan(remediation, press)
            ?? NoTicket(remediation, press, rules)
            ?? EarlierApprovals.WhyNotJudged(remediation, press, rules);
    }

    /// <summary>Whoever may stop it may also say whether it was typed.</summary>
    public static string? WhyNotAnswered(Remediation remediation, Press press, ApprovalRules rules) =>
        remediation.State != RemediationState.Doubtful
            ? remediation.WhyClosed() ?? "Nobody has to say whether it was typed: that is known."
            : NoId(press.By)
                ?? press.Standing.Outside
                ?? (remediation.Plan.Venue?.WhyNotFrom(press.Venue))
                ?? (
                    MayStop(remediation, press, rules)
                        ? null
                        : WithNotKnown(
                            $"Only its leads, or {remediation.Plan.ProposedBy.Name} who proposed it, can say so.",
                            press
                        )
                )
                ?? OtherPlan(remediation, press);

    public static string? WhyNotDenied(Remediation remediation, Press press, ApprovalRules rules)
    {
        var proposer = remediation.Plan.ProposedBy;
        return remediation.WhyClosed()
            ?? NoId(press.By)
            ?? press.Standing.Outside
            ?? (remediation.Plan.Venue?.WhyNotFrom(press.Venue))
            ?? (
                MayStop(remediation, press, rules)
                    ? null
                    : WithNotKnown($"Only its leads, or {proposer.Name} who proposed it, can stop it.", press)
            )
            ?? OtherPlan(remediation, press)
            ?? (
                string.IsNullOrWhiteSpace(press.Reason)
                    ? "A denial needs a reason: write why not, for whoever proposed it, and press again."
                    : TooLong(press.Reason)
            );
    }

    private static bool MayStop(Remediation remediation, Press press, ApprovalRules rules) =>
        rules.MayApprove(press) || press.By.IsSameAs(remediation.Plan.ProposedBy);

    public static string ExpiredWords(DateTimeOffset at) =>
        $"It expired at {at.UtcDateTime:HH:mm:ss} UTC: run the check again and propose it anew.";

    private static string Already(Remediation remediation) =>
        $"{remediation.ApprovedBy!.Name} has approved it already.";

    private static string? NoId(Person by) => string.IsNullOrWhiteSpace(by.EntraId) ? $"{by.Name} {NoEntraId}" : null;

    private static string? Elsewhere(RemediationPlan plan, Press press) =>
        plan.Venue is { } venue
            ? venue.WhyNotFrom(press.Venue)
            : "An older SpiBot wrote this plan and did not note where: run the check again and propose it anew.";

    private static string? NotAllowed(Remediation remediation, Press press, ApprovalRules rules) =>
        !rules.MayApprove(press)
            ? WithNotKnown(
                $"Only leads can approve {remediation.Plan.Kind} on {remediation.Plan.Gateway}, and {press.By.Name} is not one of them.",
                press
            )
        : press.BreakGlass ? WhyGlassHolds(press, rules)
        : press.By.IsSameAs(remediation.Plan.ProposedBy)
            ? "Whoever proposed a change cannot approve it: another lead has to."
        : null;

    /// <summary>Somebody whom a group would have let in has to hear that the group could not be asked.</summary>
    private static string WithNotKnown(string refusal, Press press) =>
        string.Join(' ', [refusal, .. press.Standing.NotKnown]);

    private static string? WhyGlassHolds(Press press, ApprovalRules rules) =>
        !rules.BreakGlass
            ? "Approving alone is switched off here (Remediations:BreakGlass): another lead has to approve."
        : string.IsNullOrWhiteSpace(press.Reason)
            ? "Approving alone needs a reason: write why nobody else can approve it, and press again."
        : TooLong(press.Reason);

    private static string? TooLong(string reason) =>
        reason.Trim().Length > Press.LongestReason
            ? $"The reason is longer than {Press.LongestReason} characters: say it shorter, and press again."
            : null;

    private static string? NoTicket(Remediation remediation, Press press, ApprovalRules rules) =>
        (rules.Ticket, TicketOf(press) ?? remediation.Ticket) switch
        {
            (null, _) => null,
            ({ Pattern: var pattern }, null) =>
                $"An approval needs the number of a ticket (it looks like {pattern}): write it beside Approve and press again.",
            (var rule, { } ticket) when !rule.Fits(ticket) =>
                $"That is not the number of a ticket: it has to look like {rule.Pattern}.",
            _ => null,
        };

    /// <summary>What was written beside the button; null for nothing.</summary>
    public static string? TicketOf(Press press) => string.IsNullOrWhiteSpace(press.Ticket) ? null : press.Ticket.Trim();

    private static string? OtherPlan(Remediation remediation, Press press) =>
        press.Digest == remediation.Digest
            ? null
            : "This approval is for another plan than the one that stands now: look at the newest card.";
}
