using System.Data.Common;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The chained rows of the journal. Writing wants the caller's transaction.</summary>
internal static class JournalChain
{
    private const string Columns = "position, id, sequence, at, kind, schema, ends, json, key, mac";

    /// <summary>Takes the end of the journal for this transaction: whoever else wants to write waits until it is over.</summary>
    public static ChainHead TakeHead(DbConnection db) =>
        db.Rows("UPDATE journal_head SET position = position WHERE one = 1 RETURNING position, mac", HeadOf)
            .FirstOrDefault()
        ?? throw new StorageRefusedException(
            "the journal's head is gone from the store: spibot audit verify tells more"
        );

    /// <param name="head">As <see cref="TakeHead"/> gave it in this transaction.</param>
    public static ChainHead Append(DbConnection db, ChainHead head, ChainKey key, string id, int sequence, Entry entry)
    {
        var chained = Chained(
            head,
            key,
            new ChainedEntry(
                head.Position + 1,
                id,
                sequence,
                Sql.Text(entry.At),
                entry.Kind,
                entry.Schema,
                entry.Ends,
                entry.Json,
                key.Id,
                Mac: ""
            )
        );
        db.Run(
            $"INSERT INTO journal ({Columns}) VALUES (@position, @id, @sequence, @at, @kind, @schema, @ends, @json, @key, @mac)",
            ("position", chained.Position),
            ("id", chained.Id),
            ("sequence", chained.Sequence),
            ("at", chained.At),
            ("kind", chained.Kind),
            ("schema", chained.Schema),
            ("ends", chained.Ends),
            ("json", chained.Json),
            ("key", chained.Key),
            ("mac", chained.Mac)
        );
        return PutHead(db, chained);
    }

    /// <summary>Entries from before the journal was chained, in the order in which they happened.</summary>
    public static void ChainWhatWasThere(DbConnection db, ChainKey key)
    {
        var head = TakeHead(db);
        var unchained = db.Rows(
            "SELECT 0, id, sequence, at, kind, schema, ends, json, '', '' FROM journal WHERE position IS NULL ORDER BY at, id, sequence",
            EntryOf
        );
        foreach (var entry in unchained)
        {
            var chained = Chained(head, key, entry with { Position = head.Position + 1, Key = key.Id });
            db.Run(
                "UPDATE journal SET position = @position, key = @key, mac = @mac WHERE id = @id AND sequence = @sequence",
                ("position", chained.Position),
                ("key", chained.Key),
                ("mac", chained.Mac),
                ("id", chained.Id),
                ("sequence", chained.Sequence)
            );
            head = PutHead(db, chained);
        }
    }

    /// <returns>The last entry, and the MAC of the one before it (empty for the first); null for an empty journal.</returns>
    public static (ChainedEntry Last, string Before)? End(DbConnection db)
    {
        var end = db.Rows(
            $"SELECT {Columns} FROM journal WHERE position IS NOT NULL ORDER BY position DESC LIMIT 2",
            EntryOf
        );
        return end.Count == 0 ? null : (end[0], end.Count > 1 ? end[1].Mac : "");
    }

    /// <param name="head">Where it ends now.</param>
    /// <param name="earlier">Where it once ended.</param>
    public static bool Holds(DbConnection db, ChainHead head, ChainHead earlier) =>
        head.Position > earlier.Position
            ? db.First<string>("SELECT mac FROM journal WHERE position = @position", ("position", earlier.Position))
                == earlier.Mac
            : head == earlier;

    /// <summary>The head as it is stored; null when it is gone.</summary>
    public static ChainHead? StoredHead(DbConnection db) =>
        db.Rows("SELECT position, mac FROM journal_head WHERE one = 1", HeadOf).FirstOrDefault();

    /// <summary>All entries in their order, read as they are asked for; those without a place come first.</summary>
    public static IEnumerable<ChainedEntry> Entries(DbConnection db) =>
        db.Stream(
            $"SELECT coalesce(position, 0), id, sequence, at, kind, schema, ends, json, key, mac FROM journal ORDER BY coalesce(position, 0), id, sequence",
            EntryOf
        );

    private static ChainedEntry Chained(ChainHead head, ChainKey key, ChainedEntry entry) =>
        entry with
        {
            Mac = key.Mac(head.Mac, entry),
        };

    private static ChainHead PutHead(DbConnection db, ChainedEntry last)
    {
        db.Run(
            "UPDATE journal_head SET position = @position, mac = @mac WHERE one = 1",
            ("position", last.Position),
            ("mac", last.Mac)
        );
        return new ChainHead(last.Position, last.Mac);
    }

    private static ChainHead HeadOf(DbDataReader r) => new(r.GetInt64(0), r.GetString(1));

    private static ChainedEntry EntryOf(DbDataReader r) =>
        new(
            r.GetInt64(0),
            r.GetString(1),
            r.GetInt32(2),
            r.GetString(3),
            r.GetString(4),
            r.GetInt32(5),
            r.IsYes(6),
            r.GetString(7),
            r.GetString(8),
            r.GetString(9)
        );
}
