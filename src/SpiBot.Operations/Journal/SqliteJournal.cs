using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

internal sealed class SqliteJournal(Database database) : IJournal
{
    public Task<AppendOutcome> Append(string id, int expectedSequence, Entry entry, CancellationToken ct) =>
        database.Write<AppendOutcome>(
            db =>
            {
                var (latest, ended) = db.Rows(
                    "SELECT coalesce(max(sequence), 0), coalesce(max(ends), 0) FROM journal WHERE id = @id",
                    r => (r.GetInt32(0), r.GetBoolean(1)),
                    ("id", id)
                )[0];
                if (latest != expectedSequence || ended)
                {
                    return new AppendOutcome.Conflict(latest);
                }

                db.Run(
                    "INSERT INTO journal VALUES (@id, @sequence, @at, @kind, @schema, @ends, @json)",
                    ("id", id),
                    ("sequence", latest + 1),
                    ("at", Sql.Text(entry.At)),
                    ("kind", entry.Kind),
                    ("schema", entry.Schema),
                    ("ends", entry.Ends),
                    ("json", entry.Json)
                );
                return new AppendOutcome.Appended(latest + 1);
            },
            ct
        );

    public Task<IReadOnlyList<JournaledEntry>> Read(string id, CancellationToken ct) =>
        database.Read<IReadOnlyList<JournaledEntry>>(
            db =>
                db.Rows(
                    "SELECT sequence, kind, schema, at, json, ends FROM journal WHERE id = @id ORDER BY sequence",
                    r => new JournaledEntry(
                        id,
                        r.GetInt32(0),
                        new Entry(
                            r.GetString(1),
                            r.GetInt32(2),
                            Sql.Time(r.GetString(3)),
                            r.GetString(4),
                            r.GetBoolean(5)
                        )
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
