using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Channel.Connector;

namespace SpiBot.Channel.Activities;

/// <summary>Activities as JSON, read from and written for the channel.</summary>
internal static class ActivityJson
{
    public const string CardContentType = "application/vnd.microsoft.card.adaptive";

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <exception cref="JsonException">Not JSON, or not an activity; its path says where.</exception>
    public static Activity Read(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize<Activity>(body, Names) ?? throw new JsonException("The body is null.");

    /// <summary>The body of a send (no <paramref name="messageId"/>) or of an update.</summary>
    /// <exception cref="ArgumentException">Not exactly one of text and card.</exception>
    public static JsonObject Write(Destination to, OutboundActivity activity, string? messageId = null)
    {
        if (activity.Text is null == activity.Card is null)
            throw new ArgumentException("A message has either text or a card.", nameof(activity));

        var json = new JsonObject
        {
            ["type"] = "message",
            ["conversation"] = Without(new JsonObject { ["id"] = to.ConversationId, ["tenantId"] = to.TenantId }),
        };
        if (messageId is not null)
            json["id"] = messageId;
        if (to.BotId is not null)
            json["from"] = new JsonObject { ["id"] = to.BotId };
        if (to.ReplyToId is not null && messageId is null)
            json["replyToId"] = to.ReplyToId;
        if (activity.Text is not null)
            json["text"] = activity.Text;
        if (activity.Summary is not null)
            json["summary"] = activity.Summary;
        if (activity.Card is not null)
        {
            json["attachments"] = new JsonArray(
                new JsonObject { ["contentType"] = CardContentType, ["content"] = activity.Card.DeepClone() }
            );
        }

        if (activity.ChannelData is not null)
            json["channelData"] = activity.ChannelData.DeepClone();
        return json;
    }

    private static JsonObject Without(JsonObject nulls)
    {
        foreach (var name in nulls.Where(property => property.Value is null).Select(property => property.Key).ToList())
            nulls.Remove(name);
        return nulls;
    }
}
