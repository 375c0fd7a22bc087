using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SpiBot.Channel.Turns;

namespace SpiBot.Conversation;

/// <summary>Reads a pressed button's data, which comes back over the network and may be anything.</summary>
internal static class CardActionData
{
    public static bool TryText(this CardAction action, string name, [NotNullWhen(true)] out string? text)
    {
        text =
            action.Data.ValueKind == JsonValueKind.Object
            && action.Data.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        return text is { Length: > 0 };
    }

    public static bool TryNumber(this CardAction action, string name, out int number)
    {
        number = 0;
        return action.Data.ValueKind == JsonValueKind.Object
            && action.Data.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out number);
    }
}
