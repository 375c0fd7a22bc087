using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoFtd;

/// <summary>
/// Cisco Firepower Threat Defense: the data plane is an ASA's, the shell around it is not. It lands at a bare <c>&gt;</c>, where there is nothing to enable and
/// the <c>show</c>s print as an ASA's do. Clears have a form of their own there; a box that does not know it takes the ASA's in the
/// diagnostic CLI. <c>expert</c>, its Linux shell, is never used.
/// </summary>
public sealed class CiscoFtdPlatform : IPlatform
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

    private readonly AsaReading reading = new(ShowVersion.Query, sessions: null, mode: null);
    private readonly CiscoAsaPlatform asa = new();

    public string Id => "cisco_ftd";

    public Query<LoggedEvents>? Executed => asa.Executed;

    /// <summary>
    /// The pager cannot be turned off at <c>&gt;</c>: pages are turned as they come, and a page takes any key, so that no line may be typed ahead.
    /// </summary>
    public SessionDialect Dialect { get; } =
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

    public Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    ) => reading.Box(session, gateway, now, ct);

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public async Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await reading.Tunnel(session, gateway, peer, now, ct) with
        {
            Trace = Answer.NoSuchThing<DropTrace>("SpiBot sets no captures on an FTD"),
        };

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    ) => reading.Glance(session, gateway, peers, now, ct);

    public Task<Answer<DataPath>> ReadDataPath(
        IGatewaySession session,
        TunnelReading seen,
        DateTimeOffset now,
        CancellationToken ct
    ) => reading.DataPath(session, seen, now, ct);

    /// <exception cref="ArgumentException">Not the address of one peer: what would hit every tunnel is never made.</exception>
    public IReadOnlyList<string> LinesFor(Change change) =>
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
            Change.ClearDrops => asa.LinesFor(change),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change on an FTD"),
        };

    /// <summary>The ASA's line for the same, in the diagnostic CLI.</summary>
    public LinesInside? IfRefused(Change change) => new(DiagnosticCli.Enter, asa.LinesFor(change));
}
