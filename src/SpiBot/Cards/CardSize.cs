using System.Text;
using System.Text.Json.Nodes;
using SpiBot.Channel.Activities;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>
/// Makes a card fit into one message, by leaving detail out and saying so: first what is folded away, then rows of tables, then what stands last. The heading, the fields
/// that are filled in and the lines that are typed on a gateway always stay: nobody decides on lines that they cannot see.
/// </summary>
public static class CardSize
{
    /// <summary>In bytes of JSON. Teams takes about 28 KB everywhere, and more at some places.</summary>
    public const int Most = 28 * 1024;

    /// <summary>Heading and subtitle.</summary>
    private const int Head = 2;

    /// <summary>The header of a table, and enough to see what it is about.</summary>
    private const int LeastRows = 5;

    /// <summary>What saying that something is left out takes itself.</summary>
    private const int NoteBytes = 400;

    /// <param name="card">Stays as it is.</param>
    /// <param name="most">In bytes.</param>
    /// <returns>The card, or a shorter one; null where even without all that may be left out it does not fit.</returns>
    public static JsonObject? Fitting(JsonObject card, int most = Most)
    {
        var over = Of(card) - most;
        if (over <= 0)
        {
            return card;
        }

        var shorter = (JsonObject)card.DeepClone();
        var body = shorter["body"] as JsonArray ?? [];
        var inside = All(body).ToList();
        foreach (var folded in inside.Where(IsFolded))
        {
            over -= CutEnd((JsonArray)folded["items"]!, over, least: 0, Note);
        }

        foreach (var table in inside.Where(element => IsA(element, "Table")))
        {
            over -= CutEnd((JsonArray)table["rows"]!, over, LeastRows, NoteRow);
        }

        over -= CutEnd(body, over, Head, Note);
        return over <= 0 ? shorter : null;
    }

    /// <returns>The activity with as much of its card as fits; where nothing does, its summary as text.</returns>
    public static OutboundActivity Fitting(OutboundActivity activity, int most = Most) =>
        activity.Card is not { } card ? activity
        : Fitting(card, most) is { } fits ? activity with { Card = fits }
        : InText(activity);

    /// <summary>What is said where the channel takes no card of any size.</summary>
    public static OutboundActivity InText(OutboundActivity activity) =>
        activity with
        {
            Card = null,
            Text =
                $"{Escaped(activity.Summary ?? "SpiBot has something to say")}. The card with the rest is too large for one message: ask for less at once, for instance of one peer on one gateway.",
        };

    public static int Of(JsonNode node) => Encoding.UTF8.GetByteCount(node.ToJsonString());

    /// <returns>How many bytes shorter it has become.</returns>
    private static int CutEnd(JsonArray items, int over, int least, Func<int, JsonObject> note)
    {
        if (over <= 0)
        {
            return 0;
        }

        var (saved, left) = (0, 0);
        for (var i = items.Count - 1; i >= least && saved < over + NoteBytes; i--)
        {
            if (!HasToStay(items[i]!))
            {
                saved += Of(items[i]!) + 1;
                items.RemoveAt(i);
                left++;
            }
        }

        if (left == 0)
        {
            return 0;
        }

        var said = note(left);
        items.Add(said);
        return saved - Of(said) - 1;
    }

    private static JsonObject Note(int left) => Small(Words(left));

    private static JsonObject NoteRow(int left) =>
        new()
        {
            ["type"] = "TableRow",
            ["cells"] = new JsonArray(
                new JsonObject { ["type"] = "TableCell", ["items"] = new JsonArray(Small(Words(left))) }
            ),
        };

    private static string Words(int left) =>
        $"{left} more {(left == 1 ? "entry is" : "entries are")} left out here: they do not fit into one message.";

    /// <summary>Lines of a plan, fields, and what a button unfolds.</summary>
    private static bool HasToStay(JsonNode item) =>
        All(item)
            .Any(element =>
                (string?)element["style"] == "emphasis"
                || IsFolded(element)
                || (
                    element["type"] is JsonValue type
                    && type.GetValue<string>().StartsWith("Input.", StringComparison.Ordinal)
                )
            );

    private static bool IsFolded(JsonObject element) =>
        element["isVisible"] is JsonValue shown && !shown.GetValue<bool>();

    private static bool IsA(JsonObject element, string type) => (string?)element["type"] == type;

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject element => element.Select(property => property.Value).SelectMany(All).Prepend(element),
            JsonArray items => items.SelectMany(All),
            _ => [],
        };
}
