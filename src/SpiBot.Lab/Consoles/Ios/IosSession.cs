namespace SpiBot.Lab.Consoles.Ios;

/// <summary>One login at a router, from the first prompt to <c>exit</c>. Its secrets echo nothing.</summary>
public sealed class IosSession : ShellSession
{
    private static readonly CommandTree UserCommands = new(IosCommands.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(IosCommands.All);

    private bool privileged;

    public IosSession(LoginTerminal at)
        : base(at)
    {
        privileged = Box.Traits.StartsEnabled;
        Pager = new Pager(at.Input, at.Output, PagerForm.Ios);
        Terminal = new ConsoleTerminal(() => Pager.Lines, lines => Pager.Lines = lines, () => privileged);
    }

    protected override string Prompt => Box.Name + (privileged ? "#" : ">");

    protected override CommandTree Commands => privileged ? PrivilegedCommands : UserCommands;

    protected override ConsoleTerminal Terminal { get; }

    protected override Pager Pager { get; }

    protected override IEnumerable<string> Denial => ["Command authorization failed.", ""];

    protected override Task Greet(CancellationToken ct) =>
        Output.WriteLines(Box.Traits.Banner.Count > 0 ? [.. Box.Traits.Banner, ""] : [""], ct);

    protected override bool Knows(CommandMatch match) => IosCommands.IsThereIn(Box.Version, match);

    protected override Func<CancellationToken, Task<bool>>? OwnAffair(CommandMatch match) =>
        match.Command == IosCommands.Enable ? AskForEnable : null;

    protected override IEnumerable<string> Refusal(TypedRequest request) =>
        request.Match.Fault switch
        {
            MatchFault.Incomplete => ["% Incomplete command.", ""],
            MatchFault.Ambiguous => [$"% Ambiguous command:  \"{request.CommandText.Trim()}\"", ""],
            _ =>
            [
                new string(' ', Prompt.Length + request.Match.Marker) + "^",
                "% Invalid input detected at '^' marker.",
                "",
            ],
        };

    private async Task<bool> AskForEnable(CancellationToken ct)
    {
        var came = await AskForEnable(Box.EnablePassword, echoes: false, [], ["% Bad secrets", ""], ct);
        privileged |= came is true;
        return came is not null;
    }
}
