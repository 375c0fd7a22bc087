using SpiBot.Channel.Activities;

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

/// <summary>Sends to conversations. Retries what the channel asks to be retried; throws <see cref="ConnectorException"/> for the rest.</summary>
public interface IConnector
{
    /// <returns>The id of the new message.</returns>
    Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct);

    Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct);
}
