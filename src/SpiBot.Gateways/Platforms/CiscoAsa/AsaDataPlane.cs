using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Ssh;
using SpiBot.Gateways.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>A box with an ASA's data plane: an ASA, or an FTD, whose <c>show</c>s print the same. What is asked of it, in which order, and what it captures.</summary>
public abstract class AsaDataPlane : IPlatform
{
    /// <summary>Two contexts for each child SA, some 400 bytes each: a longer listing is nothing for a box that is in use.</summary>
    private const int MostChildSas = 500;

    private const int MostNamesOfPeer = 2;

    private readonly BoxLoad boxLoad = new(ShowCpuUsage.Query);
    private readonly Query<UnitIdentity> version;
    private readonly Query<SshSessions>? sessions;
    private readonly Query<ContextMode>? mode;

    /// <param name="version">How the unit says who it is.</param>
    /// <param name="sessions">How its SSH sessions are counted; null where they are not.</param>
    /// <param name="mode">How it says whether it has contexts; null where there are none.</param>
    private protected AsaDataPlane(
        Query<UnitIdentity> version,
        Query<SshSessions>? sessions,
        Query<ContextMode>? mode
    ) => (this.version, this.sessions, this.mode) = (version, sessions, mode);

    public abstract string Id { get; }

    public abstract SessionDialect Dialect { get; }

    public Query<LoggedEvents> Executed => ShowLogging.Executed;

    public IDropTraces Traces { get; } = new AsaTraces();

    public abstract IReadOnlyList<string> LinesFor(Change change);

    public Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    ) => ReadBox(session, boxLoad.Of(session, now), gateway, now, ct);

    private async Task<GatewayReading> ReadBox(
        IGatewaySession session,
        BoxLoad.Look load,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        // All are asked before the first is awaited: the session may send them together.
        var cpu = load.Ask(ct);
        var clock = session.Ask(ShowClock.Query, ct);
        var unit = session.Ask(version, ct);
        var failover = session.Ask(ShowFailover.Query, ct);
        var drops = session.Ask(ShowAspDrop.Query, ct);
        var inactive = load.AskUnlessBusy(ShowCryptoIpsecSaInactive.Query, ct);
        var counted = AskIfThere(session, sessions, ct);
        var contexts = AskIfThere(session, mode, ct);
        await Task.WhenAll(cpu, clock, unit, failover, drops, inactive, counted, contexts);
        return new GatewayReading(
            gateway,
            now,
            await clock,
            await unit,
            await failover,
            await drops,
            await inactive,
            await counted
        )
        {
            Cpu = await cpu,
            Mode = await contexts,
        };
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
        var box = ReadBox(session, load, gateway, now, ct);
        var sas = session.Ask(query, ct);
        // Of all peers, as the listing of inactive SAs is.
        var ikev1 = load.AskUnlessBusy(ShowCryptoIkev1Sa.Peer(peer), ct);
        var ikev2 = load.AskUnlessBusy(ShowCryptoIkev2Sa.Peer(peer), ct);
        var log = load.AskUnlessBusy(ShowLogging.Tunnels, ct);
        var negotiations = load.AskUnlessBusy(ShowLogging.Peer(peer), ct);
        var vpnSessions = load.AskUnlessBusy(ShowVpnSessiondb.Peer(peer), ct);
        var maps = load.AskUnlessBusy(ShowCryptoMap.Peer(peer), ct);
        var group = load.AskUnlessBusy(ShowTunnelGroup.Peer(peer), ct);
        await Task.WhenAll(box, sas, ikev1, ikev2, log, negotiations, vpnSessions, maps, group);
        var reading = new TunnelReading(await box, peer, await sas, await ikev1, await ikev2)
        {
            Log = ShowLogging.Together(await log, await negotiations),
            Sessions = await vpnSessions,
            CryptoMaps = await maps,
            TunnelGroup = await group,
        };
        return PrintedNames.AreIn(reading) ? await WithAddresses(session, load, reading, ct) : reading;
    }

    /// <summary>The box prints names: those of this tunnel are looked up, and what its log says of the peer under its names is asked for, too.</summary>
    private static async Task<TunnelReading> WithAddresses(
        IGatewaySession session,
        BoxLoad.Look load,
        TunnelReading reading,
        CancellationToken ct
    )
    {
        var names = await Names(session, reading, ct);
        var logged = await Task.WhenAll(
            (names.Value?.Of(reading.Peer) ?? [])
                .Take(MostNamesOfPeer)
                .Select(name => load.AskUnlessBusy(ShowLogging.Named(name), ct))
        );
        return PrintedNames.Replaced(reading with { Log = logged.Aggregate(reading.Log, ShowLogging.Together) }, names);
    }

    private static async Task<Answer<HostNames>> Names(
        IGatewaySession session,
        TunnelReading reading,
        CancellationToken ct
    )
    {
        var asked = ShowName.Of(reading.Peer, PrintedNames.ToLookUp(reading)).Select(query => session.Ask(query, ct));
        var answers = await Task.WhenAll(asked);
        return answers.FirstOrDefault(answer => !answer.WasRead)
            ?? Answer.Of(new HostNames([.. answers.SelectMany(answer => answer.Value!.All)]));
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
        var counted = AskIfThere(session, sessions, ct);
        var unit = load.AskUnlessBusy(version, ct);
        var failover = load.AskUnlessBusy(ShowFailover.Query, ct);
        var drops = load.AskUnlessBusy(ShowAspDrop.Query, ct);
        var sas = peers.Select(peer => load.AskUnlessBusy(ShowCryptoIpsecSa.Peer(peer), ct)).ToList();
        await Task.WhenAll([cpu, counted, unit, failover, drops, .. sas]);
        var box = GatewayReading.Glimpse(gateway, now, await cpu, await unit, await failover, await drops) with
        {
            Sessions = await counted,
        };
        return box.WithTunnels(peers, await Task.WhenAll(sas));
    }

    /// <summary>The contexts of the tunnel in <paramref name="seen"/>. There is only the listing of all peers, so not on a box that is busy, or holds many.</summary>
    public async Task<Answer<DataPath>> ReadDataPath(
        IGatewaySession session,
        TunnelReading seen,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (seen.Ikev1.Value is not { } ikev1 || seen.Ikev2.Value is not { } ikev2)
        {
            return Answer.NotRead<DataPath>(
                $"how many SAs the box holds could not be read: {seen.Ikev1.NotRead ?? seen.Ikev2.NotRead}"
            );
        }

        if (ikev1.PairCount + ikev2.PairCount > MostChildSas)
        {
            return Answer.NotRead<DataPath>(
                $"the box holds more than {MostChildSas} SAs, and this listing is of all of them: `{ShowVpnContext.Command}` by hand, at a quiet time"
            );
        }

        var load = boxLoad.Of(session, now);
        var cpu = load.Ask(ct);
        var contexts = load.AskUnlessBusy(ShowVpnContext.Query, ct);
        await Task.WhenAll(cpu, contexts);
        return (await contexts).To(all => all.OfTunnel(seen));
    }

    private static Task<Answer<T>> AskIfThere<T>(IGatewaySession session, Query<T>? query, CancellationToken ct)
        where T : class => query is null ? Task.FromResult(Answer.NotAsked<T>()) : session.Ask(query, ct);
}
