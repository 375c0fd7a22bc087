using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace SpiBot.Operations.Storage;

/// <summary>
/// One SQLite file: write-ahead log, every commit on disk before it counts. All writes go through one queue, each in a short transaction on one
/// thread of its own, because SQLite blocks the thread that waits for its lock and would starve the pool. Reads do not wait for writes.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly string connectionString;
    private readonly SqliteConnection writing;
    private readonly BlockingCollection<Action> queue = [];
    private readonly Thread writer;

    /// <exception cref="StorageRefusedException">The file cannot be opened, or a newer SpiBot has written it.</exception>
    public Database(StorageOptions options)
    {
        var file = Path.GetFullPath(options.Database);
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 10 }.ToString();
        writing = new SqliteConnection(connectionString);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            writing.Open();
            writing.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            Schema.Raise(writing, file);
        }
        catch (StorageRefusedException)
        {
            writing.Dispose();
            throw;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            writing.Dispose();
            throw new StorageRefusedException(
                $"{file} cannot be opened as SpiBot's store ({e.Message}): give Storage:Database a place on a local disk that SpiBot may write to",
                e
            );
        }

        writer = new Thread(WriteAll) { IsBackground = true, Name = "spibot storage" };
        writer.Start();
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that is committed before this returns, or rolled back when it throws.</summary>
    public Task<T> Write<T>(Func<SqliteConnection, T> work, CancellationToken ct)
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
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            CancellationToken.None
        );
        return done.Task;
    }

    public Task<T> Read<T>(Func<SqliteConnection, T> work, CancellationToken ct) =>
        Task.Run(
            () =>
            {
                using var connection = new SqliteConnection(connectionString);
                connection.Open();
                return work(connection);
            },
            ct
        );

    public void Dispose()
    {
        if (queue.IsAddingCompleted)
        {
            return;
        }

        queue.CompleteAdding();
        writer.Join();
        queue.Dispose();
        writing.Dispose();
        using var pooled = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pooled);
    }

    private void WriteAll()
    {
        foreach (var write in queue.GetConsumingEnumerable())
        {
            write();
        }
    }
}
