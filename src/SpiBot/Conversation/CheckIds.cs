using System.Security.Cryptography;
using System.Text.Json;
using SpiBot.Channel.Turns;

namespace SpiBot.Conversation;

/// <summary>
/// The id of the check that an activity asks for. It follows from the activity, so one that is delivered again, because SpiBot died before it had said that it took
/// it, finds the check that was begun.
/// </summary>
public static class CheckIds
{
    /// <summary>Half of a SHA-256, as hexadecimal digits: two activities never meet.</summary>
    private const int Bytes = 16;

    public static string Of(Turn turn) => "check/" + Digits(turn);

    private static string Digits(Turn turn) =>
        turn.Activity.Id is { Length: > 0 } activity
            ? Convert.ToHexStringLower(
                SHA256.HashData(
                    JsonSerializer.SerializeToUtf8Bytes(
                        new[] { turn.Destination.TenantId, turn.Destination.ConversationId, activity }
                    )
                )[..Bytes]
            )
            // Without an id nothing can be recognised as delivered again.
            : Guid.NewGuid().ToString("n");
}
