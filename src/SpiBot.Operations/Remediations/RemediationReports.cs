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
        var final = remediation.State == RemediationState.Proposed || remediation.HasEnded;
        reports.Tell(
            record.Thread,
            new RemediationChanged(RemediationExchange.Of(remediation.Plan.Id), ViewOf(remediation), final)
            {
                Says = new JournalMark(remediation.Plan.Id, record.Sequence),
            }
        );
    }

    /// <summary>Somebody approved alone: a message of its own, which nothing replaces later.</summary>
    public void Shout(RemediationRecord record)
    {
        var (plan, alone) = (record.Remediation.Plan, record.Remediation.Approvals[^1]);
        log.LogWarning(
            "{Person} ({EntraId}) approved {Remediation} alone: {Change} on {Gateway}, proposed by {Proposer}. Reason: {Reason}",
            alone.By.Name,
            alone.By.EntraId,
            plan.Id,
            plan.Change.Kind,
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
