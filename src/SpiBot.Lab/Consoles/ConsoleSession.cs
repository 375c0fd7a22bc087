using System.Text;
using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>One login, from the banner to <c>Logoff</c>.</summary>
public sealed class ConsoleSession
{
    private static readonly CommandTree UserCommands = new(CommandList.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(CommandList.All);

    private readonly Firewall box;
    private readonly Simulation simulation;
    private readonly SshSession session;
    private readonly TerminalInput input;
    private readonly TerminalOutput output;
    private readonly LineEditor editor;
    private readonly Pager pager;
    private readonly ConsoleTerminal terminal;
    private readonly Interruption interruption;
    private Task debug = Task.CompletedTask;
    private readonly BrokenAnswer broken;
    private bool privileged;
    private string? context;

    public ConsoleSession(Firewall box, Simulation simulation, Stream stream, SshSession session)
    {
        this.box = box;
        this.simulation = simulation;
        this.session = session;
        output = new TerminalOutput(stream, box, simulation.Clock);
        input = new TerminalInput(stream);
        editor = new LineEditor(input, output);
        pager = new Pager(input, output);
        interruption = new Interruption(editor, output);
        broken = new BrokenAnswer(box, simulation);
        privileged = box.Traits.StartsEnabled;
        terminal = new ConsoleTerminal(() => pager.Lines, lines => pager.Lines = lines, () => privileged);
    }

    private string Prompt => AsaPrompt.Of(box, context, privileged);

    public async Task Run(CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await Converse(over.Token);
        }
        finally
        {
            await over.CancelAsync();
            await debug;
        }
    }

    /// <summary>What this session has switched on comes whenever there is something to say.</summary>
    private async Task ShowDebug(CancellationToken ct)
    {
        using var often = new PeriodicTimer(TimeSpan.FromMilliseconds(100), simulation.Clock);
        try
        {
            while (terminal.Debugs.Levels.Count > 0 && await often.WaitForNextTickAsync(ct))
            {
                var news = simulation.Look(world => terminal.Debugs.News(world.Of(box).Debug));
                if (news.Count > 0)
                {
                    await output.WriteLines(news, ct);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The session is over, or its client is gone.
        }
    }

    private async Task Converse(CancellationToken ct)
    {
        await output.WriteLines(Banner(), ct);
        await output.Write("\r", ct);
        while (await NextLine(ct) is { } typed)
        {
            var line = typed.Trim();
            if (line.Length == 0)
            {
                continue;
            }

            box.Log(new TypedLine(box.Name, simulation.Clock.GetUtcNow(), session.User, line));
            if (box.Traits.Latency > TimeSpan.Zero)
            {
                await Task.Delay(box.Traits.Latency, simulation.Clock, ct);
            }

            if (!await Obey(typed, ct))
            {
                return;
            }

            if (debug.IsCompleted && terminal.Debugs.Levels.Count > 0)
            {
                debug = ShowDebug(ct);
            }
        }
    }

    private async Task<string?> NextLine(CancellationToken ct)
    {
        if (box.Traits.FlushesInputAtPrompt)
        {
            input.Flush();
        }

        if (box.Traits.IdleLogoff is not { } patience)
        {
            return await editor.ReadLine(Prompt, ct);
        }

        using var idle = new CancellationTokenSource(patience, simulation.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, idle.Token);
        try
        {
            return await editor.ReadLine(Prompt, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> Obey(string typed, CancellationToken ct)
    {
        var bar = typed.IndexOf('|', StringComparison.Ordinal);
        var command = bar < 0 ? typed : typed[..bar];
        var match = (privileged ? PrivilegedCommands : UserCommands).Match(command);
        if (match.Command is null)
        {
            await output.WriteLines(Refusal(match, command), ct);
            return true;
        }

        var filter = bar < 0 ? lines => lines : OutputFilter.Parse(typed[(bar + 1)..]);
        if (filter is null)
        {
            var verb = typed.Length - typed[(bar + 1)..].TrimStart().Length;
            await output.WriteLines(Refusal(match with { Fault = MatchFault.Invalid, Marker = verb }, command), ct);
            return true;
        }

        if (box.Traits.DeniedCommands.Any(match.IsFor))
        {
            await output.WriteLines(
                [(box.Traits.DenialSaysError ? "ERROR: " : "") + "Command authorization failed"],
                ct
            );
            return true;
        }

        if (match.Command == CommandList.Enable)
        {
            return await AskForEnable(ct);
        }

        if (match.Command == CommandList.Disable)
        {
            privileged = false;
            return true;
        }

        if (match.Command == CommandList.ChangeTo)
        {
            var name = match.Arguments[0];
            if (box.Traits.Contexts.Contains(name))
            {
                context = name;
            }
            else
            {
                await output.WriteLines([$"ERROR: '{name}' is not valid"], ct);
            }

            return true;
        }

        var answer = simulation.Look(world =>
        {
            var state = world.Of(box);
            var lines = match
                .Command.Run(new CommandContext(world, state, match.Arguments, session.User, terminal))
                .ToList();
            WriteToLog(world.Now, state, typed.Trim(), match.Canonical);
            return lines;
        });
        if (match.Command.EndsSession)
        {
            await output.WriteLines(["", "Logoff", ""], ct);
            return false;
        }

        return await Show(match, filter(answer), ct);
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> Show(CommandMatch match, IReadOnlyList<string> lines, CancellationToken ct)
    {
        if (broken.Breaks(match))
        {
            var whole = string.Join(output.LineEnd, lines);
            await output.Write(whole[..(whole.Length / 2)], ct);
            await broken.End(ct);
            return false;
        }

        var half = lines.Count / 2;
        if (match.IsFor(box.Traits.ReplicatesDuring))
        {
            return await pager.Show([.. lines.Take(half), .. Interruption.Replication, .. lines.Skip(half)], ct);
        }

        if (match.IsFor(box.Traits.PrintsPromptDuring))
        {
            return await pager.Show([.. lines.Take(half), Prompt, .. lines.Skip(half)], ct);
        }

        if (match.IsFor(box.Traits.AsksDuring))
        {
            return await pager.Show([.. lines.Take(half)], ct)
                && await interruption.AskAboutErrorReporting(ct)
                && await pager.Show([.. lines.Skip(half)], ct);
        }

        return await pager.Show(lines, ct);
    }

    /// <summary>Whatever is executed is written down, and at debugging level whoever looks.</summary>
    private void WriteToLog(DateTimeOffset now, FirewallState state, string typed, string canonical)
    {
        if (canonical.StartsWith("show ", StringComparison.Ordinal))
        {
            state.Write(now, 7, 111009, $"User '{session.User}' executed cmd: {typed}");
        }
        else
        {
            state.Write(now, 5, 111008, $"User '{session.User}' executed the '{canonical}' command.");
        }
    }

    private async Task<bool> AskForEnable(CancellationToken ct)
    {
        const int tries = 3;
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            if (await editor.ReadSecret("Password: ", ct) is not { } secret)
            {
                return false;
            }

            if (!box.Traits.RefusesEnable && string.Equals(secret, box.EnablePassword, StringComparison.Ordinal))
            {
                privileged = true;
                return true;
            }

            // The words are from memory (facts 3); that it asks three times in all is not.
            await output.WriteLines(
                attempt < tries ? ["Invalid password"] : ["Invalid password", "Access denied."],
                ct
            );
        }

        return true;
    }

    private IEnumerable<string> Refusal(CommandMatch match, string command)
    {
        switch (match.Fault)
        {
            case MatchFault.Incomplete:
                return ["ERROR: % Incomplete command"];
            case MatchFault.Ambiguous:
                return [$"ERROR: % Ambiguous command:  \"{command.Trim()}\""];
            default:
                var marker = new string(' ', Prompt.Length + match.Marker) + "^";
                string[] invalid = [marker, "ERROR: % Invalid input detected at '^' marker."];

                // At '>' the pager line is refused twice over (facts 3).
                return
                    !privileged
                    && PrivilegedCommands
                        .Match(command)
                        .Canonical.StartsWith("terminal pager", StringComparison.Ordinal)
                    ? [.. invalid, "ERROR: Command authorization failed"]
                    : invalid;
        }
    }

    private IReadOnlyList<string> Banner()
    {
        var last = session.PreviousLogin is { } previous
            ? $"  Last login: {AsaTime.Stamp(previous)} from 127.0.0.1"
            : "";
        if (!box.Release.TellsOfLogins)
        {
            return [.. box.Traits.Banner, "Type help or '?' for a list of available commands."];
        }

        return
        [
            .. box.Traits.Banner,
            $"User {session.User} logged in to {box.Name}",
            new StringBuilder("Logins over the last 1 days: ")
                .Append(session.LoginsToday)
                .Append('.')
                .Append(last)
                .ToString(),
            "Failed logins since the last login: 0.  ",
            "Type help or '?' for a list of available commands.",
        ];
    }
}
