using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Remediations;

/// <summary>
/// How long ago the SAs with a peer were cleared on a gateway, out of the journal: it is right after a restart too. Changes of the whole box have no cool-down.
/// </summary>
internal sealed class CoolDowns(Database database, RemediationJournal journal, IOptions<RemediationOptions> options)
{
    /// <returns>Why this plan may not be carried out yet, in a sentence; null when it may.</returns>
    public async Task<string?> WhyNot(RemediationPlan plan, DateTimeOffset now, CancellationToken ct)
    {
        var coolDown = options.Value.CoolDown;
        if (plan.Change.WithPeer is not { } peer || coolDown <= TimeSpan.Zero)
        {
            return null;
        }

        DateTimeOffset? last = null;
        foreach (var id in await TypedSince(now - coolDown, ct))
        {
            if (
                id != plan.Id
                && (await journal.Read(id, ct))?.Remediation is { Plan: var other, PerhapsTypedAt: { } at }
                && string.Equals(other.Gateway, plan.Gateway, StringComparison.OrdinalIgnoreCase)
                && peer.Equals(other.Change.WithPeer)
                && at + coolDown > now
                && !(last > at)
            )
            {
                last = at;
            }
        }

        return last is { } when
            ? $"SpiBot cleared SAs with {peer} on {plan.Gateway} at {when.UtcDateTime:HH:mm:ss} UTC. The next clear of that peer waits until {(when + coolDown).UtcDateTime:HH:mm:ss} UTC, so that the new SAs can show whether they hold."
            : null;
    }

    private Task<IReadOnlyList<string>> TypedSince(DateTimeOffset since, CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    "SELECT DISTINCT id FROM journal WHERE kind IN ('claimed', 'sent', 'failed') AND at > @since",
                    r => r.GetString(0),
                    ("since", Sql.Text(since))
                ),
            ct
        );
}
