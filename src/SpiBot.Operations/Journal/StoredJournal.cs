using System.Data.Common;
using Microsoft.Extensions.Logging;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The journal in the database, chained by <paramref name="keys"/>. Each entry that is written is an event of the log too.</summary>
internal sealed class StoredJournal(Database database, AuditKeys keys, ILogger<StoredJournal> log) : IJournal
{
    private static readonly EventId Written = new(2001, "JournalEntry");
    private static readonly EventId Rewritten = new(2002, "JournalRewritten");

    /// <summary>Where the journal ended when this SpiBot wrote last: whoever cuts it off there leaves a true, shorter journal, but not to who saw it longer.</summary>
    private volatile ChainHead? mine;

    public async Task<AppendOutcome> Append(
        string id,
        int expectedSequence,
        Entry entry,
        CancellationToken ct,
        Action<DbConnection>? with = null
    )
    {
        var (gone, before) = (false, mine);
        var (outcome, head) = await database.Write(
            db =>
            {
                var head = JournalChain.TakeHead(db);
                gone = before is not null && !JournalChain.Holds(db, head, before);
                var (latest, ended) = db.Rows(
                    "SELECT coalesce(max(sequence), 0), coalesce(max(ends), 0) FROM journal WHERE id = @id",
                    r => (r.GetInt32(0), r.IsYes(1)),
                    ("id", id)
                )[0];
                if (latest != expectedSequence || ended)
                {
                    return ((AppendOutcome)new AppendOutcome.Conflict(latest), head);
                }

                if (entry.IsToBeTold)
                {
                    db.Run(
                        "INSERT INTO untold VALUES (@id, @sequence) ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence",
                        ("id", id),
                        ("sequence", latest + 1)
                    );
                }

                with?.Invoke(db);
                return (
                    new AppendOutcome.Appended(latest + 1),
                    JournalChain.Append(db, head, keys.Current, id, latest + 1, entry)
                );
            },
            ct
        );
        if (gone)
        {
            log.LogError(
                Rewritten,
                "The journal does not hold {Written} any more, which this SpiBot has written: its end was cut off or rewritten, or an older store was put back, while SpiBot ran. It goes on behind what is there",
                before
            );
        }

        if (outcome is AppendOutcome.Appended appended)
        {
            mine = head;
            log.LogInformation(
                Written,
                "Journal {Position}: {Kind} of {Id} ({Sequence}), ends {Ends}, at {At:O}, mac {Mac}",
                head.Position,
                entry.Kind,
                id,
                appended.Sequence,
                entry.Ends,
                entry.At,
                head.Mac
            );
        }

        return outcome;
    }

    public Task<IReadOnlyList<JournaledEntry>> Read(string id, CancellationToken ct) =>
        database.Read<IReadOnlyList<JournaledEntry>>(
            db =>
                db.Rows(
                    "SELECT sequence, kind, schema, at, json, ends FROM journal WHERE id = @id ORDER BY sequence",
                    r => new JournaledEntry(
                        id,
                        r.GetInt32(0),
                        new Entry(r.GetString(1), r.GetInt32(2), Sql.Time(r.GetString(3)), r.GetString(4), r.IsYes(5))
                    ),
                    ("id", id)
                ),
            ct
        );

    public Task<IReadOnlyList<string>> Open(CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    "SELECT id FROM journal GROUP BY id HAVING max(ends) = 0 ORDER BY min(at), id",
                    r => r.GetString(0)
                ),
            ct
        );
}
