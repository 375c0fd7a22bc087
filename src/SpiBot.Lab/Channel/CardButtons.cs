using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>The buttons of a card, wherever they are: below it, in its containers, and in what other buttons unfold.</summary>
public static class CardButtons
{
    public static IEnumerable<JsonElement> Of(JsonElement card)
    {
        foreach (var (name, value) in Members(card))
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in value.EnumerateArray())
                {
                    if (name == "actions")
                        yield return item;
                    foreach (var button in Of(item))
                        yield return button;
                }
            }
            else if (name is "card")
            {
                foreach (var button in Of(value))
                    yield return button;
            }
        }
    }

    /// <summary>The values of the inputs beside a button as they stand when nobody touches them: what a client merges into the data.</summary>
    public static IEnumerable<(string Id, JsonElement Value)> UntouchedInputs(JsonElement card)
    {
        foreach (var (name, value) in Members(card))
        {
            if (value.ValueKind != JsonValueKind.Array || name == "actions")
                continue;
            foreach (var item in value.EnumerateArray())
            {
                if (
                    item.Text("type")?.StartsWith("Input.", StringComparison.Ordinal) == true
                    && item.Text("id") is { } id
                    && item.Member("value") is { } preset
                )
                    yield return (id, preset);
                foreach (var input in UntouchedInputs(item))
                    yield return input;
            }
        }
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(member => (member.Name, member.Value))
            : [];
}
