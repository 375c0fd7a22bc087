using System.Text.Json;
using System.Text.Json.Nodes;

namespace SpiBot.Channel.Activities;

/// <summary>Texts in JSON that comes from elsewhere, so that its shape is not certain. Never throws for what the JSON holds.</summary>
internal static class JsonText
{
    /// <returns>The member's text; null where this is no object, has no such member, or the member is no text.</returns>
    public static string? In(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    /// <inheritdoc cref="In(JsonElement, string)"/>
    public static string? In(JsonNode? json, string name) =>
        json is JsonObject members && members[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : null;
}
