using System.Text;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// A dialogue with a shell: type a line, wait until the prompt stands again, take what came between. One line at a time; not thread safe.
/// </summary>
internal sealed class Shell
{
    private readonly IShellChannel channel;
    private readonly SessionDialect dialect;
    private readonly SessionLimits limits;
    private readonly TerminalText terminal;
    private readonly ShellOutput output;
    private readonly Regex promptPattern;
    private Prompt? prompt;

    public Shell(IShellChannel channel, SessionDialect dialect, SessionLimits limits, TimeProvider clock)
    {
        this.channel = channel;
        this.dialect = dialect;
        this.limits = limits;
        terminal = new TerminalText(dialect.PagerMark);
        output = new ShellOutput(channel.Output, terminal, clock);
        promptPattern = new Regex(dialect.PromptFallback, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    /// <summary>Whether the prompt that stands now is a privileged one.</summary>
    public bool IsPrivileged => Prompt.IsPrivileged(terminal.CurrentLine);

    /// <summary>What the learned prompt looked like at login.</summary>
    public string? PromptText => prompt?.Text;

    /// <summary>
    /// Waits for the login's text to end and learns the prompt: the last line that an empty line leaves, twice the same.
    /// <see cref="ShellStop.Silent"/> when there was no such line.
    /// </summary>
    public async Task<ShellStop> Learn(CancellationToken ct)
    {
        const int tries = 5;
        var banner = await Until(() => terminal.CurrentLine.Length > 0 ? Trust() : null, limits.Connect / 3, ct);
        if (banner is ShellStop.Closed or ShellStop.TooLong)
        {
            return banner;
        }

        string? last = null;
        for (var i = 0; i < tries; i++)
        {
            var stop = await TypeAndWait("", () => Answered() && terminal.CurrentLine.Length > 0 ? Trust() : null, ct);
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

        TimeSpan Trust() => promptPattern.IsMatch(terminal.CurrentLine) ? limits.Quiet : limits.LongQuiet;
    }

    /// <summary>Types a line and waits for the answer's end. The text is not judged here: it may be a refusal.</summary>
    /// <param name="allowed">Asked immediately before the bytes are written; false: they are not.</param>
    public async Task<ShellReply> Type(string line, Func<bool> allowed, CancellationToken ct)
    {
        var stop = await TypeAndWait(line, () => PromptAfter(line), ct, allowed);
        return new(stop, AnswerText.WithoutEcho(terminal.Lines, line));
    }

    /// <summary>
    /// Types the line that asks for privilege, and the secret once when it is asked for. Never a second time.
    /// What the box prints after the secret is not returned, because it could hold the secret.
    /// </summary>
    /// <returns><see cref="ShellStop.Done"/> when the wait ended well: <see cref="IsPrivileged"/> then says whether it helped.</returns>
    public async Task<ShellStop> Enable(string line, string secret, CancellationToken ct)
    {
        var stop = await TypeAndWait(line, () => AsksForPassword() ? limits.Quiet : PromptAfter(line), ct);
        if (stop == ShellStop.Done && AsksForPassword())
        {
            stop = await TypeAndWait(secret, () => AsksForPassword() ? limits.Quiet : PromptAfter(null), ct);
        }

        return stop;
    }

    /// <summary>Types the closing line and waits for the box to hang up, for a little while.</summary>
    public Task Leave(CancellationToken ct) => TypeAndWait(dialect.Exit, () => null, ct, silence: limits.Farewell);

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

        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        output.TakeWhatCame();
        terminal.Clear();
        if (output.Closed || channel.Output.Completion.IsCompleted)
        {
            return ShellStop.NotTyped;
        }

        if (allowed is not null && !allowed())
        {
            return ShellStop.NotAllowed;
        }

        try
        {
            await channel.Write(bytes, ct);
        }
        catch (IOException)
        {
            // It broke while writing: nobody knows how much of it arrived.
            return ShellStop.Closed;
        }

        return await Until(quietFor, silence ?? limits.Silence, ct);
    }

    /// <summary>Takes output until <paramref name="quietFor"/> gives a time and nothing came for that time; turns the pager's pages.</summary>
    private async Task<ShellStop> Until(Func<TimeSpan?> quietFor, TimeSpan silence, CancellationToken ct)
    {
        while (true)
        {
            var quiet = PagerWaits() ? limits.Quiet : quietFor();
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
            else if (PagerWaits() && !output.Closed)
            {
                terminal.ClearCurrentLine();
                try
                {
                    await channel.Write(" "u8.ToArray(), ct);
                }
                catch (IOException)
                {
                    return ShellStop.Closed;
                }
            }
            else
            {
                return PagerWaits() ? ShellStop.Closed : ShellStop.Done;
            }
        }
    }

    private bool PagerWaits() => dialect.PagerMark is { } mark && terminal.CurrentLine.Trim() == mark;

    /// <summary>The line end of the echo has come: what stands now is the box's.</summary>
    private bool Answered() => terminal.LineCount > 0;

    private TimeSpan? PromptAfter(string? echo)
    {
        if (!Answered() || prompt is null || !prompt.Matches(terminal.CurrentLine))
        {
            return null;
        }

        // Without the echo this may be an earlier prompt, printed anew after a notice of the box.
        return echo is null || AnswerText.EndOfEcho(terminal.Lines, echo) is not null ? limits.Quiet : limits.LongQuiet;
    }

    private bool AsksForPassword() =>
        Answered() && terminal.CurrentLine.TrimEnd().EndsWith("assword:", StringComparison.Ordinal);
}
