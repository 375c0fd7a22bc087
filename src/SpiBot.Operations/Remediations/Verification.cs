using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Journal;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>Looks again after a clear, at the tunnel (both ends) or at the box, and judges each look against what was seen before.</summary>
internal sealed class Verification(RemediationRecord record)
{
    private readonly RemediationTarget target = record.Target;
    private int looks;
    private BothEnds? first;
    private BothEnds? current;

    /// <summary>The latest look has one before it, also after the clear: rates are known.</summary>
    public bool HasRates => first is not null && first != current;

    public bool IsLooking => current is { BothAreIn: false };

    public async Task Look(IGrainFactory grains, GatewayInventory inventory, string remediationId, CancellationToken ct)
    {
        var plan = record.Remediation.Plan;
        var viewpoint =
            inventory.Find(target.Viewpoint)
            ?? throw new UnknownGatewayException($"{target.Viewpoint} is no longer in the inventory");
        var request = new ReadRequest(
            $"look {++looks} after {plan.Id}",
            target.Peer,
            Asker.Remediation,
            remediationId,
            Fresh: true
        )
        {
            Thread = record.Thread,
        };
        current = await BothEnds.Look(grains, inventory, viewpoint, target.Peer, request, ct);
    }

    /// <returns>What this look tells, once all of it is in; else null.</returns>
    public RemediationOutcome? Take(string requestId, ReadOutcome outcome)
    {
        if (current is null || !current.Take(requestId, outcome) || !current.BothAreIn)
        {
            return null;
        }

        var judged = Judge(current);
        first ??= current.Ours.Failure is null ? current : null;
        return judged;
    }

    private RemediationOutcome Judge(BothEnds now)
    {
        if (now.Ours.Failure is { } failure)
        {
            return CannotTell($"{failure.Gateway} could not be looked at again: {failure.CameBack} {failure.DoNow}");
        }

        if (target.Peer is null)
        {
            return (target.BoxBefore, now.Ours.Box, record.Remediation.Plan.Change) switch
            {
                ({ } box, { } boxNow, Change.ClearDrops) => DropsCleared.Judge(box, boxNow),
                ({ } box, { } boxNow, _) => OutcomeJudge.JudgeInactive(box, boxNow),
                _ => CannotTell("Nothing was kept of how the box was before."),
            };
        }

        return target.Before is { } before && now.Evidence(first) is { } after
            ? OutcomeJudge.Judge(before, after)
            : CannotTell("Nothing was kept of how the tunnel was before.");
    }

    private static RemediationOutcome CannotTell(string words) => new(OutcomeVerdict.CannotTell, words, []);
}
