using System.Data.Common;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>Tells the watch when the store is away, and fails at once until it is back: whoever waits in the channel is told so within their turn.</summary>
internal sealed class WatchedDatabase(Database inner, StoreWatch watch) : Database
{
    public override void Open(ChainKey key) => inner.Open(key);

    public override Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        Watched(() => inner.Write(work, ct));

    public override Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        Watched(() => inner.Read(work, ct));

    protected override void Dispose(bool disposing) => inner.Dispose();

    private async Task<T> Watched<T>(Func<Task<T>> work)
    {
        if (watch.Away is { } away)
        {
            throw new StorageAwayException(away.Message, away);
        }

        try
        {
            return await work();
        }
        catch (StorageAwayException e)
        {
            // A write that changes nothing: a full disk can be read.
            watch.NoteAway(e, ct => inner.Write(JournalChain.TakeHead, ct));
            throw;
        }
    }
}
