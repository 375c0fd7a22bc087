using Microsoft.Data.Sqlite;

namespace SpiBot.Operations.Storage;

/// <summary>The tables, and the number they are known by. A change of them gets the next number and a step in <see cref="Steps"/>.</summary>
internal static class Schema
{
    /// <summary>Step n leads from schema n to schema n + 1.</summary>
    private static readonly string[] Steps =
    [
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
    ];

    public static int Number => Steps.Length;

    /// <summary>Brings the file up to <see cref="Number"/>, in one transaction.</summary>
    /// <exception cref="StorageRefusedException">A newer SpiBot has written it.</exception>
    public static void Raise(SqliteConnection connection, string file)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Run("CREATE TABLE IF NOT EXISTS spibot_schema (number integer NOT NULL)");
        var found = connection.Rows("SELECT number FROM spibot_schema", r => r.GetInt32(0)).FirstOrDefault();
        if (found > Number)
        {
            throw new StorageRefusedException(
                $"{file} was written by a newer SpiBot (its schema is {found}, this one knows {Number}): start that one, or name another file in Storage:Database"
            );
        }

        for (var step = found; step < Number; step++)
        {
            connection.Run(Steps[step]);
        }

        connection.Run("DELETE FROM spibot_schema");
        connection.Run("INSERT INTO spibot_schema VALUES (@number)", ("number", Number));
        transaction.Commit();
    }
}
