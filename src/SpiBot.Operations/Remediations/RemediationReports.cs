using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>Says what has become of a remediation, where it was proposed.</summary>
internal sealed class RemediationReports(
    Reports reports,
    WhoDecides who,
    IThreadMemory memory,
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
        TellAsked(remediation, record.Thread);
    }

    /// <summary>Whoever was called and comes late reads what has become of it, and not that they are waited for.</summary>
    private void TellAsked(Remediation remediation, ThreadAddress thread)
    {
        if (remediation is { AfterRekey: null } and ({ State: RemediationState.Approved } or { EndedAt: not null }))
        {
            foreach (var asked in remediation.Asked)
            {
                reports.Tell(
                    thread,
                    new AskingOver(RemediationExchange.OfAsking(remediation.Plan.Id, asked.Turn), ViewOf(remediation))
                    {
                        After = RemediationExchange.Of(remediation.Plan.Id),
                    }
                );
            }
        }
    }

    /// <summary>What a debug has told, beside the remediation's own message.</summary>
    public void TellDebug(RemediationRecord record, DebugHeard heard)
    {
        var exchange = RemediationExchange.Of(record.Remediation.Plan.Id);
        for (var part = 1; part <= DebugParts.Of(heard.Text).Count; part++)
        {
            reports.Tell(
                record.Thread,
                new DebugTold($"{exchange}/debug/{part}", ViewOf(record.Remediation), heard, part)
            );
        }
    }

    /// <summary>Those whose turn it is are mentioned: a message of its own, because a message that is only changed notifies nobody.</summary>
    public void Ask(RemediationRecord record, int turn, Approvers whom) =>
        reports.Tell(
            record.Thread,
            new ApproversAsked(
                RemediationExchange.OfAsking(record.Remediation.Plan.Id, turn),
                ViewOf(record.Remediation),
                turn,
                whom
            )
            {
                After = RemediationExchange.Of(record.Remediation.Plan.Id),
            }
        );

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
            new GlassBroken(RemediationExchange.OfBrokenGlass(plan.Id), ViewOf(record.Remediation), who.Approvers(plan))
        );
    }

    /// <summary>The same after a crash, which may have come before that was said.</summary>
    public async Task ShoutUnlessSaid(RemediationRecord record, CancellationToken ct)
    {
        if (
            record.Remediation is { BrokeGlass: not null, Plan.Id: var id }
            && await memory.MessageOf(RemediationExchange.OfBrokenGlass(id), ct) is null
        )
        {
            Shout(record);
        }
    }
}
