using System.Text;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// One line typed and one wait, with the prompt that is known now: turns the pager's pages and answers what the box asks unasked meanwhile. Not thread safe.
/// </summary>
internal sealed class ShellDialogue
{
    private readonly IShellChannel channel;
    private readonly SessionDialect dialect;
    private (int Behind, string Line)? answered;

    public ShellDialogue(IShellChannel channel, SessionDialect dialect, SessionLimits limits, TimeProvider clock)
    {
        this.channel = channel;
        this.dialect = dialect;
        Limits = limits;
        Terminal = new TerminalText(dialect.PagerMark);
        Output = new ShellOutput(channel.Output, Terminal, clock);
    }

    public SessionLimits Limits { get; }

    public TerminalText Terminal { get; }

    public ShellOutput Output { get; }

    /// <summary>Null until one was learned.</summary>
    public Prompt? Prompt { get; set; }

    /// <summary>Whether the box waits at its prompt, so that a line typed now is a command and not an answer to some question.</summary>
    public bool StandsAtPrompt => Prompt?.Matches(Terminal.CurrentLine) ?? false;

    public bool LooksLikePrompt => Prompt.LooksLikeOne(Terminal.CurrentLine, dialect);

    /// <summary>Whether the box seems to wait for a key: at a prompt, known or not, in its pager, at a question.</summary>
    public bool Waits => StandsAtPrompt || LooksLikePrompt || PagerWaits || Question() is not null;

    /// <summary>The line end of the echo has come: what stands now is the box's.</summary>
    public bool Answered => Terminal.HasLines;

    /// <summary>The box asked something of its own since the last line was typed.</summary>
    public bool Disturbed { get; private set; }

    private bool PagerWaits => dialect.PagerMark is { } mark && Terminal.CurrentLine.Trim().SequenceEqual(mark);

    /// <summary>Types a line and waits as <see cref="Until"/> does.</summary>
    /// <param name="line">Without a line end.</param>
    /// <param name="quietFor">As of <see cref="Until"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    /// <param name="silence">As of <see cref="Until"/>; by default what the limits say.</param>
    public Task<ShellStop> Type(
        string line,
        Func<TimeSpan?> quietFor,
        CancellationToken ct,
        Func<bool>? allowed = null,
        TimeSpan? silence = null
    ) => PressAndWait(LineToType.WithEnd(line), quietFor, silence ?? Limits.Silence, allowed, ct);

    /// <summary>Presses keys that are no line, control characters among them, and waits.</summary>
    public Task<ShellStop> PressKeys(string keys, Func<TimeSpan?> quietFor, TimeSpan silence, CancellationToken ct) =>
        PressAndWait(keys, quietFor, silence, allowed: null, ct);

    /// <summary>Takes output until <paramref name="quietFor"/> gives a time and nothing came for that time; turns the pager's pages and answers questions.</summary>
    /// <param name="quietFor">Asked after all that came; null: go on waiting.</param>
    /// <param name="silence">How long nothing may come while there is something to wait for.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ShellStop> Until(Func<TimeSpan?> quietFor, TimeSpan silence, CancellationToken ct)
    {
        while (true)
        {
            var key = PagerWaits ? " " : Question();
            // The pager's mark stands there whole: nothing else is to come that would make it another line.
            var quiet =
                key is null ? quietFor()
                : PagerWaits ? TimeSpan.Zero
                : Limits.Quiet;
            if (await Output.TakeMore(quiet ?? silence, ct))
            {
                if (Terminal.Taken > Limits.LongestAnswer)
                {
                    return ShellStop.TooLong;
                }
            }
            else if (quiet is null)
            {
                return Output.Closed ? ShellStop.Closed : ShellStop.Silent;
            }
            else if (key is null)
            {
                return ShellStop.Done;
            }
            else
            {
                if (PagerWaits)
                {
                    Terminal.ClearCurrentLine();
                }
                else
                {
                    answered = (Terminal.Finished.Length, Terminal.CurrentLine.ToString());
                    Disturbed = true;
                }

                if (Output.Closed || !await Press(key, ct))
                {
                    return ShellStop.Closed;
                }
            }
        }
    }

    /// <summary>For <see cref="Type"/>: how long nothing may follow the prompt behind a line's answer.</summary>
    /// <param name="echo">The line; null where none is echoed.</param>
    public TimeSpan? PromptAfter(string? echo)
    {
        if (!Answered || Prompt is null)
        {
            return null;
        }

        if (!StandsAtPrompt)
        {
            return LooksLikePrompt ? Limits.LongQuiet : null;
        }

        // Without the echo this may be an earlier prompt, printed anew after a notice of the box.
        return echo is null || TerminalAnswer.EndOfEcho(Terminal.Finished, echo) is not null
            ? Limits.Quiet
            : Limits.LongQuiet;
    }

    /// <summary>Forgets so many characters of the finished lines, from the first on, without ending the wait for more.</summary>
    public void Forget(int characters)
    {
        Terminal.Forget(characters);
        answered = answered is (var behind, var asked) ? (behind - characters, asked) : null;
    }

    private async Task<ShellStop> PressAndWait(
        string keys,
        Func<TimeSpan?> quietFor,
        TimeSpan silence,
        Func<bool>? allowed,
        CancellationToken ct
    )
    {
        Output.TakeWhatCame();
        Terminal.Clear();
        (Disturbed, answered) = (false, null);
        if (Output.Closed || channel.Output.Completion.IsCompleted)
        {
            return ShellStop.NotTyped;
        }

        if (allowed is not null && !allowed())
        {
            return ShellStop.NotAllowed;
        }

        // If it breaks while writing, nobody knows how much of it arrived.
        return await Press(keys, ct) ? await Until(quietFor, silence, ct) : ShellStop.Closed;
    }

    private async Task<bool> Press(string keys, CancellationToken ct)
    {
        try
        {
            await channel.Write(Encoding.UTF8.GetBytes(keys), ct);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>What to press when the box asks something that nobody caused; null when it does not.</summary>
    private string? Question()
    {
        if (
            answered is (var behind, var asked)
            && behind == Terminal.Finished.Length
            && Terminal.CurrentLine.SequenceEqual(asked)
        )
        {
            return null;
        }

        var line = Terminal.CurrentLine.TrimEnd();
        foreach (var question in dialect.UnaskedQuestions)
        {
            if (line.EndsWith(question.Ending, StringComparison.Ordinal))
            {
                return question.Answer + "\n";
            }
        }

        return null;
    }
}
