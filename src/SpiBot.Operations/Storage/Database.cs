using System.Data.Common;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>
/// Where state is kept: one SQLite file on one machine, or PostgreSQL for many replicas. The statements are the same for both. To be opened once,
/// before anything else is done with it.
/// </summary>
public abstract class Database : IDisposable
{
    private bool disposed;

    /// <exception cref="StorageRefusedException">No such provider, or its settings are incomplete.</exception>
    public static Database Of(StorageOptions options) =>
        options.Provider switch
        {
            StorageOptions.Sqlite => new SqliteDatabase(options),
            StorageOptions.Postgresql => new PostgresDatabase(options),
            _ => throw new StorageRefusedException(
                $"Storage:Provider: \"{options.Provider}\" is not known; it is {StorageOptions.Sqlite} or {StorageOptions.Postgresql}"
            ),
        };

    /// <summary>Brings the schema up to date; entries of before the journal was chained are chained with <paramref name="key"/>.</summary>
    /// <exception cref="StorageRefusedException">It cannot be used; nothing in it was changed.</exception>
    public abstract void Open(ChainKey key);

    /// <summary>Runs <paramref name="work"/> in a transaction that is committed before this returns, or rolled back when it throws.</summary>
    /// <exception cref="StorageAwayException">The store does not answer or takes nothing now. On PostgreSQL the write may still have happened.</exception>
    public abstract Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct);

    /// <exception cref="StorageAwayException">The store does not answer now.</exception>
    public abstract Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct);

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
