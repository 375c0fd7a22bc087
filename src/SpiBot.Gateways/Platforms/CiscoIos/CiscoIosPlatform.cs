using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>Cisco IOS and IOS-XE routers.</summary>
public sealed class CiscoIosPlatform : IPlatform
{
    private readonly BoxLoad boxLoad = new(ShowProcessesCpu.Query);

    public string Id => "cisco_ios";

    public string InsteadOfDebug => "`show crypto session detail` and its log tell most.";

    public string InsteadOfTrace =>
        $"Its log names sender and SPI of such packets ({ShowLogging.Mnemonic}), at most once a minute.";

    /// <summary><c>terminal length 0</c> holds for the session. A router numbers its sessions by its configuration (5 or 16 vty lines): they are not counted.</summary>
    public SessionDialect Dialect { get; } =
        new(
            PromptFallback: @"^[\w./:+-]{1,80}(\([^)]*\))?[>#] ?$",
            PagerOff: "terminal length 0",
            PagerMark: "--More--",
            Enable: "enable",
            Exit: "exit",
            [
                "% Invalid input",
                "% Incomplete command",
                "% Ambiguous command",
                "% Unknown command",
                "% Bad IP address",
                "% Authorization failed",
                "Command authorization failed",
            ]
        )
        {
            Harmless = ShowClock.Command,
            HostKeyShownBy = "`show ip ssh` on its console",
            NewerAlgorithmsBy =
                "On a router: `ip ssh server algorithm kex`, `… encryption`, `… mac` and `… hostkey` say what it offers; old images know nothing newer.",
            WhenFull =
                "A router does so when all its vty lines are taken: `show users` lists them, `clear line vty N` ends one.",
        };

    public async Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        // All are asked before the first is awaited: the session may send them together.
        var clock = session.Ask(ShowClock.Query, ct);
        var unit = session.Ask(ShowVersion.Query, ct);
        var redundancy = session.Ask(ShowRedundancyStates.Query, ct);
        var drops = session.Ask(ShowIpsecDrops.Query, ct);
        await Task.WhenAll(clock, unit, redundancy, drops);
        return new GatewayReading(
            gateway,
            now,
            await clock,
            await unit,
            await redundancy,
            await drops,
            Answer.NoSuchThing<InactiveSas>("IOS lists no inactive SAs"),
            Answer.NotAsked<SshSessions>()
        );
    }

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public async Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var query = ShowCryptoIpsecSa.Peer(peer);
        var load = boxLoad.Of(session, now);
        var cpu = load.Ask(ct);
        var box = ReadBox(session, gateway, now, ct);
        var sas = session.Ask(query, ct);
        // Of all peers.
        var ikev1 = load.AskUnlessBusy(ShowCryptoIsakmpSa.Query, ct);
        var ikev2 = session.Ask(ShowCryptoIkev2.Peer(peer), ct);
        var log = load.AskUnlessBusy(ShowLogging.InvalidSpis, ct);
        var sessions = load.AskUnlessBusy(ShowCryptoSession.Peer(peer), ct);
        var children = load.AskUnlessBusy(ShowCryptoIkev2.Children(peer), ct);
        await Task.WhenAll(cpu, box, sas, ikev1, ikev2, log, sessions, children);
        return new TunnelReading(
            await box with
            {
                Cpu = await cpu,
            },
            peer,
            await sas,
            (await ikev1).To(all => all.With(peer)),
            await ikev2
        )
        {
            Log = await log,
            Sessions = await sessions,
            IkeChildren = await children,
            Trace = Answer.NoSuchThing<DropTrace>("SpiBot sets no captures on routers"),
        };
    }

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public async Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var load = boxLoad.Of(session, now);
        var cpu = load.Ask(ct);
        var unit = load.AskUnlessBusy(ShowVersion.Query, ct);
        var redundancy = load.AskUnlessBusy(ShowRedundancyStates.Query, ct);
        var drops = load.AskUnlessBusy(ShowIpsecDrops.Query, ct);
        var sas = peers.Select(peer => load.AskUnlessBusy(ShowCryptoIpsecSa.Peer(peer), ct)).ToList();
        await Task.WhenAll([cpu, unit, redundancy, drops, .. sas]);
        return GatewayReading
            .Glimpse(gateway, now, await cpu, await unit, await redundancy, await drops)
            .WithTunnels(peers, await Task.WhenAll(sas));
    }

    public (Change? Change, string? Refusal) WayTo(Change wanted, TunnelReading? seen) =>
        wanted switch
        {
            Change.ClearPeer or Change.ClearIke => (wanted, null),
            Change.ClearInactive => (null, "IOS lists no inactive SAs: there is nothing to clear."),
            Change.ClearDrops => (null, "SpiBot clears no counters of the data path of a router."),
            _ => (null, "A router is not changed that way."),
        };

    /// <exception cref="ArgumentException">Not the address of one peer, or a change that a router has not: what would hit every tunnel is never made.</exception>
    public IReadOnlyList<string> LinesFor(Change change) =>
        change switch
        {
            Change.ClearPeer(var peer) => [$"clear crypto sa peer {AsaAddress.Of(peer)}"],
            // IKEv1's own command takes a connection number, or everything.
            Change.ClearIke(var peer, 1) => [$"clear crypto session remote {AsaAddress.Of(peer)}"],
            Change.ClearIke(var peer, 2) => [$"clear crypto ikev2 sa remote {AsaAddress.Of(peer)}"],
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, "no such change on a router"),
        };
}
