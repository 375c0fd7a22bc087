using System.Text;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// A dialogue with a shell: type a line, wait until the prompt stands again, take what came between. One line at a time, or, where the box has
/// proven that it takes them, several typed ahead (<see cref="TypedAhead"/>). Not thread safe.
/// </summary>
internal sealed class Shell
{
    private readonly IShellChannel channel;
    private readonly SessionDialect dialect;
    private readonly SessionLimits limits;
    private readonly TerminalText terminal;
    private readonly ShellOutput output;
    private readonly TypedAhead ahead;
    private readonly Regex promptPattern;
    private Prompt? prompt;
    private (int Behind, string Line)? answered;
    private bool disturbed;

    public Shell(IShellChannel channel, SessionDialect dialect, SessionLimits limits, TimeProvider clock)
    {
        this.channel = channel;
        this.dialect = dialect;
        this.limits = limits;
        terminal = new TerminalText(dialect.PagerMark);
        output = new ShellOutput(channel.Output, terminal, clock);
        promptPattern = new Regex(dialect.PromptFallback, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        ahead = new TypedAhead(
            channel,
            output,
            terminal,
            limits,
            () => prompt!,
            () => StandsAtPrompt || LooksLikePrompt || PagerWaits() || Question() is not null
        );
    }

    /// <summary>Whether the prompt that stands now is a privileged one.</summary>
    public bool IsPrivileged => Prompt.IsPrivileged(terminal.CurrentLine);

    /// <summary>What the prompt looked like when it was learned last.</summary>
    public string? PromptText => prompt?.Text;

    /// <summary>Whether the box has answered lines that were typed ahead, each behind its prompt and echo.</summary>
    public bool TakesTypeAhead { get; private set; }

    /// <summary>Whether the box waits at its prompt, so that a line typed now is a command and not an answer to some question.</summary>
    public bool StandsAtPrompt => prompt?.Matches(terminal.CurrentLine) ?? false;

    private bool LooksLikePrompt => promptPattern.IsMatch(terminal.CurrentLine);

    /// <summary>
    /// Waits for the login's text to end and learns the prompt. A last line that looks like a prompt of the platform is believed for now: the first
    /// line typed will show. Otherwise it is the last line that an empty line leaves, twice the same.
    /// <see cref="ShellStop.Silent"/> when there was no such line.
    /// </summary>
    public async Task<ShellStop> Learn(CancellationToken ct)
    {
        var banner = await Until(BannerEnd, limits.Connect / 3, ct);
        if (banner is ShellStop.Closed or ShellStop.TooLong)
        {
            return banner;
        }

        if (LooksLikePrompt && Prompt.Learn(terminal.CurrentLine) is { } likely)
        {
            prompt = likely;
            return ShellStop.Done;
        }

        return await LearnByEmptyLines(ct);

        TimeSpan? BannerEnd() =>
            terminal.CurrentLine.Length == 0 ? null
            : LooksLikePrompt ? TimeSpan.Zero
            : limits.LongQuiet;
    }

    /// <summary>Types a line and waits for the answer's end. The text is not judged here: it may be a refusal.</summary>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    public async Task<ShellReply> Type(string line, Func<bool> allowed, CancellationToken ct)
    {
        var stop = await TypeAndWait(line, () => PromptAfter(line), ct, allowed);
        if (stop == ShellStop.Done && !StandsAtPrompt)
        {
            stop = await LearnAgain(ct);
        }

        return new(stop, Cleaned(AnswerText.WithoutEcho(terminal.Lines, line))) { Disturbed = disturbed };
    }

    /// <summary>Whether a line can be typed ahead without its echo being scrolled.</summary>
    public bool Fits(string line) => ahead.Fits(line);

    /// <summary>
    /// Types two or more harmless lines at once: a box that answers each behind its prompt and echo takes lines typed ahead
    /// (<see cref="TakesTypeAhead"/>). One that does not is asked for each of them once more, one by one.
    /// </summary>
    /// <returns>The replies, in order; fewer when one did not end well, and that is the last.</returns>
    public async Task<IReadOnlyList<ShellReply>> Prove(IReadOnlyList<string> lines, CancellationToken ct)
    {
        var replies = new List<ShellReply>();
        if (dialect.Harmless is not null && lines.Count > 1 && lines.All(Fits))
        {
            TakesTypeAhead = true;
            var typed = await TypeAhead(lines, ct);
            while (typed == ShellStop.Done && replies.Count < lines.Count)
            {
                var reply = (await NextAnswer(orElse: null, ct))!;
                typed = reply.Stop;
                if (typed == ShellStop.Done)
                {
                    replies.Add(reply);
                }
            }

            if (typed is not (ShellStop.Done or ShellStop.OutOfStep))
            {
                return [.. replies, new(typed, "")];
            }
        }

        foreach (var line in lines.Skip(replies.Count))
        {
            replies.Add(await Type(line, static () => true, ct));
            if (replies[^1].Stop != ShellStop.Done)
            {
                break;
            }
        }

        return replies;
    }

    /// <summary>From now on no line is typed ahead.</summary>
    public void TypeOneByOne() => TakesTypeAhead = false;

    /// <summary>Types lines without waiting. Only reads, and only where <see cref="TakesTypeAhead"/> and each <see cref="Fits"/>.</summary>
    public Task<ShellStop> TypeAhead(IReadOnlyList<string> lines, CancellationToken ct) => ahead.Type(lines, ct);

    /// <summary>The next answer to a line typed ahead; null when <paramref name="orElse"/> completed before it.</summary>
    /// <returns>
    /// With <see cref="ShellStop.OutOfStep"/> the box stands at its prompt and none of the lines that have no answer will get one; from then on it is
    /// taken for a box that does not take lines typed ahead.
    /// </returns>
    public async Task<ShellReply?> NextAnswer(Task? orElse, CancellationToken ct)
    {
        var reply = await ahead.Next(orElse, ct);
        if (reply is { Stop: ShellStop.OutOfStep })
        {
            TakesTypeAhead = false;
            var settled = await Settle(ct);
            return settled == ShellStop.Done ? reply : new(settled, "");
        }

        return reply is null ? null : reply with { Text = Cleaned(reply.Text) };
    }

    /// <summary>
    /// Types the line that asks for privilege, and the secret once when it is asked for. Never a second time.
    /// What the box prints after the secret is not returned, because it could hold the secret.
    /// </summary>
    /// <returns><see cref="ShellStop.Done"/> when the wait ended well: <see cref="IsPrivileged"/> then says whether it helped.</returns>
    public async Task<ShellStop> Enable(string line, string secret, CancellationToken ct)
    {
        var stop = await TypeAndWait(line, () => AsksForPassword() ? QuietBehind(line) : PromptAfter(line), ct);
        if (stop == ShellStop.Done && AsksForPassword())
        {
            stop = await TypeAndWait(
                secret,
                () => AsksForPassword() ? limits.Quiet : Enabled() ?? PromptAfter(null),
                ct
            );
        }

        return stop == ShellStop.Done && !AsksForPassword() && !StandsAtPrompt ? await LearnAgain(ct) : stop;

        TimeSpan QuietBehind(string echo) =>
            AnswerText.EndOfEcho(terminal.Lines, echo) is null ? limits.Quiet : TimeSpan.Zero;

        TimeSpan? Enabled() => Answered() && StandsAtPrompt && IsPrivileged ? TimeSpan.Zero : null;
    }

    /// <summary>Types a line after which the prompt is another one, and learns that.</summary>
    public async Task<ShellReply> TypeForAnotherPrompt(string line, CancellationToken ct)
    {
        var stop = await TypeAndWait(line, () => Answered() && LooksLikePrompt ? limits.Quiet : PromptAfter(line), ct);
        var answer = AnswerText.WithoutEcho(terminal.Lines, line);
        return new(stop == ShellStop.Done ? await LearnByEmptyLines(ct) : stop, answer);
    }

    /// <summary>Types the closing line and waits for the box to hang up, for a little while.</summary>
    public Task Leave(CancellationToken ct) => TypeAndWait(dialect.Exit, () => null, ct, silence: limits.Farewell);

    private async Task<ShellStop> LearnByEmptyLines(CancellationToken ct)
    {
        const int tries = 5;
        string? last = null;
        for (var i = 0; i < tries; i++)
        {
            var stop = await TypeAndWait("", AnyLine, ct);
            if (stop != ShellStop.Done)
            {
                return stop;
            }

            var line = terminal.CurrentLine;
            if (line == last && Prompt.Learn(line) is { } learned)
            {
                prompt = learned;
                return ShellStop.Done;
            }

            last = line;
        }

        prompt = Prompt.FromPattern(dialect.PromptFallback, last ?? "");
        return prompt is null ? ShellStop.Silent : ShellStop.Done;

        TimeSpan? AnyLine() =>
            !Answered() || terminal.CurrentLine.Length == 0 ? null
            : LooksLikePrompt ? limits.Quiet
            : limits.LongQuiet;
    }

    /// <summary>
    /// What stands there looks like a prompt, but is not the one that was known: after a failover, say. If an empty line brings it again, it is the
    /// prompt from now on; if that brings the old one, it was a line of the answer, which has gone on.
    /// </summary>
    private async Task<ShellStop> LearnAgain(CancellationToken ct)
    {
        var (answer, found) = (terminal.Lines, terminal.CurrentLine);
        var stop = await TypeAndWait(
            "",
            () => SameAgain() || (Answered() && StandsAtPrompt) ? limits.LongQuiet : null,
            ct
        );
        if (stop != ShellStop.Done)
        {
            return stop;
        }

        if (!StandsAtPrompt)
        {
            prompt = Prompt.Learn(found) ?? Prompt.FromPattern(dialect.PromptFallback, found);
            terminal.Replace(answer);
            return ShellStop.Done;
        }

        // The last line is the prompt that the empty line was typed at.
        var rest = terminal.Lines.TrimEnd('\n');
        var last = rest.LastIndexOf('\n') + 1;
        terminal.Replace(answer + found + (prompt!.Matches(rest[last..]) ? rest[..last] : rest + "\n"));
        return ShellStop.Done;

        bool SameAgain() => Answered() && terminal.CurrentLine.TrimEnd() == found.TrimEnd();
    }

    /// <summary>
    /// Waits until the box has nothing more to say to what was typed before. What it still has comes before its answer to a line that nobody else
    /// types: <see cref="SessionDialect.Harmless"/>, indented.
    /// </summary>
    private async Task<ShellStop> Settle(CancellationToken ct)
    {
        var mark = "   " + dialect.Harmless;
        var stop = await Until(() => StandsAtPrompt || LooksLikePrompt ? limits.Quiet : null, limits.Silence, ct);
        if (stop == ShellStop.Done)
        {
            stop = await TypeAndWait(mark, Settled, ct);
        }

        return stop == ShellStop.Done && !StandsAtPrompt ? await LearnAgain(ct) : stop;

        TimeSpan? Settled() =>
            !terminal.Finished.Contains(mark + "\n", StringComparison.Ordinal) ? null
            : StandsAtPrompt ? limits.Quiet
            : LooksLikePrompt ? limits.LongQuiet
            : null;
    }

    private async Task<ShellStop> TypeAndWait(
        string line,
        Func<TimeSpan?> quietFor,
        CancellationToken ct,
        Func<bool>? allowed = null,
        TimeSpan? silence = null
    )
    {
        if (line.AsSpan().ContainsAnyInRange('\0', '\u001f'))
        {
            throw new ArgumentException("A line to type holds control characters.", nameof(line));
        }

        output.TakeWhatCame();
        terminal.Clear();
        (disturbed, answered) = (false, null);
        if (output.Closed || channel.Output.Completion.IsCompleted)
        {
            return ShellStop.NotTyped;
        }

        if (allowed is not null && !allowed())
        {
            return ShellStop.NotAllowed;
        }

        // If it breaks while writing, nobody knows how much of it arrived.
        return await Press(line + "\n", ct) ? await Until(quietFor, silence ?? limits.Silence, ct) : ShellStop.Closed;
    }

    /// <summary>Takes output until <paramref name="quietFor"/> gives a time and nothing came for that time; turns the pager's pages and answers questions.</summary>
    private async Task<ShellStop> Until(Func<TimeSpan?> quietFor, TimeSpan silence, CancellationToken ct)
    {
        while (true)
        {
            var key = PagerWaits() ? " " : Question();
            var quiet = key is null ? quietFor() : limits.Quiet;
            if (await output.TakeMore(quiet ?? silence, ct))
            {
                if (terminal.Taken > limits.LongestAnswer)
                {
                    return ShellStop.TooLong;
                }
            }
            else if (quiet is null)
            {
                return output.Closed ? ShellStop.Closed : ShellStop.Silent;
            }
            else if (key is null)
            {
                return ShellStop.Done;
            }
            else
            {
                if (PagerWaits())
                {
                    terminal.ClearCurrentLine();
                }
                else
                {
                    answered = (terminal.Finished.Length, terminal.CurrentLine);
                    disturbed = true;
                }

                if (output.Closed || !await Press(key, ct))
                {
                    return ShellStop.Closed;
                }
            }
        }
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

    private bool PagerWaits() => dialect.PagerMark is { } mark && terminal.CurrentLine.Trim() == mark;

    /// <summary>What to press when the box asks something that nobody caused; null when it does not.</summary>
    private string? Question()
    {
        if (dialect.UnaskedQuestions.Count == 0 || answered == (terminal.Finished.Length, terminal.CurrentLine))
        {
            return null;
        }

        var line = terminal.CurrentLine.AsSpan().TrimEnd();
        foreach (var question in dialect.UnaskedQuestions)
        {
            if (line.EndsWith(question.Ending, StringComparison.Ordinal))
            {
                return question.Answer + "\n";
            }
        }

        return null;
    }

    /// <summary>The line end of the echo has come: what stands now is the box's.</summary>
    private bool Answered() => terminal.HasLines;

    private TimeSpan? PromptAfter(string? echo)
    {
        if (!Answered() || prompt is null)
        {
            return null;
        }

        if (!StandsAtPrompt)
        {
            return LooksLikePrompt ? limits.LongQuiet : null;
        }

        // Without the echo this may be an earlier prompt, printed anew after a notice of the box.
        return echo is null || AnswerText.EndOfEcho(terminal.Lines, echo) is not null ? limits.Quiet : limits.LongQuiet;
    }

    private bool AsksForPassword() =>
        Answered() && terminal.CurrentLine.TrimEnd().EndsWith("assword:", StringComparison.Ordinal);

    private string Cleaned(string answer) => AnswerText.WithoutNotices(answer, dialect, prompt);
}
