using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// A dialogue with a shell: type a line, wait until the prompt stands again, take what came between. One line at a time, or, where the box has
/// proven that it takes them, several typed ahead (<see cref="TypedAhead"/>). Not thread safe.
/// </summary>
internal sealed class Shell
{
    private readonly SessionDialect dialect;
    private readonly ShellDialogue dialogue;
    private readonly PromptLearning learning;
    private readonly TypedAhead ahead;
    private Prompt? outer;

    public Shell(IShellChannel channel, SessionDialect dialect, SessionLimits limits, TimeProvider clock)
    {
        this.dialect = dialect;
        dialogue = new ShellDialogue(channel, dialect, limits, clock);
        learning = new PromptLearning(dialogue, dialect);
        ahead = new TypedAhead(
            channel,
            dialogue.Output,
            dialogue.Terminal,
            limits,
            () => dialogue.Prompt!,
            () => dialogue.Waits
        );
    }

    /// <summary>Whether the prompt that stands now is a privileged one.</summary>
    public bool IsPrivileged => Prompt.IsPrivileged(dialogue.Terminal.CurrentLine);

    /// <summary>What the prompt looked like when it was learned last.</summary>
    public string? PromptText => dialogue.Prompt?.Text;

    /// <summary>Whether the box has answered lines that were typed ahead, each behind its prompt and echo.</summary>
    public bool TakesTypeAhead { get; private set; }

    /// <summary>Whether the box waits at its prompt, so that a line typed now is a command and not an answer to some question.</summary>
    public bool StandsAtPrompt => dialogue.StandsAtPrompt;

    /// <summary>Waits for the login's text to end and learns the prompt: <see cref="PromptLearning.AtLogin"/>.</summary>
    public Task<ShellStop> Learn(CancellationToken ct) => learning.AtLogin(ct);

    /// <summary>Types a line and waits for the answer's end. The text is not judged here: it may be a refusal.</summary>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="part">Takes the parts of a long answer, whole lines, good during the call only: the reply's text is then what follows them. Null: it is the whole answer.</param>
    public async Task<ShellReply> Type(
        string line,
        Func<bool> allowed,
        CancellationToken ct,
        Action<ReadOnlyMemory<char>>? part = null
    )
    {
        var answer = new ComingAnswer(dialogue, line, part is null ? null : lines => part(Cleaned(lines)));
        var stop = await dialogue.Type(line, answer.QuietBehind, ct, allowed);
        var disturbed = dialogue.Disturbed;
        if (stop == ShellStop.Done && !StandsAtPrompt)
        {
            stop = await learning.Again(ct);
        }

        return new(stop, Cleaned(answer.Rest().AsMemory())) { Disturbed = disturbed || dialogue.Disturbed };
    }

    /// <summary>
    /// Types lines at once without waiting for answers, and takes whatever comes for that long, or until it is too much: for lines after which the
    /// box prints at any moment. Cancelled, it gives what has come.
    /// </summary>
    /// <param name="lines">None: only listens, and what has come since the lines that were typed last is given again.</param>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    public async Task<ShellReply> TypeAndListen(
        IReadOnlyList<string> lines,
        Func<bool> allowed,
        TimeSpan quiet,
        int mostBytes,
        CancellationToken ct
    )
    {
        var keys = string.Concat(lines.Select(LineToType.WithEnd));
        if (lines.Count > 0 && !allowed())
        {
            return new(ShellStop.NotAllowed, "");
        }

        ShellStop stop;
        try
        {
            stop =
                lines.Count == 0
                    ? await dialogue.Until(Enough, quiet, ct)
                    : await dialogue.PressKeys(keys, Enough, quiet, ct);
        }
        catch (OperationCanceledException)
        {
            stop = ShellStop.Done;
        }

        return new(stop == ShellStop.Silent ? ShellStop.Done : stop, dialogue.Terminal.Lines);

        TimeSpan? Enough() => dialogue.Terminal.Taken > mostBytes ? TimeSpan.Zero : null;
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
                    replies.Add(reply.Kept());
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

    /// <summary>The next answer to a line typed ahead, or a part of it; null when <paramref name="orElse"/> completed before it.</summary>
    /// <returns>
    /// With <see cref="ShellStop.More"/> the next call goes on with the same answer.
    /// With <see cref="ShellStop.OutOfStep"/> the box stands at its prompt and none of the lines that have no answer will get one; from then on it is
    /// taken for a box that does not take lines typed ahead.
    /// </returns>
    public async Task<ShellReply?> NextAnswer(Task? orElse, CancellationToken ct)
    {
        var reply = await ahead.Next(orElse, ct);
        if (reply is { Stop: ShellStop.OutOfStep })
        {
            TakesTypeAhead = false;
            var settled = await learning.Settle(ct);
            return settled == ShellStop.Done ? reply : new(settled, "");
        }

        return reply is null ? null : reply with { Text = Cleaned(reply.Text) };
    }

    /// <summary>The answer that was given last has been read: what it took is given back.</summary>
    public void ForgetAnswer() => ahead.ForgetAnswer();

    /// <summary>
    /// Types the line that asks for privilege, the user where one is asked for, and the secret once when it is asked for. Never a second time.
    /// What the box prints after the secret is not returned, because it could hold the secret.
    /// </summary>
    /// <returns><see cref="ShellStop.Done"/> when the wait ended well: <see cref="IsPrivileged"/> then says whether it helped.</returns>
    public async Task<ShellStop> Enable(string line, string? user, string secret, CancellationToken ct)
    {
        var limits = dialogue.Limits;
        var stop = await dialogue.Type(line, () => Asks() ? QuietBehind(line) : dialogue.PromptAfter(line), ct);
        if (stop == ShellStop.Done && AsksForUser() && user is not null)
        {
            stop = await dialogue.Type(user, () => Asks() ? QuietBehind(user) : dialogue.PromptAfter(user), ct);
        }

        if (stop == ShellStop.Done && AsksForPassword())
        {
            stop = await dialogue.Type(
                secret,
                () => Asks() ? limits.Quiet : Enabled() ?? dialogue.PromptAfter(null),
                ct
            );
        }

        return stop == ShellStop.Done && !Asks() && !StandsAtPrompt ? await learning.Again(ct) : stop;

        TimeSpan QuietBehind(string echo) =>
            TerminalAnswer.EndOfEcho(dialogue.Terminal.Finished, echo) is null ? limits.Quiet : TimeSpan.Zero;

        bool Asks() => AsksForPassword() || AsksForUser();

        TimeSpan? Enabled() => dialogue.Answered && StandsAtPrompt && IsPrivileged ? TimeSpan.Zero : null;
    }

    /// <summary>Types a line after which the prompt is another one, and learns that.</summary>
    public async Task<ShellReply> TypeForAnotherPrompt(string line, CancellationToken ct)
    {
        var stop = await dialogue.Type(
            line,
            () => dialogue.Answered && dialogue.LooksLikePrompt ? dialogue.Limits.Quiet : dialogue.PromptAfter(line),
            ct
        );
        var answer = TerminalAnswer.WithoutEcho(dialogue.Terminal.Finished, line);
        return new(stop == ShellStop.Done ? await learning.ByEmptyLines(ct) : stop, answer);
    }

    /// <summary>Goes into the command line inside the box's own, up to its privileged prompt with the pager off.</summary>
    /// <returns>How the waiting ended, and with <see cref="ShellStop.Done"/> why it did not get in, where it did not.</returns>
    public async Task<(ShellStop Stop, string? Refusal)> Enter(InnerCommandLine inner, CancellationToken ct)
    {
        outer = dialogue.Prompt;
        var limits = dialogue.Limits;
        var stop = await dialogue.Type(inner.Enter, PromptOrQuiet, ct);
        var said = TerminalAnswer.WithoutEcho(dialogue.Terminal.Finished, inner.Enter);
        if (stop == ShellStop.Done && StandsAtPrompt)
        {
            return (stop, TerminalAnswer.RefusalIn(said, dialect) ?? "it did not change the prompt");
        }

        if (stop == ShellStop.Done)
        {
            stop = await dialogue.PressKeys(inner.ClearLine, () => limits.Quiet, limits.Silence, ct);
        }

        if (stop == ShellStop.Done)
        {
            stop = await learning.ByEmptyLines(ct);
        }

        if (stop == ShellStop.Done && PromptText != outer?.Text && !IsPrivileged)
        {
            stop = await Enable(inner.Enable, user: null, "", ct);
        }

        if (stop != ShellStop.Done || PromptText == outer?.Text || !IsPrivileged)
        {
            return (stop, PromptText == outer?.Text ? "it did not change the prompt" : "its enable wants a password");
        }

        // Where it is refused, pages are turned as they come.
        return ((await Type(inner.PagerOff, static () => true, ct)).Stop, null);

        TimeSpan? PromptOrQuiet() =>
            !dialogue.Answered ? null
            : dialogue.LooksLikePrompt ? limits.Quiet
            : limits.LongQuiet;
    }

    /// <summary>Goes out again, from anywhere inside; does nothing where it stands outside.</summary>
    public async Task<ShellStop> Leave(InnerCommandLine inner, CancellationToken ct)
    {
        var isOutside = PromptText == outer?.Text && StandsAtPrompt;
        dialogue.Prompt = outer;
        if (isOutside)
        {
            return ShellStop.Done;
        }

        var limits = dialogue.Limits;
        var stop = await dialogue.PressKeys(
            inner.Leave,
            () => StandsAtPrompt ? limits.Quiet : null,
            limits.LongQuiet,
            ct
        );

        // Some show the prompt only when asked for it.
        return stop == ShellStop.Silent
            ? await dialogue.Type("", () => dialogue.PromptAfter(null), ct, silence: limits.LongQuiet)
            : stop;
    }

    /// <summary>Types the closing line and waits for the box to hang up, for a little while.</summary>
    public Task Leave(CancellationToken ct) =>
        dialogue.Type(dialect.Exit, () => null, ct, silence: dialogue.Limits.Farewell);

    private bool AsksForPassword() => AsksFor("assword:");

    private bool AsksForUser() => AsksFor("sername:");

    private bool AsksFor(string ending) =>
        dialogue.Answered && dialogue.Terminal.CurrentLine.TrimEnd().EndsWith(ending, StringComparison.Ordinal);

    private ReadOnlyMemory<char> Cleaned(ReadOnlyMemory<char> answer) =>
        TerminalAnswer.WithoutNotices(answer, dialect, dialogue.Prompt);
}
