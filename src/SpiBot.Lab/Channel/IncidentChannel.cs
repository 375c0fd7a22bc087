using System.Globalization;
using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>
/// The channel of a team as Teams keeps it: threads, messages and what each person sees of them. It talks to nobody; what happens is handed in,
/// and read along by <see cref="Changes"/> (messages, each time as they then are) and <see cref="Transcript"/> (what SpiBot said).
/// </summary>
public sealed class IncidentChannel(TimeProvider time)
{
    public const string ChannelId = "19:4c1d9f0b7e2a45d6b83c05f1a9e7d264@thread.tacv2";

    private readonly Lock gate = new();
    private readonly List<ChannelMessage> messages = [];
    private long lastId;
    private string? thread;

    public Feed<ChannelMessage> Changes { get; } = new();

    public Feed<TranscriptEntry> Transcript { get; } = new();

    /// <summary>All messages in the order of the channel, and the index in <see cref="Changes"/> from which on there is more.</summary>
    public (IReadOnlyList<ChannelMessage> Messages, int Next) Snapshot()
    {
        lock (gate)
            return ([.. messages], Changes.Count);
    }

    public ChannelMessage? Find(string id)
    {
        lock (gate)
            return messages.Find(message => message.Id == id);
    }

    /// <summary>What is said next is a new post, with a thread of its own; a dividing line says why.</summary>
    public void StartThread(string? because)
    {
        lock (gate)
        {
            thread = null;
            if (because is not null)
                Put(new ChannelMessage(NextId(), "", ChannelMessage.Lab, time.GetUtcNow(), because, null));
        }
    }

    /// <summary>A line that neither a person nor SpiBot said, for instance that a message did not get through.</summary>
    public void Note(string text)
    {
        lock (gate)
            Put(new ChannelMessage(NextId(), "", ChannelMessage.Lab, time.GetUtcNow(), text, null));
    }

    /// <summary>A person's message. The first of a thread is the thread's root: its id is the thread's.</summary>
    public ChannelMessage Say(Person person, string text)
    {
        lock (gate)
        {
            var id = NextId();
            return Put(new ChannelMessage(id, Conversation(id), person.Key, time.GetUtcNow(), text, null));
        }
    }

    /// <summary>SpiBot sends. Returns the new message's id; none when text and card came together, as Teams makes two messages of that and names neither.</summary>
    public string? BotPosts(string conversationId, JsonElement activity)
    {
        lock (gate)
        {
            Transcript.Add(new TranscriptEntry("POST", activity, CardText.OfActivity(activity)));
            if (activity.Text("type") == "typing")
                return NextId();

            var card = CardOf(activity);
            var text = activity.Text("text");
            var split = card is not null && !string.IsNullOrEmpty(text);
            if (split)
                Put(BotMessage(conversationId, text, null));
            var message = Put(BotMessage(conversationId, split ? null : text, card));
            return split ? null : message.Id;
        }
    }

    /// <summary>SpiBot changes a message of its own: everybody sees the common card again. False when there is none of that id in this conversation.</summary>
    public bool BotUpdates(string conversationId, string id, JsonElement activity)
    {
        lock (gate)
        {
            if (OwnMessage(conversationId, id) is not { } message)
                return false;

            Transcript.Add(new TranscriptEntry("PUT", activity, CardText.OfActivity(activity)));
            Put(
                message with
                {
                    Text = activity.Text("text"),
                    Card = CardOf(activity),
                    Edited = true,
                    Views = new Dictionary<string, PersonalView>(),
                }
            );
            return true;
        }
    }

    public bool BotDeletes(string conversationId, string id)
    {
        lock (gate)
        {
            if (OwnMessage(conversationId, id) is not { } message)
                return false;

            Transcript.Add(new TranscriptEntry("DELETE", Json.Nothing, $"(message {id} deleted)"));
            Put(
                message with
                {
                    Text = null,
                    Card = null,
                    Deleted = true,
                    Views = new Dictionary<string, PersonalView>(),
                }
            );
            return true;
        }
    }

    /// <summary>SpiBot answered a button that <paramref name="person"/> pressed: nobody else sees it.</summary>
    public void BotAnswers(Person person, string messageId, InvokeAnswer answer)
    {
        lock (gate)
        {
            Transcript.Add(new TranscriptEntry("invoke", answer.Body, answer.AsText()));
            if (messages.Find(m => m.Id == messageId) is not { Deleted: false } message)
                return;

            // Words do not take away the card a person already has of their own.
            var had = message.Views.GetValueOrDefault(person.Key);
            Put(
                message.With(
                    person,
                    answer.Kind == InvokeAnswerKind.Card
                        ? new PersonalView(answer.Card, null, false)
                        : new PersonalView(had?.Card, answer.AsText(), answer.Kind == InvokeAnswerKind.Error)
                )
            );
        }
    }

    private ChannelMessage? OwnMessage(string conversationId, string id) =>
        messages.Find(m =>
            m.Id == id && m is { Author: ChannelMessage.SpiBot, Deleted: false } && m.ConversationId == conversationId
        );

    private ChannelMessage BotMessage(string conversationId, string? text, JsonElement? card) =>
        new(NextId(), conversationId, ChannelMessage.SpiBot, time.GetUtcNow(), text, card);

    private ChannelMessage Put(ChannelMessage message)
    {
        var index = messages.FindIndex(m => m.Id == message.Id);
        if (index < 0)
            messages.Add(message);
        else
            messages[index] = message;
        Changes.Add(message);
        return message;
    }

    private string Conversation(string messageId)
    {
        thread ??= messageId;
        return $"{ChannelId};messageid={thread}";
    }

    // Teams' ids are milliseconds; two in one millisecond still differ.
    private string NextId()
    {
        lastId = Math.Max(lastId + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        return lastId.ToString(CultureInfo.InvariantCulture);
    }

    private static JsonElement? CardOf(JsonElement activity) =>
        activity
            .Items("attachments")
            .Where(a => a.Text("contentType") == "application/vnd.microsoft.card.adaptive")
            .Select(a => a.Member("content"))
            .FirstOrDefault();
}
