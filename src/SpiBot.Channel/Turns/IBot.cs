using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;

namespace SpiBot.Channel.Turns;

/// <summary>
/// One authenticated activity. <see cref="Signed"/> is false only for unsigned activities in Development (Agents Playground).
/// <see cref="Text"/> has the mention of the bot taken out and blanks tidied; <see cref="Destination"/> answers in the same thread.
/// </summary>
public sealed record Turn(Activity Activity, bool Signed, string Text, Destination Destination)
{
    public ChannelAccount From => Activity.From!;

    /// <summary>Said in a channel of a team: by one of its members. In a personal or a group chat anybody of the tenant may speak.</summary>
    public bool InTeam => Activity.Conversation?.ConversationType == "channel";

    /// <summary>The team whose channel it was said in, as Teams names it (19:…); null elsewhere.</summary>
    public string? TeamId => ChannelData.IdOf(Activity, "team");
}

/// <summary>A pressed Action.Execute: its verb and data (inputs merged in).</summary>
public sealed record CardAction(string Verb, JsonElement Data, bool Automatic);

/// <summary>What an <c>adaptiveCard/action</c> invoke answers: a card that replaces the old one for the person who pressed, a short message, or an error.</summary>
public abstract record CardActionAnswer
{
    public sealed record Card(JsonObject Content) : CardActionAnswer;

    public sealed record Message(string Text) : CardActionAnswer;

    public sealed record Error(int StatusCode, string Code, string Text) : CardActionAnswer;
}

/// <summary>Why the bot cannot speak somewhere any more.</summary>
public abstract record Removal
{
    public sealed record TakenOut : Removal;

    /// <summary>With all its channels.</summary>
    public sealed record TeamDeleted : Removal;

    /// <summary>Only this one of the team's: it may be told of in another.</summary>
    public sealed record ChannelDeleted(string Channel) : Removal;
}

/// <summary>The bot behind the channel. Handlers answer within the turn (a few seconds); long work is started here and reported later by <see cref="IConnector"/>.</summary>
public interface IBot
{
    Task OnMessage(Turn turn, CancellationToken ct);

    /// <summary>The bot was added to a conversation (installationUpdate add, or conversationUpdate with the bot among the added).</summary>
    Task OnAdded(Turn turn, CancellationToken ct);

    /// <summary>
    /// The bot was taken out of a conversation, and with it of all channels of a team (<see cref="Turn.TeamId"/>), or the team or one channel was deleted: nothing that is said
    /// there reaches anybody. May be told more than once.
    /// </summary>
    Task OnRemoved(Turn turn, Removal removal, CancellationToken ct);

    Task<CardActionAnswer> OnCardAction(Turn turn, CardAction action, CancellationToken ct);
}

/// <summary>Remembers which activities were already taken, over restarts.</summary>
public interface ISeenActivities
{
    /// <summary>Notes that it is begun.</summary>
    /// <returns>False when it is done, or somebody is at it; true also when whoever had begun it is gone.</returns>
    Task<bool> Begin(string key, CancellationToken ct);

    Task Done(string key, CancellationToken ct);

    /// <returns>Whether it is done; what is only begun may come to nothing yet.</returns>
    Task<bool> IsDone(string key, CancellationToken ct);

    Task Forget(string key, CancellationToken ct);
}
