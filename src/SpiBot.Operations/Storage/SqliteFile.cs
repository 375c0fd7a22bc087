using Microsoft.Data.Sqlite;

namespace SpiBot.Operations.Storage;

/// <summary>A look at a file before anything is written into it.</summary>
internal static class SqliteFile
{
    /// <exception cref="StorageRefusedException">It is damaged, no database, of something else, or of a SpiBot too new for this one.</exception>
    public static void Examine(string file)
    {
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            return;
        }

        try
        {
            using var connection = OpenForReading(file);
            var damage = connection.First<string>("PRAGMA quick_check(1)");
            if (damage != "ok")
            {
                throw Damaged(file, damage ?? "no answer", inner: null);
            }

            if (
                connection.Rows("SELECT 1 FROM sqlite_master LIMIT 1", r => r.GetInt32(0)).Count > 0
                && !connection
                    .Rows("SELECT name FROM sqlite_master WHERE type = 'table'", r => r.GetString(0))
                    .Contains(Schema.Table)
            )
            {
                throw new StorageRefusedException(
                    $"{file} is a database, but not SpiBot's; nothing in it was changed: name another file in Storage:Database"
                );
            }

            Schema.RefuseTooNew(connection, file);
        }
        // Damaged, or no database at all.
        catch (SqliteException e) when (e.SqliteErrorCode is 11 or 26)
        {
            throw Damaged(file, e.Message, e);
        }
    }

    public static SqliteConnection OpenForReading(string file)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
                DefaultTimeout = 10,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static StorageRefusedException Damaged(string file, string how, Exception? inner) =>
        new(
            $"{file} is damaged or no database ({how}); nothing in it was changed: put back its last backup, or name another file in Storage:Database",
            inner
        );
}
