using SpiBot.Gateways.Inventory;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// Whether the approvals before a further one still count: they are judged anew, by what may be now and by what was found out of these people when the further
/// one was pressed. Where that cannot be found out, they do not. Pure.
/// </summary>
internal static class EarlierApprovals
{
    /// <summary>Somebody approved between the look at those who had and this press.</summary>
    public static string? WhyNotJudged(Remediation remediation, Press press, ApprovalRules rules) =>
        rules.LooksAtGroups
        && WhoMayNot(remediation, press, rules).FirstOrDefault(by => press.StandingOf(by) is null) is { } just
            ? $"{just.Name} has approved it just now: press again."
            : null;

    /// <returns>The first that does not count any more; null when all do.</returns>
    public static RemediationEvent.Lapsed? Lapse(
        Remediation remediation,
        Press press,
        ApprovalRules rules,
        DateTimeOffset now
    ) =>
        WhoMayNot(remediation, press, rules).FirstOrDefault() is { } by
            ? new RemediationEvent.Lapsed(now, by, Because(remediation.Plan, by, press))
            : null;

    private static IEnumerable<Person> WhoMayNot(Remediation remediation, Press press, ApprovalRules rules) =>
        remediation
            .Approvals.Select(approval => approval.By)
            .Where(by => !by.IsSameAs(press.By) && !rules.MayApprove(by, press.StandingOf(by) ?? Standing.Alone));

    private static string Because(RemediationPlan plan, Person by, Press press)
    {
        var what = $"approve {plan.Kind} on {plan.Gateway}";
        return press.StandingOf(by) switch
        {
            { Outside: { } outside } => outside,
            { NotKnown: { Count: > 0 } notKnown } =>
                $"Whether {by.Name} may still {what} is not known. {string.Join(' ', notKnown)}",
            _ => $"{by.Name} may not {what} any more.",
        };
    }
}
