using SpiBot.Gateways.Changes;
using SpiBot.Operations.Debugs;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <content>A debug is not looked after: it tells by itself what it heard, or is taken for lost.</content>
internal sealed partial class RemediationGrain
{
    /// <summary>Beside the listening: opening and closing its session.</summary>
    private static readonly TimeSpan DebugSlack = TimeSpan.FromMinutes(2);

    private DateTimeOffset? debugEndedBy;

    public async Task Debugged(DebugHeard heard, CancellationToken ct)
    {
        if (Known.Remediation is { State: RemediationState.Sent, Plan: { Change: Change.Debug debug } plan })
        {
            await End(Known.Remediation.Verify(heard.Outcome(debug, plan.Gateway), Now));
            reports.TellDebug(Known, heard);
        }
    }

    public async Task DebugDue(CancellationToken ct)
    {
        if (
            Known.Remediation
            is not { State: RemediationState.Sent, SentAt: { } sent, Plan: { Change: Change.Debug } plan }
        )
        {
            return;
        }

        var due = await LastWordBy(plan, sent, ct);
        if (Now < due)
        {
            Later(due, "waiting for", me => me.DebugDue(CancellationToken.None));
            return;
        }

        var stopped = Known.Remediation.Typed[^1].IsInPart
            ? $"SpiBot was stopped while it switched on the debug on {plan.Gateway}: only a part of it was typed, and nothing was heard."
            : $"SpiBot was stopped while it listened to the debug on {plan.Gateway}: what it had heard is lost.";
        var words = $"{stopped} Its duty takes the debug away; `duties` tells. Propose it anew.";
        await End(Known.Remediation.Verify(new RemediationOutcome(OutcomeVerdict.CannotTell, words, []), Now));
    }

    /// <summary>Until when whoever listens will have told: its duty says who does. The gateway need not wait for one that is gone.</summary>
    private async Task<DateTimeOffset> LastWordBy(RemediationPlan plan, DateTimeOffset sent, CancellationToken ct)
    {
        var due = sent + debugs.Value.Lasts + DebugSlack;
        foreach (var id in await duties.Open(ct))
        {
            if (
                await duties.Read(id, ct) is { Duty.Task: var task }
                && task.What == plan.Change.Leaves
                && task.Gateway == plan.Gateway
            )
            {
                return holders.Lives(task.Holder) ? due : Now;
            }
        }

        // Ended: its word is on its way, or never comes.
        debugEndedBy ??= Now + debugs.Value.TellWithin;
        return debugEndedBy < due ? debugEndedBy.Value : due;
    }
}
