using System.Text.Json;
using SpiBot.Channel.Connector;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>A channel destination as the opaque thread address that operations carry, and back. Plain JSON with a schema number: it is stored.</summary>
public static class ThreadAddresses
{
    private sealed record Stored(int Schema, string ServiceUrl, string ConversationId, string? BotId, string? TenantId);

    public static ThreadAddress From(Destination destination) =>
        new(
            JsonSerializer.Serialize(
                new Stored(
                    1,
                    destination.ServiceUrl,
                    destination.ConversationId,
                    destination.BotId,
                    destination.TenantId
                )
            )
        );

    /// <exception cref="JsonException">It was not made by <see cref="From"/>.</exception>
    public static Destination ToDestination(ThreadAddress address)
    {
        var stored =
            JsonSerializer.Deserialize<Stored>(address.Value) ?? throw new JsonException("an empty thread address");
        return new(stored.ServiceUrl, stored.ConversationId, stored.BotId, stored.TenantId, ReplyToId: null);
    }
}
