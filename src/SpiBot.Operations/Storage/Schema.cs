using System.Data.Common;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>
/// The tables, and the number they are known by. A change of them gets the next number and a step in <see cref="Steps"/>. Each step adds first and
/// takes away only what no version that may still run reads, and says which is the oldest such version.
/// </summary>
internal static class Schema
{
    public const string Table = "spibot_schema";

    /// <summary>The first schema with a chained journal.</summary>
    public const int FirstChained = 2;

    /// <param name="Sql">Leads from the schema before to this one. Null: the tables stay, and what is written in them is new.</param>
    /// <param name="OldestReader">The oldest schema whose SpiBot may still run on this one.</param>
    /// <param name="Then">What cannot be said in SQL.</param>
    private sealed record Step(string? Sql, int OldestReader, Action<DbConnection, ChainKey>? Then = null);

    /// <summary>Step n leads from schema n to schema n + 1.</summary>
    private static readonly Step[] Steps =
    [
        new(
            """
            CREATE TABLE journal (
              id text NOT NULL, sequence integer NOT NULL, at text NOT NULL, kind text NOT NULL, schema integer NOT NULL,
              ends integer NOT NULL, json text NOT NULL, PRIMARY KEY (id, sequence));
            CREATE TABLE checks (
              id text PRIMARY KEY, at text NOT NULL, schema integer NOT NULL, asked text NOT NULL, ended integer NOT NULL DEFAULT 0, found text);
            CREATE INDEX checks_underway ON checks (ended) WHERE ended = 0;
            CREATE TABLE messages (exchange text PRIMARY KEY, message text NOT NULL, at text NOT NULL);
            CREATE TABLE seen (key text PRIMARY KEY, at text NOT NULL);
            CREATE INDEX seen_at ON seen (at);
            CREATE TABLE threads (thread text PRIMARY KEY, gateway text NOT NULL, at text NOT NULL);
            """,
            OldestReader: 1
        ),
        // The journal is chained. A SpiBot that does not chain must not write into it.
        new(
            """
            ALTER TABLE journal ADD COLUMN position bigint;
            ALTER TABLE journal ADD COLUMN key text NOT NULL DEFAULT '';
            ALTER TABLE journal ADD COLUMN mac text NOT NULL DEFAULT '';
            CREATE UNIQUE INDEX journal_position ON journal (position);
            CREATE TABLE journal_head (one integer PRIMARY KEY CHECK (one = 1), position bigint NOT NULL, mac text NOT NULL);
            INSERT INTO journal_head VALUES (1, 0, '');
            ALTER TABLE spibot_schema ADD COLUMN oldest_reader integer NOT NULL DEFAULT 1;
            """,
            OldestReader: 2,
            JournalChain.ChainWhatWasThere
        ),
        // What has to be said still. The journal holds duties from here on: a SpiBot that does not know them takes them for remediations, and leaves what they answer for.
        new(
            """
            CREATE TABLE outbox (
              exchange text PRIMARY KEY, thread text NOT NULL, position bigint NOT NULL, version bigint NOT NULL, at text NOT NULL,
              message text NOT NULL, taken_until text NOT NULL DEFAULT '');
            CREATE INDEX outbox_thread ON outbox (thread, position);
            CREATE TABLE untold (id text PRIMARY KEY, sequence integer NOT NULL);
            """,
            OldestReader: 3
        ),
        // The journal knows plans of two steps, doubts about what was typed, and looks after the next rekey: a SpiBot that does not could not read them. The index is for what was typed lately.
        new("CREATE INDEX journal_claims ON journal (at) WHERE kind = 'claimed';", OldestReader: 4),
        // What is remembered of tunnels; the last check of a thread is looked up. An older SpiBot does not write it: then a time is missing.
        new(
            """
            CREATE TABLE tunnel_history (
              gateway text NOT NULL, peer text NOT NULL, at text NOT NULL, schema integer NOT NULL, json text NOT NULL, PRIMARY KEY (gateway, peer));
            CREATE INDEX tunnel_history_at ON tunnel_history (at);
            CREATE INDEX checks_at ON checks (at);
            CREATE TABLE tunnel_spis (spi bigint NOT NULL, gateway text NOT NULL, peer text NOT NULL, PRIMARY KEY (spi, gateway, peer));
            """,
            OldestReader: 4
        ),
        // Activities that are begun and not done: one whose replica died is taken again. Until then a begun one was noted as seen at once, and whoever still does so disturbs nobody.
        new("CREATE TABLE begun (key text PRIMARY KEY, holder text NOT NULL, at text NOT NULL);", OldestReader: 4),
        // The journal knows who was asked: a SpiBot that does not could not read it. What is old in these tables is looked for at each entry.
        new("CREATE INDEX messages_at ON messages (at); CREATE INDEX threads_at ON threads (at);", OldestReader: 7),
        // Watches. An older SpiBot does not look for them; those that are set go on where a newer one runs.
        new(
            "CREATE TABLE watches (key text PRIMARY KEY, place text NOT NULL, ended text NOT NULL, schema integer NOT NULL, json text NOT NULL);",
            OldestReader: 7
        ),
        // The journal knows approvals that lapse, and doubts in new words: a SpiBot that does not could not read it.
        new(Sql: null, OldestReader: 9),
        // Who sends a message that waited: when that one dies, another need not wait. An older SpiBot does not say it, and is waited for.
        new("ALTER TABLE outbox ADD COLUMN taken_by text NOT NULL DEFAULT '';", OldestReader: 9),
    ];

    public static int Number => Steps.Length;

    /// <summary>Brings the store up to <see cref="Number"/>, in the caller's transaction.</summary>
    /// <exception cref="StorageRefusedException">A SpiBot too new for this one has written it.</exception>
    public static void Raise(DbConnection connection, string store, ChainKey key)
    {
        connection.Run($"CREATE TABLE IF NOT EXISTS {Table} (number integer NOT NULL)");
        var found = RefuseTooNew(connection, store);
        if (found >= Number)
        {
            return;
        }

        for (var number = found; number < Number; number++)
        {
            if (Steps[number].Sql is { } sql)
            {
                connection.Run(sql);
            }

            Steps[number].Then?.Invoke(connection, key);
        }

        connection.Run($"DELETE FROM {Table}");
        connection.Run(
            $"INSERT INTO {Table} (number, oldest_reader) VALUES (@number, @oldest)",
            ("number", Number),
            ("oldest", Steps[^1].OldestReader)
        );
    }

    /// <returns>The number of the schema that the store has; 0 for none. Higher than <see cref="Number"/>, if this SpiBot may still run on it.</returns>
    /// <exception cref="StorageRefusedException">A SpiBot too new for this one has written it.</exception>
    public static int RefuseTooNew(DbConnection connection, string store)
    {
        // The oldest reader is a column since schema 2.
        var found = connection.Rows($"SELECT number FROM {Table}", r => r.GetInt32(0)).FirstOrDefault();
        var oldest = found < 2 ? 1 : connection.Rows($"SELECT oldest_reader FROM {Table}", r => r.GetInt32(0))[0];
        return oldest <= Number
            ? found
            : throw new StorageRefusedException(
                $"{store} was written by a newer SpiBot: its schema is {found} and wants a SpiBot that knows {oldest} or higher, this one knows {Number}. Nothing in it was changed: start the newer SpiBot, or use another store"
            );
    }
}
