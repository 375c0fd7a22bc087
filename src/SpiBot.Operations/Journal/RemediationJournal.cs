using System.Text.Json;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Journal;

/// <summary>A remediation with what only operations know of it: where it is spoken of, which tunnel it is about, and how far its journal goes.</summary>
internal sealed record RemediationRecord(
    Remediation Remediation,
    ThreadAddress Thread,
    RemediationTarget Target,
    int Sequence
);

/// <summary>Writes the events of remediations into the journal and reads them back.</summary>
internal sealed class RemediationJournal(IJournal journal)
{
    private const int Schema = 1;

    /// <summary>The first entry, which has the plan and more, is read by itself.</summary>
    private static readonly EventKinds<RemediationEvent> Kinds = new(
        ("asked", typeof(RemediationEvent.Asked)),
        ("approved", typeof(RemediationEvent.Approved)),
        ("lapsed", typeof(RemediationEvent.Lapsed)),
        ("denied", typeof(RemediationEvent.Denied)),
        ("expired", typeof(RemediationEvent.Expired)),
        ("claimed", typeof(RemediationEvent.Claimed)),
        ("superseded", typeof(RemediationEvent.Superseded)),
        ("sent", typeof(RemediationEvent.Sent)),
        ("doubted", typeof(RemediationEvent.Doubted)),
        ("answered", typeof(RemediationEvent.Answered)),
        ("continued", typeof(RemediationEvent.Continued)),
        ("failed", typeof(RemediationEvent.Failed)),
        ("verified", typeof(RemediationEvent.Verified)),
        ("rechecked", typeof(RemediationEvent.Rechecked))
    );

    /// <summary>What the first entry holds beside the plan.</summary>
    private sealed record Beginning(RemediationPlan Plan, ThreadAddress Thread, RemediationTarget Target);

    public async Task<IReadOnlyList<string>> Open(CancellationToken ct) =>
        [.. (await journal.Open(ct)).Where(id => !id.StartsWith(DutyTask.Prefix, StringComparison.Ordinal))];

    /// <returns>Null when there is no such remediation.</returns>
    public async Task<RemediationRecord?> Read(string id, CancellationToken ct)
    {
        var entries = await journal.Read(id, ct);
        if (entries.Count == 0)
        {
            return null;
        }

        var beginning = EntryJson.Read<Beginning>(entries[0], Schema);
        var remediation = Remediation.Of(
            entries.Select(e =>
                e.Sequence == 1 ? new RemediationEvent.Proposed(e.Entry.At, beginning.Plan) : Kinds.Read(e, Schema)
            )
        )!;
        return new RemediationRecord(remediation, beginning.Thread, beginning.Target, entries[^1].Sequence);
    }

    /// <returns>The remediation with its first entry; null when there is one with this id already.</returns>
    public async Task<RemediationRecord?> Begin(
        RemediationEvent.Proposed proposed,
        ThreadAddress thread,
        RemediationTarget target,
        CancellationToken ct
    )
    {
        var json = JsonSerializer.Serialize(new Beginning(proposed.Plan, thread, target), OperationsJson.Options);
        var entry = new Entry("proposed", Schema, proposed.At, json, Ends: false) { IsToBeTold = true };
        return await journal.Append(proposed.Plan.Id, expectedSequence: 0, entry, ct) is AppendOutcome.Appended appended
            ? new RemediationRecord(Remediation.Of([proposed])!, thread, target, appended.Sequence)
            : null;
    }

    /// <returns>The remediation after the event; null when somebody else has written since <paramref name="record"/> was read.</returns>
    public async Task<RemediationRecord?> Append(
        RemediationRecord record,
        RemediationEvent happened,
        CancellationToken ct
    )
    {
        var after = record.Remediation.After(happened);
        var json = JsonSerializer.Serialize(happened, happened.GetType(), OperationsJson.Options);
        var entry = new Entry(Kinds.Of(happened), Schema, happened.At, json, after.HasEnded)
        {
            // Whether somebody was called shows in whether there is a message that does.
            IsToBeTold = happened is not RemediationEvent.Asked,
        };
        return await journal.Append(after.Plan.Id, record.Sequence, entry, ct) is AppendOutcome.Appended appended
            ? record with
            {
                Remediation = after,
                Sequence = appended.Sequence,
            }
            : null;
    }
}
