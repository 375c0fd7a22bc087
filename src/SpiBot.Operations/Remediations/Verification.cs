using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Journal;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>Looks again after a clear, at the tunnel (both ends) or at the box, and judges each look against what was seen before.</summary>
internal sealed class Verification(RemediationRecord record, DateTimeOffset began)
{
    /// <summary>An SA is renegotiated before its life is over, not after; so long after its end all is settled.</summary>
    private static readonly TimeSpan AfterItsLife = TimeSpan.FromMinutes(1);

    private readonly RemediationTarget target = record.Target;
    private int looks;
    private BothEnds? first;
    private BothEnds? current;

    public DateTimeOffset Began { get; } = began;

    /// <summary>The latest look has one before it, also after the clear: rates are known.</summary>
    public bool HasRates => first is not null && first != current;

    /// <summary>Our end answered at least once.</summary>
    public bool WasRead => first is not null;

    public bool IsLooking => current is { BothAreIn: false };

    public async Task Look(IGrainFactory grains, GatewayInventory inventory, string remediationId, CancellationToken ct)
    {
        var plan = record.Remediation.Plan;
        var viewpoint =
            inventory.Find(target.Viewpoint)
            ?? throw new UnknownGatewayException($"{target.Viewpoint} is no longer in the inventory");
        var request = new ReadRequest(
            $"look {++looks} after entry {record.Sequence} of {plan.Id}",
            target.Peer,
            Asker.Remediation,
            remediationId,
            Fresh: true
        )
        {
            Thread = record.Thread,
        };
        current = await BothEnds.Look(grains, inventory, viewpoint, target.Peer, request, elsewhere: [], ct);
    }

    /// <summary>Asks the ends once more that have not answered.</summary>
    public Task AskMissing(IGrainFactory grains, CancellationToken ct) =>
        current?.AskMissing(grains, ct) ?? Task.CompletedTask;

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

    /// <returns>The SPIs that the latest look saw on one of the ends; null when they were not all read.</returns>
    public IReadOnlyList<SpiSeen>? SpisOn(string gateway) =>
        Latest.FirstOrDefault(seen => string.Equals(seen.Gateway, gateway, StringComparison.OrdinalIgnoreCase))
            is { Sas.Value: { Complete: true } sas }
            ? PlanCheck.Seen(sas)
            : null;

    /// <returns>When the SAs of the latest look will have been renegotiated; null when that is not known, or later than <paramref name="within"/>.</returns>
    public DateTimeOffset? RekeyDue(TimeSpan within)
    {
        var ends = Latest
            .SelectMany(seen =>
                seen.Tunnels.SelectMany(child => child.Inbound.Concat(child.Outbound))
                    .Where(sa => sa.RemainingSeconds > 0)
                    .Select(sa => seen.TakenAt + TimeSpan.FromSeconds(sa.RemainingSeconds!.Value))
            )
            .ToList();
        return ends.Count > 0 && ends.Min() + AfterItsLife is var due && due - Began <= within ? due : null;
    }

    private IEnumerable<TunnelReading> Latest =>
        new[] { current?.Ours.Tunnel, current?.Theirs?.Tunnel }.OfType<TunnelReading>();

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

        return (target.Before, now.Evidence(first), record.Remediation.IsToBeRechecked) switch
        {
            ({ } before, { } after, false) => OutcomeJudge.Judge(before, after),
            ({ } before, { } after, true) => AfterRekey.Judge(before, after),
            _ => CannotTell("Nothing was kept of how the tunnel was before."),
        };
    }

    private static RemediationOutcome CannotTell(string words) => new(OutcomeVerdict.CannotTell, words, []);
}
