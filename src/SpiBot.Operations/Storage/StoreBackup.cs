using Microsoft.Data.Sqlite;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>A copy of the SQLite store as it is at one moment, also while SpiBot writes it, and beside it the head of the journal in that copy.</summary>
public static class StoreBackup
{
    /// <summary>The head stands in a file of this name beside the copy.</summary>
    public static string HeadFileOf(string file) => file + ".head";

    /// <returns>Where the journal of the copy ends.</returns>
    /// <exception cref="StorageRefusedException">There is no SQLite store, it cannot be read, or the copy cannot be written. A file that was there is never touched.</exception>
    public static ChainHead Make(StorageOptions options, string file)
    {
        if (options.Provider != StorageOptions.Sqlite)
        {
            throw new StorageRefusedException(
                "The store is PostgreSQL: back it up with pg_dump or by the server, and keep what `spibot audit head` prints with it"
            );
        }

        var store = Path.GetFullPath(options.Database);
        var copy = Path.GetFullPath(file);
        if (new[] { copy, HeadFileOf(copy) }.FirstOrDefault(Path.Exists) is { } there)
        {
            throw new StorageRefusedException($"{there} is there already and was not touched: name another file");
        }

        // What SpiBot could not read is no backup, and is refused before there is one.
        StoreReading.Open(options).Dispose();
        var unfinished = copy + ".part";
        try
        {
            Copy(store, unfinished);
            using var trail = AuditTrail.Open(new StorageOptions { Database = unfinished });
            var head = trail.Head();
            OwnFile.Write(HeadFileOf(copy), head + "\n");
            File.Move(unfinished, copy, overwrite: false);
            return head;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException($"{store} could not be copied to {copy}: {e.Message}", e);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    private static void Copy(string store, string copy)
    {
        if (File.Exists(copy))
        {
            // Of a backup that was broken off.
            File.Delete(copy);
        }

        OwnFile.Make(copy);
        using var from = SqliteFile.OpenForReading(store);
        using var to = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString()
        );
        to.Open();
        from.BackupDatabase(to);
        // One file that is whole by itself; SpiBot turns its log on again when it opens it.
        to.First<string>("PRAGMA journal_mode = DELETE");
        var damage = to.First<string>("PRAGMA quick_check(1)");
        if (damage != "ok")
        {
            throw new StorageRefusedException($"{store} is damaged ({damage}): the copy was thrown away");
        }
    }
}
