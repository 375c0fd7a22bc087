using System.Text;

namespace SpiBot.Lab.Consoles;

/// <summary>
/// Reads a line with the box's echo. A line that would pass the 80th column is scrolled: its beginning gives way to a <c>$</c>, and when it is
/// entered it is shown from its beginning with the <c>$</c> at the end (facts 3). Secrets echo as asterisks.
/// </summary>
public sealed class LineEditor(TerminalInput input, TerminalOutput output)
{
    private const int Width = 80;

    /// <summary>How many columns one scroll frees.</summary>
    private const int ScrollStep = 10;

    private readonly StringBuilder echo = new();

    /// <summary>Null at the end of the stream. Ctrl-C gives an empty line.</summary>
    public async Task<string?> ReadLine(string prompt, CancellationToken ct)
    {
        var line = new StringBuilder();
        var hidden = 0;
        var room = Width - 1 - prompt.Length;
        await Write(prompt, ct);
        while (await NextKey(ct) is { } key)
        {
            switch (key)
            {
                case TerminalInput.Enter:
                    var head = hidden > 0 ? Redraw(prompt, FromBeginning(line, room), room) : "";
                    await Write(head + output.LineEnd, ct);
                    return line.ToString();
                case '\u0003':
                    await Write("^C" + output.LineEnd, ct);
                    return "";
                case '\b' or '\u007f' when line.Length > 0:
                    line.Length--;
                    if (hidden > 0 && line.Length <= hidden + 1)
                    {
                        hidden = Math.Max(0, line.Length - room + ScrollStep);
                        echo.Append(Redraw(prompt, Visible(line, hidden), room));
                    }
                    else
                    {
                        echo.Append("\b \b");
                    }

                    break;
                case >= ' ' and not '\u007f':
                    line.Append(key);
                    if (line.Length - hidden > room)
                    {
                        hidden = line.Length - room + ScrollStep;
                        echo.Append(Redraw(prompt, Visible(line, hidden), room));
                    }
                    else
                    {
                        echo.Append(key);
                    }

                    break;
                default:
                    // Other control keys edit history or show help on the box; the Lab's have none.
                    break;
            }
        }

        return null;
    }

    /// <param name="echoes">An asterisk for each letter; else nothing.</param>
    /// <returns>Null at the end of the stream.</returns>
    public async Task<string?> ReadSecret(string prompt, bool echoes, CancellationToken ct)
    {
        var secret = new StringBuilder();
        await Write(prompt, ct);
        while (await NextKey(ct) is { } key)
        {
            switch (key)
            {
                case TerminalInput.Enter:
                    await Write(output.LineEnd, ct);
                    return secret.ToString();
                case '\b' or '\u007f' when secret.Length > 0:
                    secret.Length--;
                    echo.Append(echoes ? "\b \b" : "");
                    break;
                case >= ' ' and not '\u007f':
                    secret.Append(key);
                    echo.Append(echoes ? "*" : "");
                    break;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>Keys that came together are echoed together, unless the box is a slow one.</summary>
    private ValueTask<char?> NextKey(CancellationToken ct) =>
        echo.Length == 0 || (input.HasMore && !output.Pauses) ? input.NextKey(ct) : EchoThenNextKey(ct);

    private async ValueTask<char?> EchoThenNextKey(CancellationToken ct)
    {
        await Write("", ct);
        return await input.NextKey(ct);
    }

    /// <summary>All that is to be echoed, and this.</summary>
    private Task Write(string text, CancellationToken ct)
    {
        var all = echo.Append(text).ToString();
        echo.Clear();
        return output.Write(all, ct);
    }

    private static string Visible(StringBuilder line, int hidden) =>
        hidden == 0 ? line.ToString() : "$" + line.ToString(hidden + 1, line.Length - hidden - 1);

    private static string FromBeginning(StringBuilder line, int room) =>
        line.Length <= room ? line.ToString() : line.ToString(0, room - 1) + "$";

    /// <summary>The whole line anew: back to the margin, prompt and text, blanks over what stood there, and back to the end of the text.</summary>
    private static string Redraw(string prompt, string text, int room)
    {
        var blanks = Math.Max(0, room - text.Length);
        return "\r" + prompt.TrimStart('\r') + text + new string(' ', blanks) + new string('\b', blanks);
    }
}
