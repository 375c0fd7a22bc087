using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SpiBot.Channel.Activities;

namespace SpiBot.Channel.Turns;

/// <summary>
/// A message that answers another one and quotes it. Clients of today leave <c>&lt;quoted messageId="…"/&gt;</c> in the text; others put the quoted words themselves
/// there, and only the HTML that comes along tells them apart, by a <c>blockquote</c> of the type <c>http://schema.skype.com/Reply</c>.
/// </summary>
internal static class QuotedReply
{
    private const RegexOptions Linear =
        RegexOptions.NonBacktracking
        | RegexOptions.IgnoreCase
        | RegexOptions.CultureInvariant
        | RegexOptions.Singleline;

    private static readonly Regex Placeholder = new("<quoted [^>]*/>|<quoted [^>]*[^/>]>.*?</quoted>", Linear);

    private static readonly Regex Tag = new("<(?<end>/?)(?<name>[a-z][a-z0-9]*)(?<rest>[^>]*)>", Linear);

    private static readonly HashSet<string> Lines = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "div",
        "li",
        "tr",
        "pre",
        "blockquote",
    };

    /// <returns>The activity's text, without what it quotes.</returns>
    public static string Typed(Activity activity)
    {
        var text = activity.Text ?? "";
        var typed = Placeholder.Replace(text, " ");
        return typed != text || Html(activity) is not { } html ? typed : WithoutQuote(html) ?? text;
    }

    /// <summary>Of messages that the text came with.</summary>
    private static string? Html(Activity activity) =>
        activity.Rest?.TryGetValue("attachments", out var attachments) == true
        && attachments.ValueKind == JsonValueKind.Array
            ? attachments
                .EnumerateArray()
                .Where(attachment => JsonText.In(attachment, "contentType") == "text/html")
                .Select(attachment => JsonText.In(attachment, "content"))
                .FirstOrDefault()
            : null;

    /// <returns>The words, with mentions as the text has them; null when nothing is quoted.</returns>
    private static string? WithoutQuote(string html)
    {
        var (words, at, quoted, anyQuote, mention) = (new StringBuilder(), 0, 0, false, false);
        foreach (Match tag in Tag.Matches(html))
        {
            Say(html[at..tag.Index]);
            at = tag.Index + tag.Length;
            var (name, ends) = (tag.Groups["name"].Value, tag.Groups["end"].Length > 0);
            if (Is(name, "blockquote") && (quoted > 0 || IsOf(tag, "Reply")))
            {
                quoted += ends ? -1 : 1;
                anyQuote = true;
            }
            else if (quoted == 0 && Is(name, "span") && (ends ? mention : IsOf(tag, "Mention")))
            {
                mention = !ends;
                words.Append(ends ? "</at>" : "<at>");
            }
            else if (quoted == 0 && (Is(name, "br") || (ends && Lines.Contains(name))))
            {
                words.Append('\n');
            }
        }

        Say(html[at..]);
        return anyQuote ? words.ToString() : null;

        void Say(string between)
        {
            if (quoted == 0)
            {
                // Line ends in HTML are blanks; those between blocks are nothing.
                words.Append(
                    string.IsNullOrWhiteSpace(between) ? between.Trim('\r', '\n') : WebUtility.HtmlDecode(between)
                );
            }
        }
    }

    private static bool IsOf(Match tag, string type) =>
        tag.Groups["rest"].Value.Contains($"http://schema.skype.com/{type}\"", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
