using System.Text.Json;

namespace SpiBot.Channel.Activities;

/// <summary>What Teams adds to an activity: things with an id, such as <c>tenant</c>, <c>team</c> and <c>channel</c>.</summary>
internal static class ChannelData
{
    /// <returns>Null when the activity names no such thing.</returns>
    public static string? IdOf(Activity activity, string thing) =>
        activity.ChannelData is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty(thing, out var named)
            ? JsonText.In(named, "id")
            : null;

    /// <returns>What a conversationUpdate tells of, such as <c>channelDeleted</c>; null when it does not say.</returns>
    public static string? EventOf(Activity activity) =>
        activity.ChannelData is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("eventType", out var type)
        && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;
}
