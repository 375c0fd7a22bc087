using System.Text.Json;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>A message that the channel did not take, as the outbox keeps it, and back.</summary>
internal static class UnsentActivity
{
    private sealed record Stored(int Schema, OutboundActivity Activity);

    private const int Schema = 1;

    public static Unsent Of(string exchange, OutboundActivity activity, string because) =>
        new(exchange, JsonSerializer.Serialize(new Stored(Schema, activity)), because);

    /// <returns>Null when another SpiBot has written it.</returns>
    public static OutboundActivity? Read(Unsent unsent)
    {
        try
        {
            return JsonSerializer.Deserialize<Stored>(unsent.Message) is { Schema: Schema } stored
                ? stored.Activity
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Not reached, no token, told to wait, or a fault of the channel's; a refusal of this message or conversation stays one.</summary>
    public static bool MayWorkLater(ConnectorException failure) =>
        failure.Status is null
            ? failure.Code is null or "TokenUnavailable"
            : failure.Status is 401 or 408 or 412 or 429 or >= 500;
}
