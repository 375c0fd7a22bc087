using System.Text.Json;
using SpiBot.Gateways.Duties;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Journal;

/// <summary>A duty with where it is spoken of, and how far its journal goes.</summary>
internal sealed record DutyRecord(Duty Duty, ThreadAddress Thread, int Sequence);

/// <summary>Writes the events of duties into the journal and reads them back.</summary>
internal sealed class DutyJournal(IJournal journal)
{
    private const int Schema = 1;

    /// <summary>The first entry, which has the task and the thread, is read by itself.</summary>
    private static readonly EventKinds<DutyEvent> Kinds = new(
        ("duty-late", typeof(DutyEvent.Late)),
        ("duty-removed", typeof(DutyEvent.Removed))
    );

    private sealed record Beginning(DutyTask Task, ThreadAddress Thread);

    /// <returns>The ids that have not ended, oldest first.</returns>
    public async Task<IReadOnlyList<string>> Open(CancellationToken ct) =>
        [.. (await journal.Open(ct)).Where(id => id.StartsWith(DutyTask.Prefix, StringComparison.Ordinal))];

    /// <returns>Null when there is no such duty.</returns>
    public async Task<DutyRecord?> Read(string id, CancellationToken ct)
    {
        var entries = await journal.Read(id, ct);
        if (entries.Count == 0)
        {
            return null;
        }

        var beginning = EntryJson.Read<Beginning>(entries[0], Schema);
        var duty = Duty.Of(
            entries.Select(e =>
                e.Sequence == 1 ? new DutyEvent.Taken(e.Entry.At, beginning.Task) : Kinds.Read(e, Schema)
            )
        )!;
        return new DutyRecord(duty, beginning.Thread, entries[^1].Sequence);
    }

    /// <returns>Null when there is a duty with this id already.</returns>
    public async Task<DutyRecord?> Begin(DutyEvent.Taken taken, ThreadAddress thread, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(new Beginning(taken.Task, thread), OperationsJson.Options);
        var entry = new Entry("duty-taken", Schema, taken.At, json, Ends: false);
        return await journal.Append(taken.Task.Id, expectedSequence: 0, entry, ct) is AppendOutcome.Appended appended
            ? new DutyRecord(Duty.Of([taken])!, thread, appended.Sequence)
            : null;
    }

    /// <returns>Null when somebody else has written since <paramref name="record"/> was read.</returns>
    public async Task<DutyRecord?> Append(DutyRecord record, DutyEvent happened, CancellationToken ct)
    {
        var after = record.Duty.After(happened);
        var json = JsonSerializer.Serialize(happened, happened.GetType(), OperationsJson.Options);
        var entry = new Entry(Kinds.Of(happened), Schema, happened.At, json, !after.IsOpen)
        {
            IsToBeTold = after.LateSince is not null || after is { IsOpen: false, Task.Found: true },
        };
        return await journal.Append(after.Task.Id, record.Sequence, entry, ct) is AppendOutcome.Appended appended
            ? record with
            {
                Duty = after,
                Sequence = appended.Sequence,
            }
            : null;
    }
}
