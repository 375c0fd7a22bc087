using System.Text;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// Lines typed without waiting for the answers of those before, and how the answers are told apart: each begins behind a prompt with the echo of its line,
/// and ends where a prompt with the echo of the next line stands. Behind the last line two empty ones are typed: prompts with nothing
/// behind them end its answer. So no answer waits for quiet. Not thread safe.
/// </summary>
/// <param name="prompt">The one that is known now.</param>
/// <param name="waits">Whether the line that the cursor is in looks as if the box waited for a key: at a prompt, known or not, a pager, a question.</param>
internal sealed class TypedAhead(
    IShellChannel channel,
    ShellOutput output,
    TerminalText terminal,
    SessionLimits limits,
    Func<Prompt> prompt,
    Func<bool> waits
)
{
    // A box with the usual 80 columns scrolls a longer one, and its echo is then not the line.
    private const int Columns = 79;

    /// <summary>What was typed and has no answer yet; null for the empty lines behind a burst.</summary>
    private readonly Queue<string?> expected = [];

    /// <summary>Where to go on looking in the finished lines.</summary>
    private int seen;

    /// <summary>Whether anything came since a line was typed last. Before, the prompt that stands is still the one that it was typed at.</summary>
    private bool heard;

    /// <summary>Whether the echo of the first expected line has gone by.</summary>
    private bool echoed;

    /// <summary>Whether a line was answered that others were typed behind: the box is one that takes them, and where it says nothing it is busy.</summary>
    private bool proven;

    public bool Fits(string line) => prompt().Text.Length + 1 + line.Length <= Columns;

    /// <summary>Types all of them at once. The prompt must stand, or answers be outstanding.</summary>
    /// <returns><see cref="ShellStop.Done"/>: they are on their way.</returns>
    public async Task<ShellStop> Type(IReadOnlyList<string> lines, CancellationToken ct)
    {
        var keys = string.Concat(lines.Select(LineToType.WithEnd)) + "\n\n";
        ForgetAnswer();
        output.TakeWhatCame();
        if (expected.Count == 0)
        {
            terminal.Forget(terminal.Finished.Length);
            terminal.CountAnew();
            (seen, echoed) = (0, false);
        }

        if (output.Closed || channel.Output.Completion.IsCompleted)
        {
            return ShellStop.NotTyped;
        }

        foreach (var line in lines)
        {
            expected.Enqueue(line);
        }

        expected.Enqueue(item: null);
        heard = false;
        try
        {
            await channel.Write(Encoding.UTF8.GetBytes(keys), ct);
            return ShellStop.Done;
        }
        catch (IOException)
        {
            return ShellStop.Closed;
        }
    }

    /// <summary>The answer that was given last is not looked at any more.</summary>
    public void ForgetAnswer() => terminal.GiveBack();

    /// <summary>The answer to the first line that has none yet, or a part of it; null when <paramref name="orElse"/> completed before.</summary>
    public async Task<ShellReply?> Next(Task? orElse, CancellationToken ct)
    {
        ForgetAnswer();
        while (true)
        {
            if (Take() is { } answer)
            {
                return answer;
            }

            var waiting = heard && waits();
            var patience =
                !waiting ? limits.Silence
                : proven ? limits.Stall
                : limits.LongQuiet;
            if (await output.TakeMore(patience, ct, orElse))
            {
                heard = true;
                if (terminal.Taken > limits.LongestAnswer)
                {
                    return Ended(ShellStop.TooLong);
                }
            }
            else if (output.Closed)
            {
                return Ended(ShellStop.Closed);
            }
            else if (orElse is { IsCompleted: true })
            {
                return null;
            }
            else
            {
                return Ended(waiting ? ShellStop.OutOfStep : ShellStop.Silent);
            }
        }
    }

    private ShellReply Ended(ShellStop stop)
    {
        expected.Clear();
        return new(stop, "");
    }

    private ShellReply? Take()
    {
        while (expected.TryPeek(out var line))
        {
            if (line is null)
            {
                // Its prompts have gone by already: they ended the answer before.
                expected.Dequeue();
                continue;
            }

            if (!echoed && !FindEcho(line))
            {
                return null;
            }

            return FindEnd(expected.ElementAt(1)) is { } end ? Whole(end.Answer, end.Behind)
                : seen > limits.PartOfAnswer && !IsPrompt(LastSeen) ? PartSeen()
                : null;
        }

        return null;
    }

    /// <summary>Forgets everything up to the echo and the echo.</summary>
    private bool FindEcho(string line)
    {
        while (NextLine(seen) is { } end)
        {
            var found = IsEcho(terminal.Finished[seen..end], line);
            seen = end + 1;
            if (found)
            {
                terminal.Forget(seen);
                (seen, echoed) = (0, true);
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the answer ends, and where that begins which is not part of it any more.</summary>
    private (int Answer, int Behind)? FindEnd(string? next)
    {
        while (NextLine(seen) is { } end)
        {
            if (next is not null)
            {
                if (IsEcho(terminal.Finished[seen..end], next))
                {
                    return (seen, seen);
                }
            }
            else if (IsPrompt(terminal.Finished[seen..end]))
            {
                if (BehindEmptyLines(end + 1) is not { } behind)
                {
                    // Perhaps, perhaps not: the rest has not come.
                    return null;
                }

                if (behind > 0)
                {
                    return (seen, behind);
                }
            }

            seen = end + 1;
        }

        return null;
    }

    /// <summary>Where the line behind the second empty one begins; 0 when there is something else; null when that cannot be told yet.</summary>
    private int? BehindEmptyLines(int second)
    {
        if (NextLine(second) is not { } end)
        {
            return null;
        }

        if (!IsPrompt(terminal.Finished[second..end]))
        {
            return 0;
        }

        if (NextLine(end + 1) is { } third)
        {
            var next = expected.Skip(2).FirstOrDefault();
            return next is not null && IsEcho(terminal.Finished[(end + 1)..third], next) ? end + 1 : 0;
        }

        return prompt().Matches(terminal.CurrentLine) ? end + 1 : null;
    }

    /// <summary>The last of the lines that are surely of the answer. Where a prompt stands in it, what follows may say that it is not: see <see cref="TerminalAnswer.WithoutNotices"/>.</summary>
    private ReadOnlySpan<char> LastSeen
    {
        get
        {
            var lines = terminal.Finished[..(seen - 1)];
            return lines[(lines.LastIndexOf('\n') + 1)..];
        }
    }

    private ShellReply Whole(int answer, int behind)
    {
        expected.Dequeue();
        proven |= expected.Peek() is not null;
        (seen, echoed) = (0, false);
        terminal.CountAnew();
        return new(ShellStop.Done, terminal.Lend(answer, behind));
    }

    private ShellReply PartSeen()
    {
        var part = terminal.Lend(seen, seen);
        seen = 0;
        return new(ShellStop.More, part);
    }

    /// <summary>Where the finished line that begins there ends.</summary>
    private int? NextLine(int from)
    {
        var length = terminal.Finished[from..].IndexOf('\n');
        return length < 0 ? null : from + length;
    }

    private bool IsEcho(ReadOnlySpan<char> line, string typed)
    {
        line = line.TrimEnd();
        return line.EndsWith(typed, StringComparison.Ordinal) && prompt().Matches(line[..^typed.Length]);
    }

    private bool IsPrompt(ReadOnlySpan<char> line) => line.TrimEnd() is [.., '>' or '#'] && prompt().Matches(line);
}
