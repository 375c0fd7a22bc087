using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;

namespace SpiBot.Tests.Conversation;

/// <summary>Keeps what was sent, as text.</summary>
internal sealed class FakeConnector : IConnector
{
    private readonly List<string> sent = [];

    public IReadOnlyList<string> Sent => sent;

    public Task<string> Send(Destination to, OutboundActivity activity, CancellationToken ct)
    {
        sent.Add(activity.Card!.ToJsonString());
        return Task.FromResult($"message-{sent.Count}");
    }

    public Task Update(Destination to, string messageId, OutboundActivity activity, CancellationToken ct) =>
        throw new NotSupportedException("a refusal is a message of its own");
}
