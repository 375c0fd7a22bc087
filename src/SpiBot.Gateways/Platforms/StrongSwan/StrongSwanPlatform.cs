using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>strongSwan on Linux, asked by <c>swanctl</c> in a shell over OpenSSH.</summary>
public sealed class StrongSwanPlatform : IPlatform
{
    private const string Model = "strongSwan";

    private readonly Swanctl swanctl;

    public StrongSwanPlatform()
        : this(new Swanctl(Sudo: false, Uri: null)) { }

    private StrongSwanPlatform(Swanctl swanctl) => this.swanctl = swanctl;

    public string Id => "strongswan";

    public string InsteadOfDebug => "`swanctl --log` shows what charon says while it says it.";

    public string InsteadOfTrace =>
        "`tcpdump -ni any esp or udp port 4500` shows sender and SPI; /proc/net/xfrm_stat counts what the kernel drops.";

    /// <summary>
    /// No line is typed ahead: what is typed while a command runs is echoed twice, by the terminal and by the shell. The fallback takes the usual prompts of bash,
    /// dash, ash and zsh.
    /// </summary>
    public SessionDialect Dialect { get; } =
        new(
            PromptFallback: @"^(\([\w.-]{1,40}\) ?)?\[?[\w.@:~/+ -]{0,100}\]? ?[$#%] ?$",
            PagerOff: null,
            PagerMark: null,
            Enable: null,
            Exit: "exit",
            LinuxRefusals.All
        )
        {
            Notices = LinuxRefusals.Harmless,
            HostKeyShownBy = "`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` there",
            NewerAlgorithmsBy =
                "On Linux: KexAlgorithms, Ciphers, MACs and HostKeyAlgorithms in sshd_config (`sshd -T` shows what holds).",
            WhenFull =
                "sshd does so when too many log in at once (MaxStartups), or when a firewall or PerSourcePenalties keeps this machine out: `journalctl -u ssh` says which.",
        };

    public IPlatform For(GatewayEntry gateway) => new StrongSwanPlatform(new Swanctl(gateway.Sudo, gateway.ViciUri));

    public async Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var clock = session.Ask(LinuxClock.Query, ct);
        var name = session.Ask(LinuxName.Query, ct);
        var version = session.Ask(swanctl.Version, ct);
        var stats = session.Ask(swanctl.Stats, ct);
        var drops = session.Ask(XfrmStat.Query, ct);
        await Task.WhenAll(clock, name, version, stats, drops);
        var daemon = await stats;
        return new GatewayReading(
            gateway,
            now,
            await clock,
            Unit(await name, await version, daemon),
            Role(daemon),
            Drops(await drops, daemon),
            Answer.NoSuchThing<InactiveSas>("strongSwan keeps no inactive SAs"),
            Answer.NotAsked<SshSessions>()
        );
    }

    public async Task<TunnelReading> ReadTunnel(
        IGatewaySession session,
        string gateway,
        IPAddress peer,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var box = ReadBox(session, gateway, now, ct);
        var listed = session.Ask(swanctl.Sas, ct);
        await Task.WhenAll(box, listed);
        var sas = await listed;
        return new TunnelReading(
            await box,
            peer,
            With(sas, peer),
            sas.To(all => Ike(all, version: 1)),
            sas.To(all => Ike(all, version: 2))
        )
        {
            Log = Answer.NoSuchThing<LoggedEvents>("Linux writes no message about an SPI that it does not know"),
            Trace = Answer.NoSuchThing<DropTrace>("SpiBot sets no captures on Linux"),
        };
    }

    public async Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var stats = session.Ask(swanctl.Stats, ct);
        var drops = session.Ask(XfrmStat.Query, ct);
        var listed = session.Ask(swanctl.Sas, ct);
        await Task.WhenAll(stats, drops, listed);
        var (daemon, sas) = (await stats, await listed);
        return GatewayReading
            .Glimpse(
                gateway,
                now,
                Answer.NotAsked<CpuUsage>(),
                daemon.To(running => new UnitIdentity(null, null, SerialNumber: null, running.Uptime, Model)),
                Role(daemon),
                Drops(await drops, daemon)
            )
            .WithTunnels(peers, [.. peers.Select(peer => With(sas, peer))]);
    }

    public (Change? Change, string? Refusal) WayTo(Change wanted, TunnelReading? seen) =>
        wanted switch
        {
            Change.ClearPeer or Change.ClearIke when seen is not null => Reinitiation.Of(seen),
            Change.Reinitiate => (wanted, null),
            Change.ClearInactive => (null, "strongSwan keeps no inactive SAs: there is nothing to clear."),
            Change.ClearDrops => (null, "The counters of /proc/net/xfrm_stat cannot be cleared."),
            _ => (null, "The tunnel was not read, and strongSwan's SAs are named by what was read."),
        };

    /// <exception cref="ArgumentException">Another change than those that <see cref="WayTo"/> gives.</exception>
    public IReadOnlyList<string> LinesFor(Change change) =>
        change is Change.Reinitiate { IkeIds.Count: > 0, Children.Count: > 0 } reinitiate
            ? swanctl.Lines(reinitiate)
            : throw new ArgumentOutOfRangeException(nameof(change), change, "no such change on strongSwan");

    /// <summary>What counts is how long charon has run: its SAs are gone when it is started again, however long the host is up.</summary>
    private static Answer<UnitIdentity> Unit(Answer<string> name, Answer<string> version, Answer<DaemonStats> daemon) =>
        name.Value is null && version.Value is null && daemon.Value is null
            ? Answer.NotRead<UnitIdentity>(daemon.NotRead!)
            : Answer.Of(new UnitIdentity(name.Value, version.Value, SerialNumber: null, daemon.Value?.Uptime, Model));

    private static Answer<FailoverState> Role(Answer<DaemonStats> daemon) =>
        daemon.Value is { HighAvailability: true }
            ? Answer.NotRead<FailoverState>("the plugin ha is loaded, and which node forwards is not known")
            : daemon.To(_ => new FailoverState(FailoverRole.Standalone, Unit: null, LastFailover: null));

    private static Answer<DropCounters> Drops(Answer<DropCounters> read, Answer<DaemonStats> daemon) =>
        daemon.Value is { EspInUserland: true }
            ? Answer.NotRead<DropCounters>("kernel-libipsec does the ESP here, and counts no drops")
            : read;

    private static Answer<SaListing> With(Answer<StrongSwanSas> sas, IPAddress peer) =>
        sas.To(all => new SaListing(all.Complete, [.. all.Tunnels.Where(sa => peer.Equals(sa.PeerAddress))]));

    private static IkeListing Ike(StrongSwanSas all, int version) =>
        new([.. all.Ike.Where(sa => sa.Version == version)], all.Complete);
}
