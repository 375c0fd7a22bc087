using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>One step of the inventory's order whose turn has come.</summary>
internal sealed record AskingTurn(int Number, Approvers Whom);

/// <summary>
/// Who is asked to approve a plan, one step of the inventory's order after the other. Whose turn it is follows from when the plan was journaled; whom it was is
/// journaled before they are called, and whether they were called shows in whether there is a message: so it goes on after a restart.
/// </summary>
internal sealed class Asking(
    WhoDecides who,
    IThreadMemory memory,
    RemediationReports reports,
    IOptions<RemediationOptions> options
)
{
    /// <returns>Those whose turn has come by now, the first of all first.</returns>
    public IReadOnlyList<AskingTurn> Due(RemediationPlan plan, DateTimeOffset now) =>
        [
            .. who.AskedInTurn(plan)
                .Select((whom, step) => new AskingTurn(step + 1, whom))
                .Where(turn => DueAt(plan, turn.Number) <= now),
        ];

    /// <returns>When the next are to be asked; null when nobody is left, or it will have expired by then.</returns>
    public DateTimeOffset? NextAt(RemediationPlan plan, DateTimeOffset now)
    {
        var next = Due(plan, now).Count + 1;
        var due = DueAt(plan, next);
        return next <= who.AskedInTurn(plan).Count && due < plan.ExpiresAt ? due : null;
    }

    /// <summary>Calls them, unless they were.</summary>
    public async Task Call(RemediationRecord record, AskingTurn turn, CancellationToken ct)
    {
        if (await memory.MessageOf(RemediationExchange.OfAsking(record.Remediation.Plan.Id, turn.Number), ct) is null)
        {
            reports.Ask(record, turn.Number, turn.Whom);
        }
    }

    private DateTimeOffset DueAt(RemediationPlan plan, int turn) =>
        plan.ProposedAt + ((turn - 1) * options.Value.AskNextAfter);
}
