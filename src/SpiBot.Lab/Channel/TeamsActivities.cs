using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpiBot.Lab.Channel;

/// <summary>The activities that Teams sends to a bot in a channel of a team, field for field as Teams writes them.</summary>
/// <param name="ServiceUrl">Where the bot is to answer.</param>
/// <param name="AppId">The bot's app id; its account is <c>28:</c> and that.</param>
public sealed record TeamsActivities(string ServiceUrl, string AppId, string TenantId, TimeProvider Time)
{
    private const string TeamId = "19:a07e5c3b91d84f26b0f1d3c75e8a2946@thread.tacv2";
    private const string BotName = "SpiBot";

    /// <summary>A person's message; with <paramref name="mention"/> it starts with the bot's name, as it must in a channel unless the team allowed the bot to read along.</summary>
    public JsonObject Message(Person from, string id, string conversationId, string text, bool mention)
    {
        var activity = Common("message", id, conversationId, from);
        var html = WebUtility.HtmlEncode(text);
        activity["textFormat"] = "plain";
        activity["text"] = mention ? $"<at>{BotName}</at> {text}" : text;
        activity["attachments"] = new JsonArray(
            new JsonObject
            {
                ["contentType"] = "text/html",
                ["content"] = mention
                    ? $"<p><span itemtype=\"http://schema.skype.com/Mention\" itemscope=\"\" itemid=\"0\">{BotName}</span>&nbsp;{html}</p>"
                    : $"<p>{html}</p>",
            }
        );
        if (mention)
            activity["entities"]!
                .AsArray()
                .Insert(
                    0,
                    new JsonObject
                    {
                        ["type"] = "mention",
                        ["text"] = $"<at>{BotName}</at>",
                        ["mentioned"] = Bot(),
                    }
                );
        return activity;
    }

    /// <summary>A pressed Action.Execute; <paramref name="data"/> holds the card's data with the inputs merged in.</summary>
    public JsonObject CardAction(Person from, string id, ChannelMessage on, JsonElement action, JsonElement data)
    {
        var activity = Common("invoke", id, on.ConversationId, from);
        activity["name"] = "adaptiveCard/action";
        activity["replyToId"] = on.Id;
        var pressed = new JsonObject { ["type"] = "Action.Execute" };
        foreach (var name in (string[])["id", "verb", "title"])
            if (action.Text(name) is { } text)
                pressed[name] = text;
        pressed["data"] = JsonNode.Parse(data.GetRawText());
        activity["value"] = new JsonObject { ["action"] = pressed, ["trigger"] = "manual" };
        return activity;
    }

    /// <summary>A pressed Action.Submit: a message without text that carries the data.</summary>
    public JsonObject Submit(Person from, string id, ChannelMessage on, JsonElement data)
    {
        var activity = Common("message", id, on.ConversationId, from);
        activity["replyToId"] = on.Id;
        activity["value"] = JsonNode.Parse(data.GetRawText());
        return activity;
    }

    /// <summary>The app was added to the team.</summary>
    public JsonObject Installed(Person by, string id)
    {
        var activity = Common("installationUpdate", id, IncidentChannel.ChannelId, by);
        activity["action"] = "add";
        return activity;
    }

    private JsonObject Common(string type, string id, string conversationId, Person from) =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["localTimestamp"] = Time.GetLocalNow()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["serviceUrl"] = ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = from.Mri,
                ["name"] = from.Name,
                ["aadObjectId"] = from.EntraObjectId,
            },
            ["recipient"] = Bot(),
            ["conversation"] = new JsonObject
            {
                ["id"] = conversationId,
                ["conversationType"] = "channel",
                ["isGroup"] = true,
                ["tenantId"] = TenantId,
            },
            ["channelData"] = new JsonObject
            {
                ["tenant"] = new JsonObject { ["id"] = TenantId },
                ["team"] = new JsonObject { ["id"] = TeamId },
                ["channel"] = new JsonObject { ["id"] = IncidentChannel.ChannelId },
            },
            ["entities"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "clientInfo",
                    ["locale"] = "en-GB",
                    ["country"] = "GB",
                    ["platform"] = "Web",
                    ["timezone"] = "Etc/UTC",
                }
            ),
            ["locale"] = "en-GB",
        };

    private JsonObject Bot() => new() { ["id"] = $"28:{AppId}", ["name"] = BotName };
}
