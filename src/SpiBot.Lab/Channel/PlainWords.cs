using System.Net;
using System.Text;

namespace SpiBot.Lab.Channel;

/// <summary>Teams' small Markdown as plain text: marks of bold and italic go, escapes and entities become the characters they stand for, a link keeps its address, a mention its name.</summary>
public static class PlainWords
{
    private const string Escapable = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    public static string Of(string markdown)
    {
        var plain = new StringBuilder(markdown.Length);
        for (var at = 0; at < markdown.Length; )
            at = Take(markdown, at, plain);
        return plain.ToString();
    }

    /// <summary>Appends what stands at <paramref name="at"/> and returns where to go on.</summary>
    private static int Take(string text, int at, StringBuilder plain)
    {
        switch (text[at])
        {
            case '\\' when at + 1 < text.Length && Escapable.Contains(text[at + 1]):
                plain.Append(text[at + 1]);
                return at + 2;
            case '&' when text.IndexOf(';', at) is var end && end > at && end - at <= 10:
                plain.Append(WebUtility.HtmlDecode(text[at..(end + 1)]));
                return end + 1;
            case '<' when MentionAt(text, at) is { } mention:
                plain.Append('@').Append(mention.Name);
                return mention.End;
            case '[' when LinkAt(text, at) is { } link:
                plain.Append(Of(link.Words)).Append(" (").Append(link.Address).Append(')');
                return link.End;
            case '*' or '_' when EmphasisAt(text, at) is { } emphasis:
                plain.Append(Of(emphasis.Words));
                return emphasis.End;
            case '*' or '_':
                var run = Run(text, at);
                plain.Append(text, at, run);
                return at + run;
            default:
                plain.Append(text[at]);
                return at + 1;
        }
    }

    private static (string Name, int End)? MentionAt(string text, int at)
    {
        const string open = "<at>";
        const string close = "</at>";
        return
            text.AsSpan(at).StartsWith(open, StringComparison.Ordinal)
            && text.IndexOf(close, at, StringComparison.Ordinal) is var end and > 0
            ? (text[(at + open.Length)..end], end + close.Length)
            : null;
    }

    /// <summary>A run of marks that opens here and is closed by the same run later; an underscore within a word is a letter.</summary>
    private static (string Words, int End)? EmphasisAt(string text, int at)
    {
        var run = Run(text, at);
        var start = at + run;
        var withinWord = text[at] == '_' && at > 0 && char.IsLetterOrDigit(text[at - 1]);
        if (run > 3 || withinWord || start >= text.Length || char.IsWhiteSpace(text[start]))
            return null;

        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
                continue;
            }
            if (text[i] != text[at])
                continue;

            var closing = Run(text, i);
            var after = i + closing;
            var closes = closing == run && !char.IsWhiteSpace(text[i - 1]);
            if (closes && !(text[at] == '_' && after < text.Length && char.IsLetterOrDigit(text[after])))
                return (text[start..i], after);
            i = after - 1;
        }
        return null;
    }

    private static (string Words, string Address, int End)? LinkAt(string text, int at)
    {
        var close = text.IndexOf("](", at, StringComparison.Ordinal);
        if (close < 0 || text.IndexOf('\n', at, close - at) >= 0 || text.IndexOf('[', at + 1, close - at) >= 0)
            return null;

        var end = text.IndexOf(')', close);
        return end < 0 ? null : (text[(at + 1)..close], text[(close + 2)..end], end + 1);
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }
}
