using SpiBot.Lab.Consoles.Commands;

namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>
/// <c>system support diagnostic-cli</c>: the ASA inside. It is entered without privilege, <c>enable</c> takes an empty password, and Ctrl-A followed by d
/// leads out, from anywhere (facts 3); nothing else does. Leaving is written down as the keys <c>^A d</c>.
/// </summary>
public sealed class DiagnosticCli : ShellSession
{
    private static readonly CommandTree UserCommands = new(CommandList.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(CommandList.All);

    private bool privileged;

    public DiagnosticCli(LoginTerminal at)
        : base(at)
    {
        Pager = new Pager(at.Input, at.Output, PagerForm.Asa);
        Terminal = new ConsoleTerminal(() => Pager.Lines, lines => Pager.Lines = lines, () => privileged);
    }

    protected override string Prompt => Box.Name + (privileged ? "# " : "> ");

    protected override CommandTree Commands => privileged ? PrivilegedCommands : UserCommands;

    protected override ConsoleTerminal Terminal { get; }

    protected override Pager Pager { get; }

    protected override IEnumerable<string> Denial => ["Command authorization failed"];

    protected override Task Greet(CancellationToken ct) =>
        Output.WriteLines(
            [
                "Attaching to Diagnostic CLI ... Press 'Ctrl+a then d' to detach.",
                "Type help or '?' for a list of available commands.",
                "",
            ],
            ct
        );

    protected override Func<CancellationToken, Task<bool>>? OwnAffair(CommandMatch match) =>
        match.Command == CommandList.Enable ? AskForEnable
        : match.Command == CommandList.Disable || match.Command!.EndsSession ? _ => Disable()
        : null;

    protected override IEnumerable<string> Refusal(TypedRequest request) =>
        request.Match.Fault == MatchFault.Incomplete
            ? ["ERROR: % Incomplete command"]
            :
            [
                new string(' ', Prompt.Length + request.Match.Marker) + "^",
                "ERROR: % Invalid input detected at '^' marker.",
            ];

    private async Task<bool> AskForEnable(CancellationToken ct)
    {
        var secret = await At.Editor.ReadSecret("Password: ", echoes: true, ct);
        privileged = secret is "" && !Box.Traits.RefusesEnable;
        return secret is not null;
    }

    private Task<bool> Disable()
    {
        privileged = false;
        return Task.FromResult(true);
    }
}
