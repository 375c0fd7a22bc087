using System.Text.Json;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Journal;

/// <summary>Under which kind each event of a closed set stands in the journal. The kinds are stored: they stay when a class is renamed.</summary>
/// <typeparam name="TEvent">What all events of the set are.</typeparam>
internal sealed class EventKinds<TEvent>
    where TEvent : class
{
    private readonly Dictionary<string, Type> types;
    private readonly Dictionary<Type, string> kinds;

    /// <exception cref="ArgumentException">A kind or a type is listed twice.</exception>
    public EventKinds(params IReadOnlyList<(string Kind, Type Type)> all)
    {
        types = all.ToDictionary(known => known.Kind, known => known.Type, StringComparer.Ordinal);
        kinds = all.ToDictionary(known => known.Type, known => known.Kind);
    }

    /// <exception cref="ArgumentException">No kind is listed for it.</exception>
    public string Of(TEvent happened) =>
        kinds.TryGetValue(happened.GetType(), out var kind)
            ? kind
            : throw new ArgumentException($"no kind for {happened.GetType().Name}", nameof(happened));

    /// <exception cref="StorageRefusedException">It is of a kind that is not listed, or of another schema.</exception>
    public TEvent Read(JournaledEntry entry, int schema) =>
        types.TryGetValue(entry.Entry.Kind, out var type)
            ? (TEvent)EntryJson.Read(entry, type, schema)
            : throw new StorageRefusedException(
                $"journal entry {entry.Sequence} of {entry.Id} is of a kind that this SpiBot does not know: {entry.Entry.Kind}"
            );
}
