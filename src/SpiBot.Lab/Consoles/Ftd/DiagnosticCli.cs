using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>
/// <c>system support diagnostic-cli</c>: the ASA inside. It is entered without privilege, <c>enable</c> takes an empty password, and Ctrl-A followed by d
/// leads out, from anywhere (facts 3). Leaving is written down as the keys <c>^A d</c>.
/// </summary>
public sealed class DiagnosticCli(
    Firewall box,
    Simulation simulation,
    SshSession session,
    DetachableStream keys,
    TerminalInput input,
    TerminalOutput output
)
{
    private static readonly CommandTree UserCommands = new(CommandList.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(CommandList.All);

    private readonly LineEditor editor = new(input, output);
    private readonly Pager pager = new(input, output);
    private bool privileged;

    private string Prompt => box.Name + (privileged ? "# " : "> ");

    public async Task Run(CancellationToken ct)
    {
        keys.Attach();
        await output.WriteLines(
            [
                "Attaching to Diagnostic CLI ... Press 'Ctrl+a then d' to detach.",
                "Type help or '?' for a list of available commands.",
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

            Log(line);
            if (!await Obey(typed, ct))
            {
                break;
            }
        }

        if (!keys.IsClosed)
        {
            Log("^A d");
            await output.WriteLines(["", "Console connection detached."], ct);
        }
    }

    /// <summary>False when it was left in the middle.</summary>
    private async Task<bool> Obey(string typed, CancellationToken ct)
    {
        var bar = typed.IndexOf('|', StringComparison.Ordinal);
        var match = (privileged ? PrivilegedCommands : UserCommands).Match(bar < 0 ? typed : typed[..bar]);
        var filter = bar < 0 ? lines => lines : OutputFilter.Parse(typed[(bar + 1)..]);
        if (match.Command is null || filter is null)
        {
            string[] refusal =
                match.Fault == MatchFault.Incomplete
                    ? ["ERROR: % Incomplete command"]
                    :
                    [
                        new string(' ', Prompt.Length + match.Marker) + "^",
                        "ERROR: % Invalid input detected at '^' marker.",
                    ];
            await output.WriteLines(refusal, ct);
            return true;
        }

        if (match.Command == CommandList.Enable)
        {
            var secret = await editor.ReadSecret("Password: ", ct);
            privileged = secret is "" && !box.Traits.RefusesEnable;
            return secret is not null;
        }

        if (match.Command == CommandList.Disable || match.Command.EndsSession)
        {
            privileged = false;
            return true;
        }

        if (box.Traits.HangsDuring is { } hanging && match.Canonical.StartsWith(hanging, StringComparison.Ordinal))
        {
            // Only the keys that detach are heeded.
            while (await input.NextKey(ct) is not null) { }
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
                            new ConsoleTerminal(() => pager.Lines, lines => pager.Lines = lines, () => privileged)
                        )
                    ),
                ]
        );
        return await pager.Show(filter(answer), ct);
    }

    private void Log(string line) => box.Log(new TypedLine(box.Name, simulation.Clock.GetUtcNow(), session.User, line));
}
