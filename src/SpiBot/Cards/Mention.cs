using System.Text;
using System.Text.Json.Nodes;

namespace SpiBot.Cards;

/// <summary>Somebody a card calls: <see cref="Id"/> is 29:… or an Entra object id, <see cref="Name"/> is <see cref="Tidy"/>.</summary>
public sealed record Mention(string Id, string Name)
{
    /// <summary>As it stands in the card's text, and again in its entity: both must be the same.</summary>
    public string Text => $"<at>{Name}</at>";

    public JsonObject Entity() =>
        new()
        {
            ["type"] = "mention",
            ["text"] = Text,
            ["mentioned"] = new JsonObject { ["id"] = Id, ["name"] = Name },
        };

    /// <summary>A name without what would be Markdown or a tag.</summary>
    public static string Tidy(string name)
    {
        var tidy = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Take(60))
        {
            tidy.Append(
                Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or '\'' or '-' or '(' or ')'
                    ? rune.ToString()
                    : " "
            );
        }

        var text = tidy.ToString().Trim();
        return text.Length > 0 ? text : "approver";
    }
}

/// <summary>Who is called; <see cref="More"/> are as many again who are not. <see cref="NotKnown"/>: what could not be found out, in sentences.</summary>
public sealed record Mentioned(IReadOnlyList<Mention> People, int More, IReadOnlyList<string> NotKnown)
{
    public static Mentioned Nobody { get; } = new([], 0, []);
}
