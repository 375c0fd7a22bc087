using Microsoft.Extensions.Options;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Remediations;

/// <summary>
/// Asks those who may approve a plan, one step of the inventory's order after the other. Whose turn it is follows from when the plan was journaled, and whether they were
/// asked from whether there is a message: so it goes on after a restart, and nobody is asked twice.
/// </summary>
internal sealed class Asking(
    WhoDecides who,
    IThreadMemory memory,
    RemediationReports reports,
    IOptions<RemediationOptions> options
)
{
    /// <summary>Asks whoever has to be asked by now.</summary>
    /// <returns>When the next are to be asked; null when nobody is left, or it will have expired by then.</returns>
    public async Task<DateTimeOffset?> Ask(RemediationRecord record, DateTimeOffset now, CancellationToken ct)
    {
        var plan = record.Remediation.Plan;
        var steps = who.AskedInTurn(plan);
        for (var step = 0; step < steps.Count; step++)
        {
            var due = plan.ProposedAt + (step * options.Value.AskNextAfter);
            if (due > now)
            {
                return due < plan.ExpiresAt ? due : null;
            }

            if (await memory.MessageOf(RemediationExchange.OfAsking(plan.Id, step + 1), ct) is null)
            {
                reports.Ask(record, step + 1, steps[step]);
            }
        }

        return null;
    }
}
