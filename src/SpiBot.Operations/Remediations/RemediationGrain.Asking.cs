using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Remediations;

/// <content>Asking for approvals, one turn after the other.</content>
internal sealed partial class RemediationGrain
{
    public async Task AskDue(CancellationToken ct)
    {
        foreach (var turn in asking.Due(Known.Remediation.Plan, Now))
        {
            // Refused, they were asked before; somebody else's entry means that it may be decided by now.
            await Happened(Known.Remediation.Ask(turn.Number, turn.Whom, Now));
            if (Known.Remediation.State != RemediationState.Proposed)
            {
                return;
            }

            await asking.Call(Known, turn, ct);
        }

        if (
            Known.Remediation.State == RemediationState.Proposed
            && asking.NextAt(Known.Remediation.Plan, Now) is { } next
        )
        {
            Later(next, "asking the next about", me => me.AskDue(CancellationToken.None));
        }
    }
}
