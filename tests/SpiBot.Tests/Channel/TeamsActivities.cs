using System.Text.Json.Nodes;

namespace SpiBot.Tests.Channel;

/// <summary>Activities as Teams sends them.</summary>
internal static class TeamsActivities
{
    public const string Thread = "19:incidents@thread.tacv2;messageid=1712000000000";

    public static JsonObject Of(string type, string serviceUrl, string tenantId, string? id = "1712000000001") =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = "2026-11-23T10:00:00Z",
            ["serviceUrl"] = serviceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = "29:on-call",
                ["name"] = "On-call engineer",
                ["aadObjectId"] = "11111111-1111-1111-1111-111111111111",
            },
            ["recipient"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SpiBot" },
            ["conversation"] = new JsonObject
            {
                ["id"] = Thread,
                ["conversationType"] = "channel",
                ["tenantId"] = tenantId,
                ["isGroup"] = true,
            },
            ["channelData"] = new JsonObject
            {
                ["tenant"] = new JsonObject { ["id"] = tenantId },
                ["team"] = new JsonObject { ["id"] = "19:team@thread.tacv2" },
            },
        };

    public static JsonObject Message(string serviceUrl, string tenantId, string text = "check 203.0.113.9")
    {
        var message = Of("message", serviceUrl, tenantId);
        message["text"] = $"<at>SpiBot</at> {text}";
        message["entities"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "mention",
                ["text"] = "<at>SpiBot</at>",
                ["mentioned"] = new JsonObject { ["id"] = "28:bot", ["name"] = "SpiBot" },
            }
        );
        return message;
    }

    public static JsonObject Press(string serviceUrl, string tenantId)
    {
        var invoke = Of("invoke", serviceUrl, tenantId, "f:press-1");
        invoke["name"] = "adaptiveCard/action";
        invoke["value"] = new JsonObject
        {
            ["action"] = new JsonObject
            {
                ["type"] = "Action.Execute",
                ["verb"] = "approve",
                ["data"] = new JsonObject { ["digest"] = "abc" },
            },
            ["trigger"] = "manual",
        };
        return invoke;
    }
}
