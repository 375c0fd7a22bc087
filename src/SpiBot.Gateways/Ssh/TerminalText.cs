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

    private readonly StringBuilder current = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private char[] finished = new char[4096];
    private int finishedLength;
    private int column;
    private EscapeState escape;

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
    public ReadOnlySpan<char> Finished => finished.AsSpan(0, finishedLength);

    /// <summary>Whether a line was finished since the last <see cref="Clear"/>.</summary>
    public bool HasLines => finishedLength > 0;

    /// <summary>The line that the cursor is in: a prompt, a question, or half a line that is still coming. Empty while it is too long to be any of them.</summary>
    public string CurrentLine => current.Length <= LongestPrompt ? current.ToString() : "";

    /// <summary>Bytes taken since something was forgotten last.</summary>
    public long Taken { get; private set; }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        Taken += bytes.Length;
        Span<char> chars = stackalloc char[512];
        while (!bytes.IsEmpty)
        {
            decoder.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            bytes = bytes[used..];
            foreach (var character in chars[..made])
            {
                Put(character);
            }
        }
    }

    /// <summary>Forgets everything: what comes next is about something else.</summary>
    public void Clear()
    {
        Forget(finishedLength);
        ClearCurrentLine();
    }

    /// <summary>Forgets so many characters of the finished lines, from the first on. The line that the cursor is in stays.</summary>
    public void Forget(int characters)
    {
        Finished[characters..].CopyTo(finished);
        finishedLength -= characters;
        Taken = 0;
    }

    /// <summary>Puts other finished lines in the place of those there are.</summary>
    public void Replace(string lines)
    {
        Reserve(lines.Length);
        lines.CopyTo(finished);
        finishedLength = lines.Length;
    }

    public void ClearCurrentLine()
    {
        current.Clear();
        column = 0;
    }

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
                Finish();
                break;
            case '\r':
                Return();
                break;
            case '\b':
                column = Math.Max(0, column - 1);
                break;
            case '\t':
            case >= ' ' and not '\u007f':
                Write(character);
                break;
        }
    }

    private void Finish()
    {
        var needed = finishedLength + current.Length + 1;
        Reserve(needed);
        current.CopyTo(0, finished.AsSpan(finishedLength), current.Length);
        finished[needed - 1] = '\n';
        finishedLength = needed;
        ClearCurrentLine();
    }

    private void Reserve(int characters)
    {
        if (characters > finished.Length)
        {
            Array.Resize(ref finished, Math.Max(characters, finished.Length * 2));
        }
    }

    private void Return()
    {
        column = 0;
        var line = CurrentLine.Trim();
        if (current.Length <= LongestPrompt && (line.Length == 0 || line == pagerMark))
        {
            // Wiped, or about to be: the blanks must not stay behind a shorter line.
            current.Clear();
        }
    }

    private void Write(char character)
    {
        if (column < current.Length)
        {
            current[column] = character;
        }
        else
        {
            current.Append(character);
        }

        column++;
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
