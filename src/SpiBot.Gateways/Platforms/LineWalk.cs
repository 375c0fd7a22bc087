using System.Buffers;

namespace SpiBot.Gateways.Platforms;

/// <summary>
/// The lines of a text, one after the other, none of them kept: trimmed, every run of blanks as one, what a pager or a web page left in them taken out, empty ones passed
/// over. A line that is printed so already is looked at where it stands in the text; another where it is put together, until the next one is.
/// </summary>
internal ref struct LineWalk
{
    private const string PagerMark = "<--- More --->";

    /// <summary>What a device prints, line ends with it, but for what a pager's mark begins with.</summary>
    private static readonly SearchValues<char> Printed = SearchValues.Create([
        '\r',
        '\n',
        .. Enumerable
            .Range(' ', '~' - ' ' + 1)
            .Select(code => (char)code)
            .Where(character => character != PagerMark[0]),
    ]);

    private readonly ReadOnlySpan<char> text;
    private readonly IReadOnlyList<AnswerLine>? lines;
    private readonly bool isPlain;
    private readonly bool isPart;
    private char[] together = [];
    private int at;
    private WalkedLine current;

    public LineWalk(ReadOnlySpan<char> text)
        : this(text, number: 1, afterBlank: true, isPart: false) { }

    /// <param name="number">Of the first line.</param>
    /// <param name="afterBlank">An empty line, or nothing, stands before it.</param>
    /// <param name="isPart">More follows: the last line is whole.</param>
    public LineWalk(ReadOnlySpan<char> text, int number, bool afterBlank, bool isPart)
    {
        this.text = text;
        (Number, AfterBlank, this.isPart) = (number, afterBlank, isPart);
        isPlain = IsPlain(text);
    }

    /// <summary>Whether nothing stands in it but what a device prints, a pager aside: so runs of blanks are all that is to be taken out of its lines.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Printed);

    /// <param name="lines">Lines that were walked before.</param>
    /// <param name="endNumber">Of the line in which their text ends.</param>
    public LineWalk(IReadOnlyList<AnswerLine> lines, int endNumber) => (this.lines, Number) = (lines, endNumber);

    public readonly WalkedLine Current => current;

    /// <summary>Of the line where the walk has come to; at its end, of the line in which the text ends.</summary>
    public int Number { get; private set; }

    /// <summary>An empty line, or nothing, stands before what comes next.</summary>
    public bool AfterBlank { get; private set; }

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
            var length = text[start..].IndexOfAny('\r', '\n');
            at = length < 0 ? text.Length : start + length;
            var found = Take(text[start..at]);
            EndLine();
            if (found)
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(ReadOnlySpan<char> line)
    {
        var indentation = line.IndexOfAnyExcept(' ');
        if (indentation < 0)
        {
            return false;
        }

        line = line[indentation..].TrimEnd(' ');
        var read = IsCollapsed(line) ? line : Collapse(line);
        current = new WalkedLine(Number, read, AfterBlank, isOpen: !isPart && at == text.Length);
        AfterBlank &= read.IsEmpty;
        return !read.IsEmpty;
    }

    /// <summary>Goes on behind a line's end. A lone carriage return parts what a terminal would have overwritten.</summary>
    private void EndLine()
    {
        var (feeds, ended) = (0, at < text.Length);
        while (at < text.Length && text[at] is '\r' or '\n')
        {
            feeds += text[at++] == '\n' ? 1 : 0;
        }

        Number += ended ? Math.Max(feeds, 1) : 0;
        AfterBlank |= feeds > 1;
    }

    /// <summary>Nearly all lines are but for their indentation, and finding out so takes a fraction of copying them.</summary>
    private readonly bool IsCollapsed(ReadOnlySpan<char> line) =>
        line.IndexOf("  ", StringComparison.Ordinal) < 0
        && (
            isPlain || (!line.ContainsAnyExceptInRange(' ', '~') && !line.Contains(PagerMark, StringComparison.Ordinal))
        );

    private ReadOnlySpan<char> Collapse(ReadOnlySpan<char> line)
    {
        if (together.Length < line.Length)
        {
            together = new char[Math.Max(line.Length, 256)];
        }

        return together.AsSpan(0, isPlain ? JoinWords(line, together) : JoinWordsOfAny(line, together));
    }

    /// <summary>Nothing but blanks is to be taken out.</summary>
    private static int JoinWords(ReadOnlySpan<char> line, Span<char> words)
    {
        var length = 0;
        while (line.IndexOf("  ", StringComparison.Ordinal) is >= 0 and var run)
        {
            // One blank stays.
            line[..(run + 1)].CopyTo(words[length..]);
            length += run + 1;
            line = line[run..].TrimStart(' ');
        }

        line.CopyTo(words[length..]);
        return length + line.Length;
    }

    private static int JoinWordsOfAny(ReadOnlySpan<char> line, Span<char> words)
    {
        if (line.Contains(PagerMark, StringComparison.Ordinal))
        {
            line = line.ToString().Replace(PagerMark, " ", StringComparison.Ordinal);
        }

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

        return length;
    }
}
