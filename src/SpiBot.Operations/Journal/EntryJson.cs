using System.Text.Json;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>The content of an entry, if it is of the shape that this SpiBot knows.</summary>
internal static class EntryJson
{
    /// <exception cref="StorageRefusedException">It is of another schema.</exception>
    public static T Read<T>(JournaledEntry entry, int schema)
        where T : class => (T)Read(entry, typeof(T), schema);

    /// <exception cref="StorageRefusedException">It is of another schema.</exception>
    public static object Read(JournaledEntry entry, Type type, int schema) =>
        entry.Entry.Schema == schema
            ? JsonSerializer.Deserialize(entry.Entry.Json, type, OperationsJson.Options)!
            : throw new StorageRefusedException(
                $"journal entry {entry.Sequence} of {entry.Id} has schema {entry.Entry.Schema}, this SpiBot knows {schema}"
            );
}
