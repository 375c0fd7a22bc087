using System.Data.Common;
using System.Text.Json;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Watches;

/// <summary>
/// The table of watches. Each act of a person stands in the journal too, written in one transaction with the table. Such an entry ends by itself: nothing about a watch is open in
/// the journal, so that an older SpiBot, which knows no watches, is not disturbed by it.
/// </summary>
internal sealed class WatchStore(Database database, IJournal journal)
{
    private const int Schema = 1;

    /// <summary>One that has ended is kept until whoever starts meanwhile could say so.</summary>
    private static readonly TimeSpan EndedKept = TimeSpan.FromHours(1);

    /// <returns>Null when there is none.</returns>
    public Task<StoredWatch?> Find(string key, CancellationToken ct) =>
        database.Read(
            db => db.Rows("SELECT key, schema, json FROM watches WHERE key = @key", Row, ("key", key)).FirstOrDefault(),
            ct
        );

    /// <returns>The keys of those that last, and of those that have ended just now.</returns>
    public Task<IReadOnlyList<string>> Keys(DateTimeOffset now, CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    "SELECT key FROM watches WHERE ended = '' OR ended >= @since ORDER BY key",
                    r => r.GetString(0),
                    ("since", Sql.Text(now - EndedKept))
                ),
            ct
        );

    public Task<IReadOnlyList<string>> KeysIn(Venue venue, CancellationToken ct) =>
        database.Read<IReadOnlyList<string>>(
            db =>
                db.Rows(
                    "SELECT key FROM watches WHERE place = @place AND ended = '' ORDER BY key",
                    r => r.GetString(0),
                    ("place", WatchKey.Place(venue))
                ),
            ct
        );

    /// <returns>Those that last.</returns>
    public Task<IReadOnlyList<StoredWatch>> Lasting(CancellationToken ct) =>
        database.Read<IReadOnlyList<StoredWatch>>(
            db => db.Rows("SELECT key, schema, json FROM watches WHERE ended = '' ORDER BY key", Row),
            ct
        );

    /// <summary>Writes it with the act that made it so.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="watch">As it is after the act, its acts not counted yet.</param>
    /// <param name="kind">Of the act.</param>
    /// <param name="by">Who did it; null: nobody, or somebody whom Teams did not name.</param>
    /// <param name="at">When.</param>
    /// <param name="because">Why it ended; null while it lasts.</param>
    /// <param name="ct">Cancels before it is written.</param>
    public async Task<StoredWatch> Put(
        string key,
        StoredWatch watch,
        string kind,
        Person? by,
        DateTimeOffset at,
        string? because,
        CancellationToken ct
    )
    {
        var after = watch with { Acts = watch.Acts + 1 };
        var act = new WatchAct(watch.Id, watch.Gateway, watch.Peer, by, watch.Until, watch.Venue, because);
        var entry = new Entry(kind, Schema, at, JsonSerializer.Serialize(act, OperationsJson.Options), Ends: true);
        var outcome = await journal.Append(
            $"{watch.Id}/{after.Acts}",
            expectedSequence: 0,
            entry,
            ct,
            db =>
            {
                db.Run(
                    "DELETE FROM watches WHERE ended <> '' AND ended < @before",
                    ("before", Sql.Text(at - EndedKept))
                );
                Write(db, key, after);
            }
        );
        return outcome is AppendOutcome.Appended
            ? after
            : throw new InvalidOperationException($"act {after.Acts} of {watch.Id} is in the journal already");
    }

    /// <summary>Writes what it has seen.</summary>
    public Task Put(string key, StoredWatch watch, CancellationToken ct) =>
        database.Write(db => Write(db, key, watch), ct);

    private static int Write(DbConnection db, string key, StoredWatch watch) =>
        db.Run(
            """
            INSERT INTO watches VALUES (@key, @place, @ended, @schema, @json)
            ON CONFLICT (key) DO UPDATE SET ended = excluded.ended, schema = excluded.schema, json = excluded.json
            """,
            ("key", key),
            ("place", WatchKey.Place(watch.Venue)),
            ("ended", watch.EndedAt is { } ended ? Sql.Text(ended) : ""),
            ("schema", Schema),
            ("json", JsonSerializer.Serialize(watch, OperationsJson.Options))
        );

    private static StoredWatch Row(DbDataReader row) =>
        row.GetInt32(1) == Schema
            ? JsonSerializer.Deserialize<StoredWatch>(row.GetString(2), OperationsJson.Options)!
            : throw new StorageRefusedException(
                $"the watch {row.GetString(0)} has schema {row.GetInt32(1)}, this SpiBot knows {Schema}"
            );
}
