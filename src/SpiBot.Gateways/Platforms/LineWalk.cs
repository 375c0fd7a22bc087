using System.Buffers;

namespace SpiBot.Gateways.Platforms;

/// <summary>
/// The lines of a text, one after the other, none of them kept: trimmed, every run of blanks as one, what a pager or a web page left in them taken out, empty ones passed
/// over. A line that is printed so already is looked at where it stands in the text; only others are copied.
/// </summary>
internal struct LineWalk
{
    private const string PagerMark = "<--- More --->";
    private const int LongestOnStack = 256;

    /// <summary>What a device prints, line ends with it.</summary>
    private static readonly SearchValues<char> Printed = SearchValues.Create([
        '\r',
        '\n',
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code),
    ]);

    private readonly string text;
    private readonly IReadOnlyList<AnswerLine>? lines;
    private readonly bool isPlain;
    private int at;
    private bool afterBlank;
    private AnswerLine current;

    public LineWalk(string text)
    {
        (this.text, Number, afterBlank) = (text, 1, true);
        isPlain = IsPlain(text);
    }

    /// <summary>Whether nothing stands in it that a device does not print: so runs of blanks are all that is to be taken out of its lines.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) =>
        !text.ContainsAnyExcept(Printed) && !text.Contains(PagerMark, StringComparison.Ordinal);

    /// <param name="lines">Lines that were walked before.</param>
    public LineWalk(IReadOnlyList<AnswerLine> lines) => (this.lines, text) = (lines, "");

    public readonly AnswerLine Current => current;

    /// <summary>Of the line where the walk has come to; at its end, of the line in which the text ends.</summary>
    public int Number { get; private set; }

    public readonly LineWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        if (lines is not null)
        {
            var more = at < lines.Count;
            current = more ? lines[at++] : current;
            return more;
        }

        while (at < text.Length)
        {
            var start = at;
            var length = text.AsSpan(start).IndexOfAny('\r', '\n');
            at = length < 0 ? text.Length : start + length;
            var found = Take(start, at);
            EndLine();
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(int start, int end)
    {
        var line = text.AsSpan(start, end - start);
        var indentation = line.IndexOfAnyExcept(' ');
        if (indentation < 0)
        {
            return false;
        }

        line = line[indentation..].TrimEnd(' ');
        var open = end == text.Length;
        current = IsCollapsed(line)
            ? new AnswerLine(Number, text, start + indentation, line.Length, afterBlank, open)
            : new AnswerLine(Number, Collapse(line), afterBlank, open);
        var found = current.Span.Length > 0;
        afterBlank &= !found;
        return found;
    }

    /// <summary>Goes on behind a line's end. A lone carriage return parts what a terminal would have overwritten.</summary>
    private void EndLine()
    {
        var feeds = 0;
        var ended = at < text.Length;
        for (; at < text.Length && text[at] is '\r' or '\n'; at++)
        {
            feeds += text[at] == '\n' ? 1 : 0;
        }

        Number += ended ? Math.Max(feeds, 1) : 0;
        afterBlank |= feeds > 1;
    }

    /// <summary>Nearly all lines are but for their indentation, and finding out so takes a fraction of copying them.</summary>
    private readonly bool IsCollapsed(ReadOnlySpan<char> line) =>
        line.IndexOf("  ", StringComparison.Ordinal) < 0
        && (
            isPlain || (!line.ContainsAnyExceptInRange(' ', '~') && !line.Contains(PagerMark, StringComparison.Ordinal))
        );

    private static string Collapse(ReadOnlySpan<char> line)
    {
        if (line.Contains(PagerMark, StringComparison.Ordinal))
        {
            line = line.ToString().Replace(PagerMark, " ", StringComparison.Ordinal);
        }

        Span<char> words = line.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : new char[line.Length];
        var (length, blank) = (0, false);
        foreach (var character in line)
        {
            // Zero-width blanks and the byte order mark come with copies from web pages.
            if (character is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\0')
            {
                continue;
            }

            if (char.IsWhiteSpace(character))
            {
                blank = length > 0;
                continue;
            }

            if (blank)
            {
                words[length++] = ' ';
                blank = false;
            }

            words[length++] = character;
        }

        return words[..length].ToString();
    }
}
