using System.Buffers;
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
    private readonly ReadOnlyMemory<char> source;
    private Printed? printed;

    private AnswerText(ReadOnlyMemory<char> source) => this.source = source;

    private AnswerText(Printed printed) => this.printed = printed;

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

    public static AnswerText Of(string text) => new(text.AsMemory());

    /// <param name="text">Looked at where it stands: it has to stay as it is until it has been read.</param>
    internal static AnswerText In(ReadOnlyMemory<char> text) => new(text);

    public static implicit operator AnswerText(string text) => Of(text);

    /// <summary>Not one line stands there.</summary>
    public bool IsEmpty => Lines.Count == 0;

    /// <summary>The lines, one after the other, for whom one look is enough: none of a long listing is kept.</summary>
    internal LineWalk Walk() =>
        printed is null ? new LineWalk(source.Span) : new LineWalk(printed.Lines, printed.EndNumber);

    /// <summary>Whether one of these may stand in a line: a look at the text that spares walking through it where it is false. What is looked for has no blanks.</summary>
    internal bool MayHold(SearchValues<string> words, char sign, char other) =>
        source.Length == 0
        || !LineWalk.IsPlain(source.Span)
        || source.Span.ContainsAny(sign, other)
        || source.Span.ContainsAny(words);

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
                    whole[cuts[i]..end].TrimEnd().AsMemory(),
                    Lines[source].AfterBlank && starts[source] == cuts[i],
                    LastLineIsOpen && i + 1 == cuts.Count
                )
            );
        }

        return new(new Printed(lines, LastLineIsOpen && lines.Count > 0 ? lines[^1].Text : null, EndNumber));
    }

    /// <summary>The same with some lines broken.</summary>
    /// <param name="where">How many characters of a line stand before each break, in order; mostly none.</param>
    internal AnswerText Broken(Func<AnswerLine, IReadOnlyList<int>> where)
    {
        var lines = new List<AnswerLine>(Lines.Count + 1);
        foreach (var line in Lines)
        {
            if (where(line) is not { Count: > 0 } breaks)
            {
                lines.Add(line);
                continue;
            }

            var (text, from) = (line.Text.AsMemory(), 0);
            foreach (var at in breaks)
            {
                lines.Add(
                    new AnswerLine(line.Number, text[from..at].TrimEnd(), line.AfterBlank && from == 0, isOpen: false)
                );
                from = at;
            }

            lines.Add(new AnswerLine(line.Number, text[from..], afterBlank: false, line.IsOpen));
        }

        return lines.Count == Lines.Count
            ? this
            : new(new Printed(lines, LastLineIsOpen ? lines[^1].Text : null, EndNumber));
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

    private static Printed Print(ReadOnlyMemory<char> text)
    {
        var lines = new List<AnswerLine>();
        var walk = new LineWalk(text.Span);
        while (walk.MoveNext())
        {
            lines.Add(walk.Current.Kept());
        }

        var start = text.Span.LastIndexOfAny('\r', '\n') + 1;
        return new Printed(lines, lines is [.., { IsOpen: true }] ? text[start..].ToString() : null, walk.Number);
    }

    private sealed record Printed(IReadOnlyList<AnswerLine> Lines, string? OpenLine, int EndNumber);
}
