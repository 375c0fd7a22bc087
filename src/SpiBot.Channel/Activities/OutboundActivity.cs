using System.Text.Json.Nodes;

namespace SpiBot.Channel.Activities;

/// <summary>
/// What the bot says: text or one Adaptive Card, never both (Teams splits such a message and returns no id).
/// <see cref="Summary"/> is the line of the notification. <see cref="ChannelData"/> is merged into the activity's.
/// </summary>
public sealed record OutboundActivity
{
    public string? Text { get; init; }

    public JsonObject? Card { get; init; }

    public string? Summary { get; init; }

    public JsonObject? ChannelData { get; init; }
}
