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
}
