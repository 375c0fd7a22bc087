using System.Text;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms;

/// <summary>A word of an answer, and the number of its line.</summary>
internal sealed record AnswerWord(int Number, string Text);

/// <summary>
/// A device's answer as lines, empty ones left out. Indentation, runs of blanks, no-break blanks, pager marks and the many line ends of
/// network devices (<c>\r\n</c>, <c>\r\r\n</c>, <c>\n\r</c>, <c>\r\n\r</c>) are gone, so what a chat or a mail did to a text makes no difference.
/// </summary>
public sealed class AnswerText
{
    private const string PagerMark = "<--- More --->";

    private readonly string source;
    private Printed? printed;

    private AnswerText(string source) => this.source = source;

    private AnswerText(Printed printed) => (source, this.printed) = ("", printed);

    public IReadOnlyList<AnswerLine> Lines => Whole.Lines;

    /// <summary>The text ends in the middle of a line or at least without a line end: that line may be cut.</summary>
    public bool LastLineIsOpen => OpenLine is not null;

    /// <summary>That last line as it came, blanks and all; null when the text ends with a line end.</summary>
    public string? OpenLine => Whole.OpenLine;

    /// <summary>The text ends in a line that may be cut: one without a line end, which does not show by itself that it is whole.</summary>
    internal bool EndsInside(Func<string, bool> isWhole) => LastLineIsOpen && !isWhole(Lines[^1].Text);

    /// <summary>Number of the line where the text ends, for failures about what is missing there.</summary>
    public int EndNumber => Whole.EndNumber;

    private Printed Whole => printed ??= Print(source);

    public static AnswerText Of(string text) => new(text);

    /// <summary>The lines, one after the other, for whom one look is enough: none of a long listing is kept.</summary>
    internal IEnumerable<AnswerLine> Walk() => printed?.Lines ?? Walk(source);

    /// <summary>Some of the lines, numbered as before.</summary>
    public AnswerText Slice(int from, int to) =>
        new(
            new Printed(
                [.. Lines.Skip(from).Take(to - from)],
                to == Lines.Count && to > from ? OpenLine : null,
                to < Lines.Count ? Lines[to].Number : EndNumber
            )
        );

    /// <summary>
    /// The same words broken into lines anew: a line ends only where the next one begins with what matches. So a text that a chat or a mail has wrapped, or put
    /// into one line, reads as it was printed.
    /// </summary>
    /// <param name="beginning">Matches the first characters of a line; without look-around, for the sake of linear time.</param>
    internal AnswerText Relined(Regex beginning)
    {
        var joined = new StringBuilder();
        var starts = new List<int>(Lines.Count);
        foreach (var line in Lines)
        {
            joined.Append(joined.Length > 0 ? " " : "");
            starts.Add(joined.Length);
            joined.Append(line.Text);
        }

        var whole = joined.ToString();
        var cuts = new List<int> { 0 };
        foreach (var match in beginning.EnumerateMatches(whole))
        {
            if (match.Index > 0 && whole[match.Index - 1] == ' ')
            {
                cuts.Add(match.Index);
            }
        }

        var (lines, source) = (new List<AnswerLine>(cuts.Count), 0);
        for (var i = 0; i < cuts.Count && whole.Length > 0; i++)
        {
            for (; source + 1 < starts.Count && starts[source + 1] <= cuts[i]; source++) { }
            var end = i + 1 < cuts.Count ? cuts[i + 1] : whole.Length;
            lines.Add(
                new AnswerLine(
                    Lines[source].Number,
                    whole[cuts[i]..end].TrimEnd(),
                    Lines[source].AfterBlank && starts[source] == cuts[i],
                    LastLineIsOpen && i + 1 == cuts.Count
                )
            );
        }

        return new(new Printed(lines, LastLineIsOpen && lines.Count > 0 ? lines[^1].Text : null, EndNumber));
    }

    /// <summary>All words with the numbers of their lines, for tables whose rows may have been wrapped. A last word that may be cut is left out.</summary>
    internal IReadOnlyList<AnswerWord> Words()
    {
        var words = new List<AnswerWord>();
        foreach (var line in Lines)
        {
            foreach (var word in line.Text.Split(' '))
            {
                words.Add(new AnswerWord(line.Number, word));
            }
        }

        if (OpenLine is { } open && !char.IsWhiteSpace(open[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return words;
    }

    internal Parsed<T> Fail<T>(string command, AnswerLine line, string expected)
        where T : class => Parsed.Fail<T>(command, line.Number, expected, line.Text);

    /// <summary>Something had to be in the text and is not: points at its first line, or at the end when it is empty.</summary>
    internal Parsed<T> FailAtStart<T>(string command, string expected)
        where T : class =>
        Lines.Count > 0
            ? Fail<T>(command, Lines[0], expected)
            : Parsed.Fail<T>(command, EndNumber, expected, "nothing");

    internal Parsed<T> FailAtEnd<T>(string command, string expected)
        where T : class => Parsed.Fail<T>(command, EndNumber, expected, "the end of the text");

    private static Printed Print(string text)
    {
        var lines = new List<AnswerLine>();
        foreach (var line in Walk(text))
        {
            lines.Add(line.Kept());
        }

        var start = text.AsSpan().LastIndexOfAny('\r', '\n') + 1;
        var number = 1;
        for (var at = 0; at < start; )
        {
            at += text.AsSpan(at).IndexOfAny('\r', '\n');
            number += Math.Max(LineFeeds(text, ref at), 1);
        }

        return new Printed(lines, lines is [.., { IsOpen: true }] ? text[start..] : null, number);
    }

    private static IEnumerable<AnswerLine> Walk(string text)
    {
        var (number, afterBlank, start) = (1, true, 0);
        while (start < text.Length)
        {
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            var end = length < 0 ? text.Length : start + length;
            var line = Collapsed(text, start, end, number, afterBlank);
            if (line.Span.Length > 0)
            {
                yield return line;
                afterBlank = false;
            }

            var breaks = LineFeeds(text, ref end);
            // A lone carriage return parts what a terminal would have overwritten.
            number += Math.Max(breaks, 1);
            afterBlank |= breaks > 1;
            start = end;
        }
    }

    /// <summary>Goes on behind a line's end, and says how many line feeds were in it.</summary>
    private static int LineFeeds(string text, ref int at)
    {
        var feeds = 0;
        for (; at < text.Length && text[at] is '\r' or '\n'; at++)
        {
            feeds += text[at] == '\n' ? 1 : 0;
        }

        return feeds;
    }

    private static AnswerLine Collapsed(string text, int start, int end, int number, bool afterBlank)
    {
        var open = end == text.Length;
        var line = text.AsSpan(start, end - start).TrimEnd(' ');
        var indentation = line.Length - line.TrimStart(' ').Length;
        line = line[indentation..];
        return IsCollapsed(line)
            ? new AnswerLine(number, text, start + indentation, line.Length, afterBlank, open)
            : new AnswerLine(number, Collapse(line), afterBlank, open);
    }

    /// <summary>Nearly all lines are but for their indentation, and finding out so takes a fraction of copying them.</summary>
    private static bool IsCollapsed(ReadOnlySpan<char> line) =>
        !line.ContainsAnyExceptInRange(' ', '~')
        && line.IndexOf("  ", StringComparison.Ordinal) < 0
        && !line.Contains(PagerMark, StringComparison.Ordinal);

    private static string Collapse(ReadOnlySpan<char> line)
    {
        if (line.Contains(PagerMark, StringComparison.Ordinal))
        {
            line = line.ToString().Replace(PagerMark, " ", StringComparison.Ordinal);
        }

        var words = new StringBuilder(line.Length);
        var blank = false;
        foreach (var character in line)
        {
            // Zero-width blanks and the byte order mark come with copies from web pages.
            if (character is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\0')
            {
                continue;
            }

            if (char.IsWhiteSpace(character))
            {
                blank = words.Length > 0;
                continue;
            }

            if (blank)
            {
                words.Append(' ');
                blank = false;
            }

            words.Append(character);
        }

        return words.ToString();
    }

    private sealed record Printed(IReadOnlyList<AnswerLine> Lines, string? OpenLine, int EndNumber);
}
