using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>
/// A message of the channel as it is now. <see cref="Author"/> is a person's key, <c>spibot</c>, or <c>lab</c> for a dividing line.
/// <see cref="Card"/> is what everybody sees unless <see cref="Views"/> (by person's key) holds a card of their own.
/// </summary>
public sealed record ChannelMessage(
    string Id,
    string ConversationId,
    string Author,
    DateTimeOffset At,
    string? Text,
    JsonElement? Card
)
{
    public const string SpiBot = "spibot";
    public const string Lab = "lab";

    public bool Edited { get; init; }

    public bool Deleted { get; init; }

    public IReadOnlyDictionary<string, PersonalView> Views { get; init; } = new Dictionary<string, PersonalView>();

    public JsonElement? CardFor(Person person) => Views.GetValueOrDefault(person.Key)?.Card ?? Card;

    public ChannelMessage With(Person person, PersonalView view) =>
        this with
        {
            Views = new Dictionary<string, PersonalView>(Views) { [person.Key] = view },
        };
}

/// <summary>What one person alone sees of a message: a card in its place, a note under it.</summary>
public sealed record PersonalView(JsonElement? Card, string? Note, bool NoteIsError);
