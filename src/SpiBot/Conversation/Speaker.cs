using SpiBot.Channel.Turns;
using SpiBot.Gateways.Changes;

namespace SpiBot.Conversation;

/// <summary>Who spoke or pressed, and where: only what the signed activity says. Without an Entra object id there is no person who could propose or decide.</summary>
public static class Speaker
{
    public static Person? Of(Turn turn) =>
        turn.From.AadObjectId is { Length: > 0 } entraId ? new Person(entraId, turn.From.Name ?? entraId) : null;

    /// <summary>Where they did.</summary>
    public static Venue VenueOf(Turn turn) => new(turn.Destination.TenantId ?? "", turn.Destination.ConversationId);
}
