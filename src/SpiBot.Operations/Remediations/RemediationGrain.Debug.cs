using SpiBot.Gateways.Changes;
using SpiBot.Operations.Debugs;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <content>A debug is not looked after: it tells by itself what it heard, or is taken for lost.</content>
internal sealed partial class RemediationGrain
{
    /// <summary>Beside the listening: opening and closing its session.</summary>
    private static readonly TimeSpan DebugSlack = TimeSpan.FromMinutes(2);

    public async Task Debugged(DebugHeard heard, CancellationToken ct)
    {
        if (Known.Remediation is { State: RemediationState.Sent, Plan: { Change: Change.Debug debug } plan })
        {
            await End(Known.Remediation.Verify(heard.Outcome(debug, plan.Gateway), Now), ct);
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

        var due = sent + debugs.Value.Lasts + DebugSlack;
        if (Now < due)
        {
            Later(due, "waiting for", me => me.DebugDue(CancellationToken.None));
            return;
        }

        var words =
            $"SpiBot was stopped while it listened to the debug on {plan.Gateway}: what it had heard is lost. Its duty takes the debug away; `duties` tells. Propose it anew.";
        await End(Known.Remediation.Verify(new RemediationOutcome(OutcomeVerdict.CannotTell, words, []), Now), ct);
    }
}
