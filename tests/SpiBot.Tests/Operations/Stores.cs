using Microsoft.Extensions.Logging.Abstractions;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Operations;

/// <summary>Opens stores and journals as SpiBot's start does.</summary>
internal static class Stores
{
    public static readonly ChainKey Key = ChainKey.From(Enumerable.Repeat((byte)7, ChainKey.LeastLength).ToArray());
    public static readonly ChainKey OtherKey = ChainKey.From(Enumerable.Repeat((byte)8, 40).ToArray());

    public static Database Open(StorageOptions options, ChainKey? key = null)
    {
        var database = Database.Of(options);
        try
        {
            database.Open(key ?? ChainKey.None);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The last of <paramref name="keys"/> is the current one.</summary>
    public static AuditKeys Keys(params ChainKey[] keys)
    {
        var known = new AuditKeys();
        foreach (var key in keys)
        {
            known.Use(key);
        }

        return known;
    }

    public static StoredJournal Journal(Database database, params ChainKey[] keys) =>
        new(database, Keys(keys), NullLogger<StoredJournal>.Instance);
}
