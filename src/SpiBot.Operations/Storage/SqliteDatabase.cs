using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>
/// One SQLite file: write-ahead log, every commit on disk before it counts. All writes go through one queue, each in a short transaction on one
/// thread of its own, because SQLite blocks the thread that waits for its lock and would starve the pool. Reads do not wait for writes.
/// </summary>
internal sealed class SqliteDatabase : Database
{
    private readonly string file;
    private readonly string connectionString;
    private readonly SqliteConnection writing;
    private readonly BlockingCollection<Action> queue = [];
    private StoreLock? mine;
    private Thread? writer;

    public SqliteDatabase(StorageOptions options)
    {
        file = Path.GetFullPath(options.Database);
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10 }.ToString();
        writing = new SqliteConnection(connectionString);
    }

    public override void Open(ChainKey key)
    {
        try
        {
            OwnFile.MakeFolder(Path.GetDirectoryName(file)!);
            mine = StoreLock.Take(file);
            SqliteFile.Examine(file);
            // SQLite gives its log the rights of the file.
            OwnFile.Make(file);
            writing.Open();
            writing.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            using var transaction = writing.BeginTransaction(deferred: false);
            Schema.Raise(writing, file, key);
            transaction.Commit();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageRefusedException(
                $"{file} cannot be opened as SpiBot's store ({e.Message}): give Storage:Database a place on a local disk that SpiBot may write to",
                e
            );
        }

        writer = new Thread(WriteAll) { IsBackground = true, Name = "spibot storage" };
        writer.Start();
    }

    public override Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Add(
            () =>
            {
                if (ct.IsCancellationRequested)
                {
                    done.SetCanceled(ct);
                    return;
                }

                try
                {
                    using var transaction = writing.BeginTransaction(deferred: false);
                    var result = work(writing);
                    transaction.Commit();
                    done.SetResult(result);
                }
                catch (SqliteException e) when (IsAway(e))
                {
                    done.SetException(Away(e));
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            CancellationToken.None
        );
        return done.Task;
    }

    public override Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        Task.Run(
            () =>
            {
                try
                {
                    using var connection = new SqliteConnection(connectionString);
                    connection.Open();
                    return work(connection);
                }
                catch (SqliteException e) when (IsAway(e))
                {
                    throw Away(e);
                }
            },
            ct
        );

    protected override void Dispose(bool disposing)
    {
        queue.CompleteAdding();
        writer?.Join();
        queue.Dispose();
        writing.Dispose();
        using var pooled = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pooled);
        mine?.Dispose();
    }

    private void WriteAll()
    {
        foreach (var write in queue.GetConsumingEnumerable())
        {
            write();
        }
    }

    private StorageAwayException Away(SqliteException e) => new($"{file} takes nothing now: {e.Message}", e);

    /// <summary>Busy, locked, read-only, I/O error, damaged, full, cannot open, no database: the disk's fault and not the statement's.</summary>
    private static bool IsAway(SqliteException e) => e.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26;
}
