using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>Finds out what the prompt is: at login, after a line that changes it, and where another one stands than was known (a failover).</summary>
internal sealed class PromptLearning(ShellDialogue dialogue, SessionDialect dialect)
{
    private TerminalText Terminal => dialogue.Terminal;

    private SessionLimits Limits => dialogue.Limits;

    /// <summary>
    /// Waits for the login's text to end and learns the prompt. A last line that looks like a prompt of the platform is believed for now: the first
    /// line typed will show. Otherwise it is the last line that an empty line leaves, twice the same.
    /// <see cref="ShellStop.Silent"/> when there was no such line.
    /// </summary>
    public async Task<ShellStop> AtLogin(CancellationToken ct)
    {
        var banner = await dialogue.Until(BannerEnd, Limits.Connect / 3, ct);
        if (banner is ShellStop.Closed or ShellStop.TooLong)
        {
            return banner;
        }

        if (dialogue.LooksLikePrompt && Prompt.Learn(Terminal.CurrentLine.ToString()) is { } likely)
        {
            dialogue.Prompt = likely;
            return ShellStop.Done;
        }

        return await ByEmptyLines(ct);

        TimeSpan? BannerEnd() =>
            Terminal.CurrentLine.IsEmpty ? null
            : dialogue.LooksLikePrompt ? TimeSpan.Zero
            : Limits.LongQuiet;
    }

    /// <summary>The last line that an empty line leaves, twice the same.</summary>
    public async Task<ShellStop> ByEmptyLines(CancellationToken ct)
    {
        const int tries = 5;
        string? last = null;
        for (var i = 0; i < tries; i++)
        {
            var stop = await dialogue.Type("", AnyLine, ct);
            if (stop != ShellStop.Done)
            {
                return stop;
            }

            var line = Terminal.CurrentLine.ToString();
            if (line == last && Prompt.Learn(line) is { } learned)
            {
                dialogue.Prompt = learned;
                return ShellStop.Done;
            }

            last = line;
        }

        dialogue.Prompt = Prompt.OfPlatform(dialect, last ?? "");
        return dialogue.Prompt is null ? ShellStop.Silent : ShellStop.Done;

        TimeSpan? AnyLine() =>
            !dialogue.Answered || Terminal.CurrentLine.IsEmpty ? null
            : dialogue.LooksLikePrompt ? Limits.Quiet
            : Limits.LongQuiet;
    }

    /// <summary>
    /// What stands there looks like a prompt, but is not the one that was known: after a failover, say. If an empty line brings it again, it is the
    /// prompt from now on; if that brings the old one, it was a line of the answer, which has gone on.
    /// </summary>
    public async Task<ShellStop> Again(CancellationToken ct)
    {
        var (answer, found) = (Terminal.Lines, Terminal.CurrentLine.ToString());
        var stop = await dialogue.Type(
            "",
            () => SameAgain() || (dialogue.Answered && dialogue.StandsAtPrompt) ? Limits.LongQuiet : null,
            ct
        );
        if (stop != ShellStop.Done)
        {
            return stop;
        }

        if (!dialogue.StandsAtPrompt)
        {
            dialogue.Prompt = Prompt.Learn(found) ?? Prompt.OfPlatform(dialect, found);
            Terminal.Replace(answer);
            return ShellStop.Done;
        }

        // The last line is the prompt that the empty line was typed at.
        var rest = Terminal.Lines.TrimEnd('\n');
        var last = rest.LastIndexOf('\n') + 1;
        Terminal.Replace(answer + found + (dialogue.Prompt!.Matches(rest.AsSpan(last)) ? rest[..last] : rest + "\n"));
        return ShellStop.Done;

        bool SameAgain() => dialogue.Answered && Terminal.CurrentLine.TrimEnd().SequenceEqual(found.AsSpan().TrimEnd());
    }

    /// <summary>
    /// Waits until the box has nothing more to say to what was typed before. What it still has comes before its answer to a line that nobody else
    /// types: <see cref="SessionDialect.Harmless"/>, indented.
    /// </summary>
    public async Task<ShellStop> Settle(CancellationToken ct)
    {
        var mark = "   " + dialect.Harmless;
        var stop = await dialogue.Until(
            () => dialogue.StandsAtPrompt || dialogue.LooksLikePrompt ? Limits.Quiet : null,
            Limits.Silence,
            ct
        );
        if (stop == ShellStop.Done)
        {
            stop = await dialogue.Type(mark, Settled, ct);
        }

        return stop == ShellStop.Done && !dialogue.StandsAtPrompt ? await Again(ct) : stop;

        TimeSpan? Settled() =>
            !Terminal.Finished.Contains(mark + "\n", StringComparison.Ordinal) ? null
            : dialogue.StandsAtPrompt ? Limits.Quiet
            : dialogue.LooksLikePrompt ? Limits.LongQuiet
            : null;
    }
}
