using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>
/// A command line of a box, from its first prompt until it is left: takes a line, writes it down and obeys it. How this kind of box talks is in what derives from it; what its
/// <see cref="FirewallTraits"/> make odd about an answer is the same everywhere.
/// </summary>
public abstract class ShellSession(LoginTerminal at)
{
    private const int EnableTries = 3;

    private readonly Interruption interruption = new(at.Editor, at.Output);
    private readonly BrokenAnswer broken = new(at);
    private Task debug = Task.CompletedTask;

    protected LoginTerminal At { get; } = at;

    protected Firewall Box => At.Box;

    protected TerminalOutput Output => At.Output;

    protected abstract string Prompt { get; }

    /// <summary>What may be typed now.</summary>
    protected abstract CommandTree Commands { get; }

    protected abstract ConsoleTerminal Terminal { get; }

    protected abstract Pager Pager { get; }

    /// <summary>What it says to a command that authorization denies.</summary>
    protected abstract IEnumerable<string> Denial { get; }

    public async Task Run(CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await Greet(over.Token);
            await ObeyLines(over.Token);
        }
        finally
        {
            await over.CancelAsync();
            await debug;
        }
    }

    /// <summary>What comes before the first prompt.</summary>
    protected abstract Task Greet(CancellationToken ct);

    /// <summary>What it says to a line that it does not understand.</summary>
    protected abstract IEnumerable<string> Refusal(TypedRequest request);

    /// <summary>Whether a command that is there may be typed on this box.</summary>
    protected virtual bool Knows(CommandMatch match) => true;

    /// <summary>How a command is run that is the session's own affair (false: the session is over); null: it is none.</summary>
    protected virtual Func<CancellationToken, Task<bool>>? OwnAffair(CommandMatch match) => null;

    /// <summary>Told of every command that was carried out, while the world is held.</summary>
    protected virtual void CarriedOut(World world, TypedRequest request) { }

    protected virtual Task SayGoodbye(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Asks three times for the password that gives privilege.</summary>
    /// <param name="afterWrong">What it says to a wrong one before it asks again.</param>
    /// <param name="afterLast">What it says to the last wrong one.</param>
    /// <returns>Whether it came; null at the end of the stream.</returns>
    protected async Task<bool?> AskForEnable(
        string password,
        bool echoes,
        IReadOnlyList<string> afterWrong,
        IReadOnlyList<string> afterLast,
        CancellationToken ct
    )
    {
        for (var attempt = 1; attempt <= EnableTries; attempt++)
        {
            if (await At.Editor.ReadSecret("Password: ", echoes, ct) is not { } secret)
            {
                return null;
            }

            if (!Box.Traits.RefusesEnable && string.Equals(secret, password, StringComparison.Ordinal))
            {
                return true;
            }

            await Output.WriteLines(attempt < EnableTries ? afterWrong : afterLast, ct);
        }

        return false;
    }

    private async Task ObeyLines(CancellationToken ct)
    {
        while (await At.NextLine(Prompt, ct) is { } typed)
        {
            var line = typed.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            At.WriteDown(line);
            if (Box.Traits.Latency > TimeSpan.Zero)
            {
                await Task.Delay(Box.Traits.Latency, At.Simulation.Clock, ct);
            }

            if (!await Obey(typed, ct))
            {
                return;
            }

            if (debug.IsCompleted && Terminal.Debugs.Levels.Count > 0)
            {
                debug = ShowDebug(ct);
            }
        }
    }

    /// <summary>What this session has switched on comes whenever there is something to say.</summary>
    private async Task ShowDebug(CancellationToken ct)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(100), At.Simulation.Clock);
        try
        {
            while (Terminal.Debugs.Levels.Count > 0 && await often.WaitForNextTickAsync(ct))
            {
                var news = At.Simulation.Look(world => Terminal.Debugs.News(world.Of(Box).Debug));
                if (news.Count > 0)
                {
                    await Output.WriteLines(news, ct);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The session is over, or its client is gone.
        }
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> Obey(string typed, CancellationToken ct)
    {
        var request = TypedRequest.Of(typed, Commands);
        var match = request.Match;
        if (match.Command is not { } command || request.Filter is not { } filter || !Knows(match))
        {
            await Output.WriteLines(Refusal(request), ct);
            return true;
        }

        if (Box.Traits.DeniedCommands.Any(match.IsFor))
        {
            await Output.WriteLines(Denial, ct);
            return true;
        }

        if (OwnAffair(match) is { } run)
        {
            return await run(ct);
        }

        var answer = At.Simulation.Look(world =>
        {
            var context = new CommandContext(world, world.Of(Box), match.Arguments, At.Login.User, Terminal);
            var lines = command.Run(context).ToList();
            CarriedOut(world, request);
            return lines;
        });
        if (command.EndsSession)
        {
            await SayGoodbye(ct);
            return false;
        }

        return await Show(match, filter(answer), ct);
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> Show(CommandMatch match, IReadOnlyList<string> lines, CancellationToken ct)
    {
        if (broken.Breaks(match))
        {
            var whole = string.Join(Output.LineEnd, lines);
            await Output.Write(whole[..(whole.Length / 2)], ct);
            await broken.End(ct);
            return false;
        }

        var half = lines.Count / 2;
        if (match.IsFor(Box.Traits.ReplicatesDuring))
        {
            return await Pager.Show([.. lines.Take(half), .. Interruption.Replication, .. lines.Skip(half)], ct);
        }

        if (match.IsFor(Box.Traits.PrintsPromptDuring))
        {
            return await Pager.Show([.. lines.Take(half), Prompt, .. lines.Skip(half)], ct);
        }

        if (match.IsFor(Box.Traits.AsksDuring))
        {
            return await Pager.Show([.. lines.Take(half)], ct)
                && await interruption.AskAboutErrorReporting(ct)
                && await Pager.Show([.. lines.Skip(half)], ct);
        }

        return await Pager.Show(lines, ct);
    }
}
