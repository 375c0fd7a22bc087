using System.Collections.Concurrent;
using SpiBot.Channel.Connector;
using SpiBot.Channel.People;

namespace SpiBot.Conversation;

/// <summary>Who is in a conversation, asked of the channel: all of them, which is kept for some minutes, or one, of whom it is asked each time.</summary>
public sealed class Rosters(IConnector connector, TimeProvider time)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<ConversationMember> Members)> kept =
        new();

    /// <exception cref="ConnectorException">The channel did not say.</exception>
    public async Task<IReadOnlyList<ConversationMember>> All(Destination of, CancellationToken ct)
    {
        if (Kept(of) is { } known)
        {
            return known;
        }

        var members = await Patiently(limit => connector.Members(of, limit), ct);
        kept[Key(of)] = (time.GetUtcNow(), members);
        return members;
    }

    /// <param name="of">The conversation.</param>
    /// <param name="id">29:…, or an Entra object id.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null when nobody of that id is there.</returns>
    /// <exception cref="ConnectorException">The channel did not say.</exception>
    public Task<ConversationMember?> Find(Destination of, string id, CancellationToken ct) =>
        Patiently(limit => connector.Member(of, id, limit), ct);

    private IReadOnlyList<ConversationMember>? Kept(Destination of) =>
        kept.TryGetValue(Key(of), out var known) && time.GetUtcNow() - known.At < KeptFor ? known.Members : null;

    /// <summary>The threads of a channel have the same people.</summary>
    private static string Key(Destination of) => $"{of.ServiceUrl}|{of.ConversationId.Split(';')[0]}";

    private static async Task<T> Patiently<T>(Func<CancellationToken, Task<T>> ask, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(patience.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new ConnectorException(
                $"The channel did not say within {Patience.TotalSeconds:0} s who is in this conversation.",
                null,
                null,
                e
            );
        }
    }
}
