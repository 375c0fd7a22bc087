using System.Text.Json;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The content of an entry, if it is of the shape that this SpiBot knows.</summary>
internal static class EntryJson
{
    /// <exception cref="StorageRefusedException">It is of another schema.</exception>
    public static T Read<T>(JournaledEntry entry, int schema)
        where T : class =>
        entry.Entry.Schema == schema
            ? JsonSerializer.Deserialize<T>(entry.Entry.Json, OperationsJson.Options)!
            : throw new StorageRefusedException(
                $"journal entry {entry.Sequence} of {entry.Id} has schema {entry.Entry.Schema}, this SpiBot knows {schema}"
            );
}
