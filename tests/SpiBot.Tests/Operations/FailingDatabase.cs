using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Operations;

/// <summary>How a store fails.</summary>
internal sealed class StoreFault
{
    private volatile bool away;

    /// <summary>It does not answer.</summary>
    public bool Away
    {
        get => away || AwayWhen?.Invoke() == true;
        set => away = value;
    }

    public Func<bool>? AwayWhen { get; set; }

    /// <summary>The journal's entry at this place is committed, and the answer to that is lost; from then on the store is away.</summary>
    public long? LosesAnswerOf { get; set; }

    /// <summary>Done once the journal's entry at this place is committed, before the answer to that.</summary>
    public (long Entry, Func<Task> Then)? Committed { get; set; }
}

/// <summary>A real store that fails on purpose.</summary>
internal sealed class FailingDatabase(Database inner, StoreFault fault) : Database
{
    /// <summary>A host's store fails so.</summary>
    public static Action<IServiceCollection> Instead(StoreFault fault) =>
        services =>
            services.AddKeyedSingleton<Database>(
                OperationsHosting.UnwatchedStore,
                (s, _) =>
                    new FailingDatabase(Database.Of(s.GetRequiredService<IOptions<StorageOptions>>().Value), fault)
            );

    public override void Open(ChainKey key) => inner.Open(key);

    public override async Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct)
    {
        Check();
        var (result, entry) = await inner.Write(db => Journaled(db, work), ct);
        if (fault.Committed is { } committed && committed.Entry == entry)
        {
            await committed.Then();
        }

        if (fault.LosesAnswerOf is { } lost && lost == entry)
        {
            fault.LosesAnswerOf = null;
            fault.Away = true;
        }

        Check();
        return result;
    }

    /// <returns>With the place of the entry that was written; null when there was none: much else is written at any moment.</returns>
    private static (T Result, long? Entry) Journaled<T>(DbConnection db, Func<DbConnection, T> work)
    {
        var before = JournalChain.StoredHead(db)!.Position;
        var result = work(db);
        var after = JournalChain.StoredHead(db)!.Position;
        return (result, after > before ? after : null);
    }

    public override Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct)
    {
        Check();
        return inner.Read(work, ct);
    }

    protected override void Dispose(bool disposing) => inner.Dispose();

    private void Check()
    {
        if (fault.Away)
        {
            throw new StorageAwayException("the test's store is away", new SqliteException("disk I/O error", 10));
        }
    }
}
