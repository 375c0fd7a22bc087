using System.Text;
using System.Text.Json.Nodes;

namespace SpiBot.Cards;

/// <summary>
/// The few elements of Adaptive Cards 1.5 that SpiBot's cards are made of. Text that a device or a person may have written goes
/// into <c>TextRun</c>s, which have no Markdown; <c>TextBlock</c>s, which have, hold our own words, escaped all the same.
/// </summary>
public static class CardElements
{
    /// <summary>Longer lines tell nobody anything on a phone, and a card has a size limit.</summary>
    private const int LongestText = 1_200;

    private const int MostButtons = 6;

    /// <param name="body">What stands in it.</param>
    /// <param name="actions">Its buttons.</param>
    /// <param name="mentions">Whom its body calls by <see cref="Calling"/>.</param>
    public static JsonObject Card(
        IEnumerable<JsonObject?> body,
        IEnumerable<JsonObject>? actions = null,
        IReadOnlyList<Mention>? mentions = null
    )
    {
        var card = new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["version"] = "1.5",
            ["msteams"] = new JsonObject { ["width"] = "full" },
            ["body"] = Elements(body),
        };
        if (mentions is { Count: > 0 })
        {
            card["msteams"]!["entities"] = Elements(mentions.Select(mention => mention.Entity()));
        }

        var buttons = Elements(actions ?? []);
        // Teams shows six; the others are behind the three dots.
        foreach (var button in buttons.Skip(MostButtons))
        {
            button!["mode"] = "secondary";
        }

        if (buttons.Count > 0)
        {
            card["actions"] = buttons;
        }

        return card;
    }

    public static JsonObject Heading(string text) =>
        new()
        {
            ["type"] = "TextBlock",
            ["style"] = "heading",
            ["wrap"] = true,
            ["size"] = "medium",
            ["weight"] = "bolder",
            ["text"] = Escaped(text),
        };

    /// <summary>Calls people, who are notified when the message is new, and says something to them.</summary>
    public static JsonObject Calling(IEnumerable<Mention> people, string words) =>
        new()
        {
            ["type"] = "TextBlock",
            ["wrap"] = true,
            ["text"] = $"{string.Join(", ", people.Select(person => person.Text))} {Escaped(words)}",
        };

    /// <summary>The line under the heading: where and when.</summary>
    public static JsonObject Subtitle(string text) => Tight(Small(text));

    public static JsonObject Small(string text) => Runs([Run(text, size: "small", subtle: true)]);

    /// <summary>A paragraph; with a lead, that word stands before it in bold.</summary>
    public static JsonObject Paragraph(string text, string? lead = null) =>
        Runs(lead is null ? [Run(text)] : [Run(lead + " ", bold: true), Run(text)]);

    public static JsonObject Monospace(string text, bool bold = false) =>
        Tight(Runs([Run(text, bold: bold, monospace: true)]));

    public static JsonObject Word(string text, string color) => Tight(Runs([Run(text, bold: true, color: color)]));

    public static JsonObject Bold(string text) => Tight(Runs([Run(text, bold: true)]));

    public static JsonObject Large(string text) => Tight(Runs([Run(text, bold: true, size: "extraLarge")]));

    public static JsonObject Run(
        string text,
        bool bold = false,
        bool monospace = false,
        bool subtle = false,
        string? size = null,
        string? color = null
    )
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = Shown(text) };
        if (bold)
        {
            run["weight"] = "bolder";
        }

        if (monospace)
        {
            run["fontType"] = "monospace";
        }

        if (subtle)
        {
            run["isSubtle"] = true;
        }

        if (size is not null)
        {
            run["size"] = size;
        }

        if (color is not null)
        {
            run["color"] = color;
        }

        return run;
    }

    public static JsonObject Runs(IEnumerable<JsonObject> runs) =>
        new() { ["type"] = "RichTextBlock", ["inlines"] = Elements(runs) };

    public static JsonObject Container(IEnumerable<JsonObject?> items, string? style = null, bool separator = false)
    {
        var container = new JsonObject { ["type"] = "Container", ["items"] = Elements(items) };
        if (style is not null)
        {
            container["style"] = style;
        }

        if (separator)
        {
            container["separator"] = true;
        }

        return container;
    }

    /// <summary>Shown when its button is pressed.</summary>
    public static JsonObject Folded(string id, IEnumerable<JsonObject?> items)
    {
        var container = Container(items);
        container["id"] = id;
        container["isVisible"] = false;
        return container;
    }

    public static JsonObject Columns(params (string Width, IEnumerable<JsonObject?> Items)[] columns)
    {
        var set = new JsonObject { ["type"] = "ColumnSet", ["spacing"] = "none" };
        set["columns"] = Elements(
            columns.Select(column => new JsonObject
            {
                ["type"] = "Column",
                ["width"] = column.Width,
                ["verticalContentAlignment"] = "center",
                ["items"] = Elements(column.Items),
            })
        );
        return set;
    }

    /// <summary>A word and what it stands for, line by line. Not a FactSet: its values have Markdown.</summary>
    public static JsonObject Facts(IEnumerable<(string Title, string Value)> facts) =>
        Container(facts.Select(fact => Paragraph(fact.Value, fact.Title + ":")));

    /// <summary>A table whose first row is its header.</summary>
    public static JsonObject Table(IReadOnlyList<int> widths, IEnumerable<IEnumerable<JsonObject>> rows) =>
        new()
        {
            ["type"] = "Table",
            ["firstRowAsHeaders"] = true,
            ["showGridLines"] = false,
            ["columns"] = Elements(widths.Select(width => new JsonObject { ["width"] = width })),
            ["rows"] = Elements(
                rows.Select(row => new JsonObject
                {
                    ["type"] = "TableRow",
                    ["cells"] = Elements(
                        row.Select(cell => new JsonObject { ["type"] = "TableCell", ["items"] = Elements([cell]) })
                    ),
                })
            ),
        };

    public static JsonArray Elements(IEnumerable<JsonObject?> items) => [.. items.Where(item => item is not null)];

    /// <summary>What may be shown of any text: control characters and direction overrides become blanks, very long text is cut and says so.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, LongestText) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= LongestText)
            {
                return shown.Append('…').ToString();
            }

            var hidden =
                Rune.IsControl(rune)
                || Rune.GetUnicodeCategory(rune)
                    is System.Globalization.UnicodeCategory.Format
                        or System.Globalization.UnicodeCategory.LineSeparator
                        or System.Globalization.UnicodeCategory.ParagraphSeparator;
            shown.Append(hidden ? " " : rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>For a TextBlock: Markdown and mentions lose their meaning.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in Shown(text))
        {
            if (@"\*_[]<>`~#".Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Without a gap to what stands above it.</summary>
    public static JsonObject Tight(JsonObject element)
    {
        element["spacing"] = "none";
        return element;
    }
}
