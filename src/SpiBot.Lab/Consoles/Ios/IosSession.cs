using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ios;

/// <summary>One login at a router, from the first prompt to <c>exit</c>.</summary>
public sealed class IosSession
{
    private static readonly CommandTree UserCommands = new(IosCommands.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(IosCommands.All);

    private readonly Firewall box;
    private readonly Simulation simulation;
    private readonly SshSession session;
    private readonly TerminalOutput output;
    private readonly LineEditor editor;
    private readonly IosTerminal terminal;
    private readonly BrokenAnswer broken;
    private bool privileged;

    public IosSession(Firewall box, Simulation simulation, Stream stream, SshSession session)
    {
        this.box = box;
        this.simulation = simulation;
        this.session = session;
        output = new TerminalOutput(stream, box, simulation.Clock);
        var input = new TerminalInput(stream);
        editor = new LineEditor(input, output);
        terminal = new IosTerminal(input, output);
        broken = new BrokenAnswer(box, simulation);
        privileged = box.Traits.StartsEnabled;
    }

    private string Prompt => box.Name + (privileged ? "#" : ">");

    public async Task Run(CancellationToken ct)
    {
        await output.Write("\r\n", ct);
        while (await editor.ReadLine(Prompt, ct) is { } typed)
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
        }
    }

    /// <summary>False when the session is over.</summary>
    private async Task<bool> Obey(string typed, CancellationToken ct)
    {
        var bar = typed.IndexOf('|', StringComparison.Ordinal);
        var command = bar < 0 ? typed : typed[..bar];
        var match = (privileged ? PrivilegedCommands : UserCommands).Match(command);
        var filter = bar < 0 ? lines => lines : OutputFilter.Parse(typed[(bar + 1)..]);
        if (match.Command is null || filter is null)
        {
            return await Refuse(match, command, ct);
        }

        if (box.Traits.DeniedCommands.Any(match.IsFor))
        {
            await output.WriteLines(["Command authorization failed.", ""], ct);
            return true;
        }

        if (match.Command == IosCommands.Enable)
        {
            return await AskForEnable(ct);
        }

        if (match.Command.EndsSession)
        {
            return false;
        }

        var answer = simulation.Look(world =>
            (IReadOnlyList<string>)
                [
                    .. match.Command.Run(
                        new CommandContext(
                            world,
                            world.Of(box),
                            match.Arguments,
                            session.User,
                            new ConsoleTerminal(
                                () => terminal.Length,
                                lines => terminal.Length = lines,
                                () => privileged
                            )
                        )
                    ),
                ]
        );
        if (broken.Breaks(match))
        {
            var whole = string.Join(output.LineEnd, answer);
            await output.Write(whole[..(whole.Length / 2)], ct);
            await broken.End(ct);
            return false;
        }

        return await terminal.Show(filter(answer), ct);
    }

    private async Task<bool> Refuse(CommandMatch match, string command, CancellationToken ct)
    {
        string[] words = match.Fault switch
        {
            MatchFault.Incomplete => ["% Incomplete command.", ""],
            MatchFault.Ambiguous => [$"% Ambiguous command:  \"{command.Trim()}\"", ""],
            _ => [new string(' ', Prompt.Length + match.Marker) + "^", "% Invalid input detected at '^' marker.", ""],
        };
        await output.WriteLines(words, ct);
        return true;
    }

    private async Task<bool> AskForEnable(CancellationToken ct)
    {
        const int tries = 3;
        for (var attempt = 1; attempt <= tries; attempt++)
        {
            if (await terminal.ReadSecret("Password: ", ct) is not { } secret)
            {
                return false;
            }

            if (!box.Traits.RefusesEnable && string.Equals(secret, box.EnablePassword, StringComparison.Ordinal))
            {
                privileged = true;
                return true;
            }
        }

        await output.WriteLines(["% Bad secrets", ""], ct);
        return true;
    }
}
