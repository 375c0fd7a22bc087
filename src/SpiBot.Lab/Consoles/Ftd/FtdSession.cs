using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>One login at an FTD: the shell at the bare <c>&gt;</c>, which always pages, and from there the diagnostic CLI.</summary>
public sealed class FtdSession
{
    private const string Prompt = "> ";

    private static readonly CommandTree Commands = new(FtdCommands.All);

    private readonly Firewall box;
    private readonly Simulation simulation;
    private readonly SshSession session;
    private readonly DetachableStream keys;
    private readonly TerminalInput input;
    private readonly TerminalOutput output;
    private readonly LineEditor editor;
    private readonly Pager pager;

    public FtdSession(Firewall box, Simulation simulation, DetachableStream terminal, SshSession session)
    {
        this.box = box;
        this.simulation = simulation;
        this.session = session;
        keys = terminal;
        input = new TerminalInput(keys);
        output = new TerminalOutput(keys, box, simulation.Clock);
        editor = new LineEditor(input, output);
        pager = new Pager(input, output);
    }

    public async Task Run(CancellationToken ct)
    {
        await output.WriteLines(
            [
                "",
                "Copyright 2004-2023, Cisco and/or its affiliates. All rights reserved.",
                "Cisco is a registered trademark of Cisco Systems, Inc.",
                $"Cisco {box.Model} Threat Defense v{box.Version}",
                "",
            ],
            ct
        );
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
        var match = Commands.Match(bar < 0 ? typed : typed[..bar]);
        var filter = bar < 0 ? lines => lines : OutputFilter.Parse(typed[(bar + 1)..]);
        if (
            match.Command is null
            || filter is null
            || (FtdCommands.IsClear(match) && box.Traits.ClearsOnlyInDiagnosticCli)
        )
        {
            await output.WriteLines(
                [
                    match.Fault == MatchFault.Incomplete
                        ? "Syntax error: The command is not completed"
                        : "Syntax error: Illegal command line",
                ],
                ct
            );
            return true;
        }

        if (
            box.Traits.DeniedCommands.Any(denied =>
                match.Canonical == denied || match.Canonical.StartsWith(denied + " ", StringComparison.Ordinal)
            )
        )
        {
            await output.WriteLines(["Command authorization failed"], ct);
            return true;
        }

        if (match.Command == FtdCommands.Diagnose)
        {
            await new DiagnosticCli(box, simulation, session, keys, input, output).Run(ct);
            return !keys.IsClosed;
        }

        if (match.Command.EndsSession)
        {
            return false;
        }

        var answer = simulation.Look(world =>
        {
            var state = world.Of(box);
            return (IReadOnlyList<string>)
                [
                    .. match.Command.Run(
                        new CommandContext(
                            world,
                            state,
                            match.Arguments,
                            session.User,
                            new ConsoleTerminal(() => pager.Lines, _ => { }, () => true)
                        )
                    ),
                ];
        });
        return await pager.Show(filter(answer), ct);
    }
}
