namespace SpiBot.Lab.Consoles.Ftd;

/// <summary>One login at an FTD: the shell at the bare <c>&gt;</c>, which always pages, and from there the diagnostic CLI.</summary>
public sealed class FtdSession : ShellSession
{
    private static readonly CommandTree AllCommands = new(FtdCommands.All);

    public FtdSession(LoginTerminal at)
        : base(at)
    {
        Pager = new Pager(at.Input, at.Output, PagerForm.Asa);
        Terminal = new ConsoleTerminal(() => Pager.Lines, _ => { }, () => true);
    }

    protected override string Prompt => "> ";

    protected override CommandTree Commands => AllCommands;

    protected override ConsoleTerminal Terminal { get; }

    protected override Pager Pager { get; }

    protected override IEnumerable<string> Denial => ["Command authorization failed"];

    protected override Task Greet(CancellationToken ct) =>
        Output.WriteLines(
            [
                .. Box.Traits.Banner,
                "",
                "Copyright 2004-2023, Cisco and/or its affiliates. All rights reserved.",
                "Cisco is a registered trademark of Cisco Systems, Inc.",
                $"Cisco {Box.Model} Threat Defense v{Box.Version}",
                "",
            ],
            ct
        );

    protected override bool Knows(CommandMatch match) =>
        !(Box.Traits.ChangesOnlyInDiagnosticCli && FtdCommands.IsChange(match));

    protected override Func<CancellationToken, Task<bool>>? OwnAffair(CommandMatch match) =>
        match.Command == FtdCommands.Diagnose ? Diagnose : null;

    protected override IEnumerable<string> Refusal(TypedRequest request) =>
        [
            request.Match.Fault == MatchFault.Incomplete
                ? "Syntax error: The command is not completed"
                : "Syntax error: Illegal command line",
        ];

    private async Task<bool> Diagnose(CancellationToken ct)
    {
        At.Input.Attach();
        await new DiagnosticCli(At).Run(ct);
        if (At.IsOver)
        {
            return false;
        }

        At.WriteDown("^A d");
        await Output.WriteLines(["", "Console connection detached."], ct);
        return true;
    }
}
