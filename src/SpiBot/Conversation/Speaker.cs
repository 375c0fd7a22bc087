using SpiBot.Channel.Turns;
using SpiBot.Gateways.Changes;

namespace SpiBot.Conversation;

/// <summary>Who spoke or pressed: only what the signed activity says. Without an Entra object id there is no person who could propose or decide.</summary>
public static class Speaker
{
    public static Person? Of(Turn turn) =>
        turn.From.AadObjectId is { Length: > 0 } entraId ? new Person(entraId, turn.From.Name ?? entraId) : null;
}
