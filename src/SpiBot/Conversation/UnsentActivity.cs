using System.Text.Json;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>What is to be said, as the outbox keeps it while the channel does not take it.</summary>
/// <param name="Schema">Of this record.</param>
/// <param name="Activity">What is said.</param>
/// <param name="GivesWay">It says nothing of the journal: where a plan stands by now, it does not take its place.</param>
/// <param name="OnlyChanges">It changes the message of its exchange; where there is none, nothing is said.</param>
internal sealed record UnsentActivity(
    int Schema,
    OutboundActivity Activity,
    bool GivesWay = false,
    bool OnlyChanges = false
)
{
    private const int Known = 1;

    public static UnsentActivity Of(OutboundActivity activity) => new(Known, activity);

    /// <returns>Null when another SpiBot has written it.</returns>
    public static UnsentActivity? Read(Unsent unsent)
    {
        try
        {
            return JsonSerializer.Deserialize<UnsentActivity>(unsent.Message) is { Schema: Known } stored
                ? stored
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Unsent Unsent(string exchange, string because) => new(exchange, JsonSerializer.Serialize(this), because);

    /// <summary>Not reached, no token, told to wait, or a fault of the channel's; a refusal of this message or conversation stays one.</summary>
    public static bool MayWorkLater(ConnectorException failure) =>
        failure.Status is null
            ? failure.Code is null or "TokenUnavailable"
            : failure.Status is 401 or 408 or 412 or 429 or >= 500;
}
