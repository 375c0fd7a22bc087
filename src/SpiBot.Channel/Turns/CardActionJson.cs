using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.Turns;

/// <summary>The invoke <c>adaptiveCard/action</c>: its value, and the bodies that answer it. Source: "Universal Actions for Adaptive Cards".</summary>
internal static class CardActionJson
{
    public const string InvokeName = "adaptiveCard/action";

    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    /// <returns>Null when the value is not that of a pressed Action.Execute.</returns>
    public static CardAction? Read(Activity invoke)
    {
        if (
            invoke.Value is not { ValueKind: JsonValueKind.Object } value
            || !value.TryGetProperty("action", out var action)
            || action.ValueKind != JsonValueKind.Object
            || JsonText.In(action, "type") != "Action.Execute"
            || JsonText.In(action, "verb") is not { Length: > 0 } verb
        )
        {
            return null;
        }

        var data =
            action.TryGetProperty("data", out var given) && given.ValueKind != JsonValueKind.Null ? given : NoData;
        return new CardAction(verb, data, JsonText.In(value, "trigger") == "automatic");
    }

    public static JsonObject Write(CardActionAnswer answer) =>
        answer switch
        {
            CardActionAnswer.Card card => Body(200, ActivityJson.CardContentType, card.Content.DeepClone()),
            CardActionAnswer.Message message => Body(200, "application/vnd.microsoft.activity.message", message.Text),
            CardActionAnswer.Error error => Body(
                error.StatusCode,
                "application/vnd.microsoft.error",
                new JsonObject { ["code"] = error.Code, ["message"] = error.Text }
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "Not an answer."),
        };

    private static JsonObject Body(int statusCode, string type, JsonNode? value) =>
        new()
        {
            ["statusCode"] = statusCode,
            ["type"] = type,
            ["value"] = value,
        };
}
