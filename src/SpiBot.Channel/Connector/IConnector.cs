using SpiBot.Channel.Activities;
using SpiBot.Channel.People;

namespace SpiBot.Channel.Connector;

/// <summary>Where to send: the channel's service, the conversation (with <c>;messageid=</c> for a thread), the bot's own account.</summary>
public sealed record Destination(
    string ServiceUrl,
    string ConversationId,
    string? BotId,
    string? TenantId,
    string? ReplyToId
);

/// <summary>The channel refused or could not be reached. The message holds status and error code, never a token or a body.</summary>
public sealed class ConnectorException(string message, int? status, string? code, Exception? inner = null)
    : Exception(message, inner)
{
    public int? Status { get; } = status;

    public string? Code { get; } = code;
}

/// <summary>Sends to conversations, and sees who is in them. Retries what the channel asks to be retried; throws <see cref="ConnectorException"/> for the rest.</summary>
public interface IConnector
{
    /// <returns>The id of the new message.</returns>
    Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct);

    Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct);

    /// <returns>Everybody in the conversation; of a thread, everybody in its channel.</returns>
    Task<IReadOnlyList<ConversationMember>> Members(Destination of, CancellationToken ct);

    /// <param name="of">The conversation, or a thread of its channel.</param>
    /// <param name="id">29:…, or an Entra object id.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null when nobody of that id is there.</returns>
    Task<ConversationMember?> Member(Destination of, string id, CancellationToken ct);
}
