using System.Text;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// What stands on the terminal after some bytes: a carriage return goes back to the start of the line and what follows overwrites it, as
/// on a screen. So <c>\r\n</c>, <c>\r\r\n</c>, <c>\n\r</c> and <c>\r\n\r</c> all end one line, and a pager mark that was wiped with blanks is gone.
/// The outcome does not depend on how the bytes were split.
/// </summary>
/// <param name="pagerMark">What the pager prints when it waits; null where there is none.</param>
internal sealed class TerminalText(string? pagerMark)
{
    private const int LongestPrompt = 512;
    private const char Escape = '\u001b';
    private const char Bell = '\u0007';

    private readonly LineBuffer buffer = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private int column;
    private EscapeState escape;
    private int lent;

    private enum EscapeState
    {
        None,
        Begun,

        /// <summary>Parameters up to the letter that ends a control sequence: colours, bracketed paste.</summary>
        Control,

        /// <summary>A character set is named: one more character.</summary>
        Designating,

        /// <summary>A text for the terminal itself, the window's title say, up to a bell or <c>ESC \</c>.</summary>
        Text,
        TextEnding,
    }

    /// <summary>The finished lines, each ended by <c>\n</c>.</summary>
    public string Lines => Finished.ToString();

    /// <summary>The same, to look at without a copy; good until the next call of anything that changes it.</summary>
    public ReadOnlySpan<char> Finished => buffer.Finished.Span;

    /// <summary>Whether a line was finished since the last <see cref="Clear"/>.</summary>
    public bool HasLines => !buffer.Finished.IsEmpty;

    /// <summary>
    /// The line that the cursor is in: a prompt, a question, or half a line that is still coming. Empty while it is too long to be any of them. To look at, as
    /// <see cref="Finished"/>.
    /// </summary>
    public ReadOnlySpan<char> CurrentLine => buffer.Line.Length <= LongestPrompt ? buffer.Line : [];

    /// <summary>Bytes taken since the last <see cref="Clear"/> or <see cref="CountAnew"/>.</summary>
    public long Taken { get; private set; }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        Taken += bytes.Length;
        Span<char> chars = stackalloc char[1024];
        while (!bytes.IsEmpty)
        {
            decoder.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            bytes = bytes[used..];
            Put(chars[..made]);
        }
    }

    /// <summary>Forgets everything: what comes next is about something else.</summary>
    public void Clear()
    {
        lent = 0;
        Forget(Finished.Length);
        ClearCurrentLine();
        CountAnew();
    }

    /// <summary>Forgets so many characters of the finished lines, from the first on. The line that the cursor is in stays.</summary>
    public void Forget(int characters) => buffer.Forget(characters);

    /// <summary>What comes next belongs to another answer: see <see cref="Taken"/>.</summary>
    public void CountAnew() => Taken = 0;

    /// <summary>Gives the first finished characters to somebody to look at where they stand, until <see cref="GiveBack"/> or <see cref="Clear"/>.</summary>
    /// <param name="characters">How many.</param>
    /// <param name="forgotten">How many are forgotten once they are given back.</param>
    public ReadOnlyMemory<char> Lend(int characters, int forgotten)
    {
        lent = forgotten;
        return Look(characters);
    }

    /// <summary>The first finished characters, good until the next call of anything that changes it.</summary>
    public ReadOnlyMemory<char> Look(int characters) => buffer.Finished[..characters];

    /// <summary>Forgets what was lent.</summary>
    public void GiveBack()
    {
        if (lent > 0)
        {
            Forget(lent);
            lent = 0;
        }
    }

    /// <summary>Puts other finished lines in the place of those there are.</summary>
    public void Replace(string lines) => buffer.Replace(lines);

    public void ClearCurrentLine()
    {
        buffer.ClearLine();
        column = 0;
    }

    private void Put(ReadOnlySpan<char> characters)
    {
        while (!characters.IsEmpty)
        {
            var plain = escape == EscapeState.None ? LengthOfPlain(characters) : 0;
            if (plain > 0)
            {
                Write(characters[..plain]);
            }
            else
            {
                Put(characters[0]);
            }

            characters = characters[Math.Max(plain, 1)..];
        }
    }

    /// <summary>How many characters from the first on just stand where they are written: nearly all of an answer, line ends apart.</summary>
    private static int LengthOfPlain(ReadOnlySpan<char> characters) =>
        characters.IndexOfAnyExceptInRange(' ', '~') is >= 0 and var length ? length : characters.Length;

    private void Put(char character)
    {
        // A title that does not end must not swallow what follows.
        var titleBroken = escape == EscapeState.Text && character is '\r' or '\n';
        if (!titleBroken && (escape != EscapeState.None || character == Escape))
        {
            escape = AfterEscape(character);
            return;
        }

        escape = EscapeState.None;

        switch (character)
        {
            case '\n':
                buffer.FinishLine();
                column = 0;
                break;
            case '\r':
                Return();
                break;
            case '\b':
                column = Math.Max(0, column - 1);
                break;
            case '\t':
            case >= ' ' and not '\u007f':
                Write([character]);
                break;
        }
    }

    private void Return()
    {
        column = 0;
        var line = CurrentLine.Trim();
        if (line.IsEmpty ? buffer.Line.Length <= LongestPrompt : line.SequenceEqual(pagerMark))
        {
            // Wiped, or about to be: the blanks must not stay behind a shorter line.
            buffer.ClearLine();
        }
    }

    private void Write(ReadOnlySpan<char> characters)
    {
        buffer.Write(column, characters);
        column += characters.Length;
    }

    private EscapeState AfterEscape(char character) =>
        (escape, character) switch
        {
            (EscapeState.Text, Bell) => EscapeState.None,
            (EscapeState.Text, Escape) => EscapeState.TextEnding,
            (EscapeState.Text, _) => EscapeState.Text,
            (EscapeState.TextEnding, '\\') => EscapeState.None,
            (_, Escape) => EscapeState.Begun,
            (EscapeState.Begun or EscapeState.TextEnding, '[') => EscapeState.Control,
            (EscapeState.Begun or EscapeState.TextEnding, ']' or 'P' or 'X' or '^' or '_') => EscapeState.Text,
            (EscapeState.Begun or EscapeState.TextEnding, >= ' ' and <= '/') => EscapeState.Designating,
            (EscapeState.Control, not (>= '@' and <= '~')) => EscapeState.Control,
            (EscapeState.Designating, >= ' ' and <= '/') => EscapeState.Designating,
            _ => EscapeState.None,
        };
}
