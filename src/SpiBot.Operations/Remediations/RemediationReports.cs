using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>Says what has become of a remediation, where it was proposed.</summary>
internal sealed class RemediationReports(
    Reports reports,
    IOptions<RemediationOptions> options,
    ILogger<RemediationReports> log
)
{
    public RemediationView ViewOf(Remediation remediation) => RemediationViews.Of(remediation, options.Value);

    public void Tell(RemediationRecord record)
    {
        var remediation = record.Remediation;
        var says = new JournalMark(remediation.Plan.Id, record.Sequence);
        var exchange = RemediationExchange.Of(remediation.Plan.Id);
        reports.Tell(
            record.Thread,
            remediation.AfterRekey is null
                ? new RemediationChanged(exchange, ViewOf(remediation), IsFinal(remediation)) { Says = says }
                : new RemediationRechecked(exchange + "/rekey", ViewOf(remediation)) { Says = says }
        );
    }

    private static bool IsFinal(Remediation remediation) =>
        remediation is { State: RemediationState.Proposed or RemediationState.Doubtful } or { EndedAt: not null };

    /// <summary>Somebody approved alone: a message of its own, which nothing replaces later.</summary>
    public void Shout(RemediationRecord record)
    {
        var (plan, alone) = (record.Remediation.Plan, record.Remediation.Approvals[^1]);
        log.LogWarning(
            "{Person} ({EntraId}) approved {Remediation} alone: {Change} on {Gateway}, proposed by {Proposer}. Reason: {Reason}",
            alone.By.Name,
            alone.By.EntraId,
            plan.Id,
            plan.Kind,
            plan.Gateway,
            plan.ProposedBy.Name,
            record.Remediation.BrokeGlass
        );
        reports.Tell(
            record.Thread,
            new GlassBroken(RemediationExchange.Of(plan.Id) + "/glass", ViewOf(record.Remediation))
        );
    }
}
