using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms.CiscoAsa;

namespace SpiBot.Gateways.Platforms.CiscoFtd;

/// <summary>
/// Cisco Firepower Threat Defense: the data plane is an ASA's, the shell around it is not. It lands at a bare <c>&gt;</c>, where there is nothing to enable and
/// the <c>show</c>s print as an ASA's do, and captures are set as on one. Clears have a form of their own there; a box that does not know a line takes the ASA's in the
/// diagnostic CLI, where debug is, too. <c>expert</c>, its Linux shell, is never used.
/// </summary>
public sealed class CiscoFtdPlatform() : AsaDataPlane(ShowVersion.Query, sessions: null, mode: null), IPlatform
{
    /// <summary>How the shell at <c>&gt;</c> says that it does not know a line.</summary>
    private const string SyntaxError = "Syntax error:";

    private static readonly InnerCommandLine DiagnosticCli = new(
        Enter: "system support diagnostic-cli",
        Enable: "enable",
        PagerOff: "terminal pager 0",
        // Ctrl-U, and Ctrl-A followed by d.
        ClearLine: "\u0015",
        Leave: "\u0001d",
        NotKnown:
        [
            SyntaxError,
            "ERROR: % Invalid input",
            "ERROR: % Incomplete command",
            "ERROR: % Ambiguous command",
            "% Invalid input",
            "% Incomplete command",
            "% Ambiguous command",
            "ERROR: Command authorization failed",
            "Command authorization failed",
        ]
    );

    private readonly CiscoAsaPlatform asa = new();

    public override string Id => "cisco_ftd";

    /// <summary>Each unit of a pair has a management address of its own: what was set on one is taken away there.</summary>
    public ILeftovers Leftovers { get; } = new AsaLeftovers(DiagnosticCli.Enter, reachesMate: false);

    public IDebugs Debugs { get; } = new AsaDebugs(counted: null);

    /// <summary>
    /// The pager cannot be turned off at <c>&gt;</c>: pages are turned as they come, and a page takes any key, so that no line may be typed ahead.
    /// </summary>
    public override SessionDialect Dialect { get; } =
        new(
            PromptFallback: @"^([\w./:+-]{1,80}(\([^)]*\))?)?[>#] ?$",
            PagerOff: null,
            PagerMark: "<--- More --->",
            Enable: null,
            Exit: "exit",
            [SyntaxError, .. AsaAnswer.Refusals]
        )
        {
            WhenFull =
                "An FTD does so when it has no session left, or when its SSH access list does not allow this machine: `show ssh-access-list` shows that list.",
            Inner = DiagnosticCli,
        };

    /// <exception cref="ArgumentException">Not the address of one peer: what would hit every tunnel is never made.</exception>
    public override IReadOnlyList<string> LinesFor(Change change) =>
        change switch
        {
            Change.ClearInactive => ["clear ipsec sa inactive"],
            Change.ClearPeer(var peer) => [$"clear ipsec sa peer {AsaAddress.Of(peer)}"],
            Change.ClearEntry(_, var destination, var spi) =>
            [
                $"clear ipsec sa entry {AsaAddress.Of(destination)} esp {spi}",
            ],
            Change.ClearIke(var peer, 1) => [$"clear ikev1 sa {AsaAddress.Of(peer)}"],
            Change.ClearIke(var peer, 2) => [$"clear ikev2 sa {AsaAddress.Of(peer)}"],
            Change.ClearDrops or Change.Debug => asa.LinesFor(change),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change on an FTD"),
        };

    /// <summary>The ASA's line for the same, in the diagnostic CLI. Debug is switched on only there: what it prints comes into the command line it was switched on in.</summary>
    public LinesInside? IfRefused(Change change) => new(DiagnosticCli.Enter, asa.LinesFor(change));
}
