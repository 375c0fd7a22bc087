using System.Text.Json;

namespace SpiBot.Lab.Channel;

/// <summary>
/// A card as plain text, to be read in a terminal: blocks below each other, columns and tables side by side, buttons as <c>[Title]</c>.
/// What a button would unfold is there too, indented.
/// </summary>
public static class CardText
{
    private const int Width = 110;
    private const string Indent = "    ";

    /// <summary>The card of a message, or its text, or both.</summary>
    public static string OfActivity(JsonElement activity)
    {
        var parts = new List<string>();
        if (activity.Text("text") is { Length: > 0 } text)
            parts.Add(PlainWords.Of(text));
        foreach (var attachment in activity.Items("attachments"))
            if (attachment.Member("content") is { ValueKind: JsonValueKind.Object } card)
                parts.Add(OfCard(card));
        return string.Join("\n", parts);
    }

    public static string OfCard(JsonElement card) =>
        string.Join("\n", Card(card).Select(line => line.TrimEnd())).Trim('\n');

    private static List<string> Card(JsonElement card)
    {
        var lines = Stack(card.Items("body"));
        lines.AddRange(Buttons(card.Items("actions")));
        return lines;
    }

    private static List<string> Stack(IEnumerable<JsonElement> elements)
    {
        var lines = new List<string>();
        foreach (var element in elements)
        {
            var these = Element(element);
            if (these.Count > 0 && lines.Count > 0 && element.Flag("separator") == true)
                lines.Add("");
            lines.AddRange(element.Flag("isVisible") == false ? these.Select(line => Indent + line) : these);
        }
        return lines;
    }

    private static List<string> Element(JsonElement element) =>
        element.Text("type") switch
        {
            "TextBlock" => Words(element.Text("text")),
            "RichTextBlock" => Words(
                string.Concat(
                    element
                        .Items("inlines")
                        .Select(run =>
                            run.ValueKind == JsonValueKind.String
                                ? run.GetString()
                                : PlainWords.Of(run.Text("text") ?? "")
                        )
                )
            ),
            "FactSet" => Facts(element),
            "ColumnSet" => SideBySide([.. element.Items("columns").Select(column => Stack(column.Items("items")))]),
            "Table" => Table(element),
            "Container" or "Column" or "TableCell" => Stack(element.Items("items")),
            "ActionSet" => Buttons(element.Items("actions")),
            "CodeBlock" => [.. (element.Text("codeSnippet") ?? "").Split('\n')],
            "Image" => element.Text("altText") is { Length: > 0 } words ? [$"(image: {words})"] : [],
            "Badge" => Words(element.Text("text")),
            { } input when input.StartsWith("Input.", StringComparison.Ordinal) =>
            [
                $"{element.Text("label") ?? element.Text("placeholder") ?? element.Text("id")}: {(element.Text("value") is null ? "____" : "")}".TrimEnd(),
                .. (element.Text("value") ?? "")
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => Indent + line),
            ],
            _ => element.Member("fallback") is { ValueKind: JsonValueKind.Object } instead ? Element(instead) : [],
        };

    private static List<string> Words(string? markdown) =>
        string.IsNullOrEmpty(markdown) ? [] : [.. PlainWords.Of(markdown).ReplaceLineEndings("\n").Split('\n')];

    private static List<string> Facts(JsonElement set)
    {
        var facts = set.Items("facts")
            .Select(f => (Title: Words(f.Text("title")), Value: Words(f.Text("value"))))
            .ToList();
        var wide = facts.SelectMany(f => f.Title).Select(line => line.Length).DefaultIfEmpty().Max();
        return [.. facts.SelectMany(f => Columns([f.Title, f.Value], [wide]))];
    }

    private static List<string> Table(JsonElement table)
    {
        var rows = table
            .Items("rows")
            .Select(row => row.Items("cells").Select(cell => Stack(cell.Items("items"))).ToList())
            .ToList();
        var wide = Enumerable
            .Range(0, rows.Select(row => row.Count).DefaultIfEmpty().Max())
            .Select(column => rows.Where(row => column < row.Count).Max(row => Widest(row[column])))
            .ToList();
        return [.. rows.SelectMany(row => Columns(row, wide))];
    }

    private static List<string> SideBySide(List<List<string>> columns)
    {
        var wide = columns.Select(Widest).ToList();
        return wide.Sum() > Width ? [.. columns.SelectMany(column => column)] : Columns(columns, wide);
    }

    private static List<string> Columns(List<List<string>> columns, List<int> wide)
    {
        var lines = new List<string>();
        for (var line = 0; line < columns.Select(column => column.Count).DefaultIfEmpty().Max(); line++)
        {
            var cells = columns.Select(
                (column, i) => (line < column.Count ? column[line] : "").PadRight(i < wide.Count ? wide[i] : 0)
            );
            lines.Add(string.Join("   ", cells).TrimEnd());
        }
        return lines;
    }

    private static int Widest(List<string> lines) => lines.Select(line => line.Length).DefaultIfEmpty().Max();

    private static List<string> Buttons(IEnumerable<JsonElement> actions)
    {
        var all = actions.Where(action => action.Text("title") is { Length: > 0 }).ToList();
        var lines = new List<string>();
        if (all.Count > 0)
            lines.Add(string.Join(" ", all.Select(action => $"[{action.Text("title")}]")));
        foreach (var action in all)
        {
            if (action.Text("type") != "Action.ShowCard" || action.Member("card") is not { } card)
                continue;
            lines.Add($"[{action.Text("title")}] unfolds:");
            lines.AddRange(Card(card).Select(line => Indent + line));
        }
        return lines;
    }
}
