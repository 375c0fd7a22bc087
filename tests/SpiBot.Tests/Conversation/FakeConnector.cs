using System.Collections.Concurrent;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;

namespace SpiBot.Tests.Conversation;

/// <summary>Keeps what was sent, as text. Whoever is asked for is there, unless a test says otherwise.</summary>
internal sealed class FakeConnector : IConnector
{
    private readonly List<string> sent = [];

    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (sent)
            {
                return [.. sent];
            }
        }
    }

    /// <summary>The channel takes its time: a card arrives when this is done.</summary>
    public Func<string, Task> Arrives { get; set; } = _ => Task.CompletedTask;

    /// <summary>Who is in the conversation, by 29:… or Entra object id; null: the channel does not say.</summary>
    public Func<string, ConversationMember?>? Roster { get; set; } =
        id => new ConversationMember(id, "Somebody", id, TenantId: null, UserRole: "user", UserPrincipalName: null);

    public IReadOnlyList<ConversationMember> Everybody { get; set; } = [];

    /// <summary>A larger card the channel answers with 413.</summary>
    public int MostBytes { get; set; } = int.MaxValue;

    public async Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct)
    {
        var taken = Taken(activity);
        await Arrives(taken);
        lock (sent)
        {
            sent.Add(taken);
            return $"message-{sent.Count}";
        }
    }

    /// <summary>What stands in messages that were changed, by their ids.</summary>
    public ConcurrentDictionary<string, string> Updated { get; } = [];

    public Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct)
    {
        Updated[messageId] = Taken(activity);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<ConversationMember>> Members(Destination of, CancellationToken ct) =>
        Roster is null ? throw Away() : Task.FromResult(Everybody);

    public Task<ConversationMember?> Member(Destination of, string id, CancellationToken ct) =>
        Roster is { } roster ? Task.FromResult(roster(id)) : throw Away();

    private string Taken(OutboundActivity activity) =>
        activity.Card is { } card && card.ToJsonString().Length > MostBytes
            ? throw new ConnectorException("The channel answered 413.", 413, "MessageSizeTooBig")
            : activity.Card?.ToJsonString() ?? activity.Text!;

    private static ConnectorException Away() => new("The channel answered 503 to a look at its members.", 503, null);
}
