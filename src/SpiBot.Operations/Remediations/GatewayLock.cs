using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Remediations;

/// <summary>One thing at a time on a gateway: while another change of it is typed or looked after, or a debug of it runs, nothing else is typed there.</summary>
internal sealed class GatewayLock(Database database, RemediationJournal remediations, DutyJournal duties)
{
    /// <returns>What else is under way there, in a sentence; null when nothing is.</returns>
    public async Task<string?> WhyNot(string remediationId, string gateway, CancellationToken ct)
    {
        foreach (var id in await UnderWay(ct))
        {
            if (
                id != remediationId
                && (await remediations.Read(id, ct))?.Remediation
                    is { State: RemediationState.Claimed or RemediationState.Sent } other
                && IsThere(other.Step.Gateway, gateway)
            )
            {
                return $"Another change of {gateway} is under way ({other.Plan.Kind}, approved by {other.ApprovedBy?.Name}): propose this one anew when that is done.";
            }
        }

        foreach (var id in await duties.Open(ct))
        {
            if (
                await duties.Read(id, ct) is { Duty: { IsOpen: true, Task: { What: Leftover.Debug debug } task } }
                && IsThere(task.Gateway, gateway)
            )
            {
                return $"A debug of {debug.Peer} runs on {gateway} until {task.Deadline.UtcDateTime:HH:mm:ss} UTC at the latest: propose this anew when it is off.";
            }
        }

        return null;
    }

    private static bool IsThere(string one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Those whose last word is that they are typed or were.</summary>
    private Task<IReadOnlyList<string>> UnderWay(CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    """
                    SELECT id FROM journal j WHERE kind IN ('claimed', 'sent', 'answered') AND ends = 0
                      AND NOT EXISTS (SELECT 1 FROM journal later WHERE later.id = j.id AND later.sequence > j.sequence)
                    """,
                    r => r.GetString(0)
                ),
            ct
        );
}
