using System.Text;
using SpiBot.Lab.Consoles.Commands;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles;

/// <summary>One login at an ASA, from the banner to <c>Logoff</c>.</summary>
public sealed class AsaSession : ShellSession
{
    private static readonly CommandTree UserCommands = new(CommandList.Unprivileged);
    private static readonly CommandTree PrivilegedCommands = new(CommandList.All);

    private bool privileged;
    private string? context;

    public AsaSession(LoginTerminal at)
        : base(at)
    {
        privileged = Box.Traits.StartsEnabled;
        Pager = new Pager(at.Input, at.Output, PagerForm.Asa);
        Terminal = new ConsoleTerminal(() => Pager.Lines, lines => Pager.Lines = lines, () => privileged)
        {
            Context = () => context,
        };
    }

    protected override string Prompt => AsaPrompt.Of(Box, At.Simulation, context, privileged);

    protected override CommandTree Commands => privileged ? PrivilegedCommands : UserCommands;

    protected override ConsoleTerminal Terminal { get; }

    protected override Pager Pager { get; }

    protected override IEnumerable<string> Denial =>
        [(Box.Traits.DenialSaysError ? "ERROR: " : "") + "Command authorization failed"];

    protected override async Task Greet(CancellationToken ct)
    {
        await Output.WriteLines(Banner(), ct);
        await Output.Write("\r", ct);
    }

    protected override Task SayGoodbye(CancellationToken ct) => Output.WriteLines(["", "Logoff", ""], ct);

    protected override Func<CancellationToken, Task<bool>>? OwnAffair(CommandMatch match) =>
        match.Command == CommandList.Enable ? AskForEnable
        : match.Command == CommandList.Disable ? _ => Disable()
        : match.Command == CommandList.ChangeTo ? ct => ChangeTo(match.Arguments[0], ct)
        : null;

    /// <summary>Whatever is executed is written down, and at debugging level whoever looks.</summary>
    protected override void CarriedOut(World world, TypedRequest request)
    {
        var (state, user) = (world.Of(Box), At.Login.User);
        if (request.Match.Canonical.StartsWith("show ", StringComparison.Ordinal))
        {
            state.Write(world.Now, 7, 111009, $"User '{user}' executed cmd: {request.Typed.Trim()}");
        }
        else
        {
            state.Write(world.Now, 5, 111008, $"User '{user}' executed the '{request.Match.Canonical}' command.");
        }
    }

    protected override IEnumerable<string> Refusal(TypedRequest request)
    {
        switch (request.Match.Fault)
        {
            case MatchFault.Incomplete:
                return ["ERROR: % Incomplete command"];
            case MatchFault.Ambiguous:
                return [$"ERROR: % Ambiguous command:  \"{request.CommandText.Trim()}\""];
            default:
                var marker = new string(' ', Prompt.Length + request.Match.Marker) + "^";
                string[] invalid = [marker, "ERROR: % Invalid input detected at '^' marker."];

                // At '>' the pager line is refused twice over (facts 3).
                return
                    !privileged
                    && PrivilegedCommands
                        .Match(request.CommandText)
                        .Canonical.StartsWith("terminal pager", StringComparison.Ordinal)
                    ? [.. invalid, "ERROR: Command authorization failed"]
                    : invalid;
        }
    }

    /// <summary>The words are from memory (facts 3); that it asks three times in all is not.</summary>
    private async Task<bool> AskForEnable(CancellationToken ct)
    {
        var came = await AskForEnable(
            Box.EnablePassword,
            echoes: true,
            ["Invalid password"],
            ["Invalid password", "Access denied."],
            ct
        );
        privileged |= came is true;
        return came is not null;
    }

    private Task<bool> Disable()
    {
        privileged = false;
        return Task.FromResult(true);
    }

    private async Task<bool> ChangeTo(string name, CancellationToken ct)
    {
        if (Box.Traits.Contexts.Contains(name))
        {
            context = name;
        }
        else
        {
            await Output.WriteLines([$"ERROR: '{name}' is not valid"], ct);
        }

        return true;
    }

    private IReadOnlyList<string> Banner()
    {
        var last = At.Login.PreviousLogin is { } previous
            ? $"  Last login: {AsaTime.Stamp(previous)} from 127.0.0.1"
            : "";
        if (!Box.Release.TellsOfLogins)
        {
            return [.. Box.Traits.Banner, "Type help or '?' for a list of available commands."];
        }

        return
        [
            .. Box.Traits.Banner,
            $"User {At.Login.User} logged in to {Box.Name}",
            new StringBuilder("Logins over the last 1 days: ")
                .Append(At.Login.LoginsToday)
                .Append('.')
                .Append(last)
                .ToString(),
            "Failed logins since the last login: 0.  ",
            "Type help or '?' for a list of available commands.",
        ];
    }
}
