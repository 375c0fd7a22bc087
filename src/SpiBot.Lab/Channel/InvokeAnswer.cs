using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>What a person sees of an answer to a pressed button.</summary>
public enum InvokeAnswerKind
{
    Card,
    Message,
    Error,
}

/// <summary>
/// SpiBot's answer to a pressed button, read as Teams reads it: HTTP 200 and <c>{"statusCode","type","value"}</c>;
/// whatever else came is an error whose text says what it was.
/// </summary>
public sealed record InvokeAnswer(InvokeAnswerKind Kind, JsonElement Body, string? Words)
{
    public JsonElement? Card => Kind == InvokeAnswerKind.Card ? Body.Member("value") : null;

    /// <summary>False when SpiBot gave no answer, or none that Teams would understand.</summary>
    public bool FromSpiBot { get; private init; } = true;

    public string AsText() => Card is { } card ? CardText.OfCard(card) : Words ?? "";

    public static InvokeAnswer Read(int httpStatus, string body)
    {
        if (httpStatus != 200)
            return Failed(httpStatus, $"SpiBot answered the button with HTTP {httpStatus}");

        JsonElement answer;
        try
        {
            answer = Json.Parse(body);
        }
        catch (JsonException)
        {
            return Failed(httpStatus, "SpiBot answered the button with something that is no JSON");
        }

        var value = answer.Member("value");
        return answer.Text("type") switch
        {
            "application/vnd.microsoft.card.adaptive" when value is { ValueKind: JsonValueKind.Object } => new(
                InvokeAnswerKind.Card,
                answer,
                null
            ),
            "application/vnd.microsoft.activity.message" when value is { ValueKind: JsonValueKind.String } text => new(
                InvokeAnswerKind.Message,
                answer,
                text.GetString()
            ),
            "application/vnd.microsoft.error" => new(
                InvokeAnswerKind.Error,
                answer,
                value?.Text("message") ?? value?.Text("code") ?? "SpiBot answered with an error that says nothing"
            ),
            var type => new(
                InvokeAnswerKind.Error,
                answer,
                $"SpiBot answered the button with what Teams does not know: type {type ?? "missing"}"
            )
            {
                FromSpiBot = false,
            },
        };
    }

    /// <summary>No answer, or none that Teams would take: it shows its own words.</summary>
    public static InvokeAnswer Failed(int? httpStatus, string words) =>
        new(
            InvokeAnswerKind.Error,
            JsonSerializer.SerializeToElement(
                new
                {
                    statusCode = httpStatus ?? 0,
                    type = "application/vnd.microsoft.error",
                    value = new { code = "NoAnswer", message = words },
                }
            ),
            words
        )
        {
            FromSpiBot = false,
        };
}
