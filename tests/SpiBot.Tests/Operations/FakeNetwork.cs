using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Debugs;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Gateways.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>Two gateways with one tunnel between them, as state; a door that opens sessions to them, and the platform that reads them.</summary>
internal sealed class FakeNetwork : IGatewayDoor, IPlatform
{
    public static readonly IPAddress HqAddress = IPAddress.Parse("198.51.100.1");
    public static readonly IPAddress BerlinAddress = IPAddress.Parse("203.0.113.9");
    public static readonly IPAddress ForeignPeer = IPAddress.Parse("192.0.2.77");

    public static readonly GatewayEntry HqEntry = Entry(
        "hq-fw1",
        HqAddress,
        new Dictionary<string, IPAddress> { ["berlin"] = BerlinAddress, ["acme"] = ForeignPeer }
    ) with
    {
        PeerPlatforms = new Dictionary<IPAddress, string> { [ForeignPeer] = "panos" },
    };

    public static readonly GatewayEntry BerlinEntry = Entry(
        "berlin-fw1",
        BerlinAddress,
        new Dictionary<string, IPAddress> { ["hq"] = HqAddress }
    );

    private readonly TimeProvider clock;

    public FakeNetwork(TimeProvider clock)
    {
        this.clock = clock;
        Hq = new FakeBox(this, "hq-fw1");
        Berlin = new FakeBox(this, "berlin-fw1");
        Reset();
        Hq.Sas[ForeignPeer] = (Spi.From(0x3000_0001), Spi.From(0x4000_0001));
    }

    public DateTimeOffset Now => clock.GetUtcNow();

    public FakeBox Hq { get; }

    public FakeBox Berlin { get; }

    /// <summary>The inventory's leads.</summary>
    public IReadOnlyList<string> Leads { get; set; } = [OperationsHost.Lead.EntraId, OperationsHost.OtherLead.EntraId];

    /// <summary>The inventory's roles.</summary>
    public IReadOnlyList<Role>? Roles { get; set; } =
    [new Role("everybody", [Role.Everybody], [Act.Read, Act.Propose])];

    /// <summary>The inventory's order of asking.</summary>
    public IReadOnlyList<string> AskOrder { get; set; } = [];

    public string Id => "fake";

    public ILeftovers Leftovers { get; } = new FakeLeftovers();

    /// <summary>Whether its boxes keep a log of commands.</summary>
    public bool KeepsLog { get; set; } = true;

    public Query<LoggedEvents>? Executed =>
        KeepsLog ? new Query<LoggedEvents>("show logging", _ => throw new NotSupportedException()) : null;

    public IDropTraces Traces { get; } = new FakeTraces();

    public IDebugs Debugs { get; } = new FakeTraces();

    public SessionDialect Dialect =>
        new("", null, null, null, "exit", [])
        {
            Sessions = new SessionCount(new("show sessions", _ => throw new NotSupportedException()), TooManyOthers: 3),
        };

    public FakeBox Box(string name) => name == "hq-fw1" ? Hq : Berlin;

    public Task<(IGatewaySession? Session, GatewayFailure? Failure)> Open(GatewayEntry gateway, CancellationToken ct)
    {
        var box = Box(gateway.Name);
        Interlocked.Increment(ref box.Opened);
        box.Write("terminal pager 0");
        return Task.FromResult<(IGatewaySession?, GatewayFailure?)>(
            box.Failure is { } failure ? (null, failure) : (new FakeSession(box), null)
        );
    }

    public async Task<GatewayReading> ReadBox(
        IGatewaySession session,
        string gateway,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var box = ((FakeSession)session).Box;
        Interlocked.Increment(ref box.Reads);
        if (box.Gate is { } gate)
        {
            await gate(ct);
        }

        if (box.LoseNext)
        {
            box.LoseNext = false;
            ((FakeSession)session).Lost = box.Fail(GatewayFailureKind.SessionLost, "The connection was reset.");
        }

        return new GatewayReading(
            gateway,
            now,
            Answer.NotRead<DeviceClock>("not asked"),
            Answer.Of(new UnitIdentity(gateway, "9.16(4)", box.Serial, TimeSpan.FromDays(40) + (now - Start))),
            Answer.Of(new FailoverState(box.Role, null, null)),
            Answer.Of(
                new DropCounters(
                    [new DropCount(DropSection.Frame, DropCounters.InvalidSpi, box.Drops(now))],
                    "Never",
                    "Never"
                )
            ),
            Answer.Of(
                new InactiveSas(
                    box.Inactive,
                    [.. box.InactiveSpis.Select(spi => new InactiveSa("inbound", spi, "dead", Reason: null))],
                    []
                )
            ),
            box.Sessions is { } count
                ? Answer.Of(new SshSessions(count))
                : Answer.NoSuchThing<SshSessions>("they are counted at login")
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
        var reading = await ReadBox(session, gateway, now, ct);
        var box = ((FakeSession)session).Box;
        return new TunnelReading(
            reading,
            peer,
            Answer.Of(new SaListing(Complete: true, box.Listing(peer, now))),
            Way is null ? Answer.NotRead<IkeListing>("not asked") : Answer.Of(new IkeListing([])),
            Answer.Of(
                new IkeListing(
                    box.IkeIsUp
                        ? [new IkeSa(2, peer.ToString(), "READY", Up: true, "INITIATOR", Name: "site", Id: box.IkeId)]
                        : []
                )
            )
        );
    }

    public async Task<IReadOnlyList<TunnelReading>> Glance(
        IGatewaySession session,
        string gateway,
        IReadOnlyList<IPAddress> peers,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var box = ((FakeSession)session).Box;
        var read = await ReadBox(session, gateway, now, ct);
        box.Glances.Enqueue((now, [.. peers]));
        return read.WithTunnels(
            peers,
            [
                .. peers.Select(peer =>
                    box.TooBusy
                        ? Answer.NotRead<SaListing>("the box is busy: CPU 93 % for 5 seconds, 90 % for 1 minute")
                        : Answer.Of(new SaListing(Complete: true, box.Listing(peer, now)))
                ),
            ]
        );
    }

    public Task<Answer<DataPath>> ReadDataPath(
        IGatewaySession session,
        TunnelReading seen,
        DateTimeOffset now,
        CancellationToken ct
    ) => Task.FromResult(Answer.Of(new DataPath([])));

    /// <summary>The platform's own way to what is wanted; null: it is done as it is wanted.</summary>
    public Func<Change, TunnelReading?, (Change? Change, string? Refusal)>? Way { get; set; }

    /// <summary>A way of two lines: the IKE SA is ended, and its child begun again.</summary>
    public static (Change?, string?) Anew(Change wanted, TunnelReading? seen) =>
        (
            new Change.Reinitiate(
                wanted.WithPeer!,
                ConnectionName.TryFrom("site")!,
                [seen!.IkeWithPeer[0].Id!.Value],
                [ConnectionName.TryFrom("net")!]
            ),
            null
        );

    public (Change? Change, string? Refusal) WayTo(Change wanted, TunnelReading? seen) =>
        Way?.Invoke(wanted, seen) ?? (wanted, null);

    public IReadOnlyList<string> LinesFor(Change change) =>
        change switch
        {
            Change.Reinitiate anew => [$"terminate {anew.IkeIds[0]}", $"initiate {anew.Children[0]}"],
            Change.Debug debug => [$"debug {debug.Level} {debug.Peer}"],
            Change.ClearPeer clear => [$"clear crypto ipsec sa peer {clear.Peer}"],
            Change.ClearIke clear => [$"clear crypto ikev{clear.Version} sa {clear.Peer}"],
            Change.ClearDrops => [$"clear asp drop frame {DropCounters.InvalidSpi}"],
            _ => ["clear crypto ipsec sa inactive"],
        };

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>After a renegotiation: as at the start again, and hq drops what Berlin sends.</summary>
    public void Break()
    {
        Reset();
        (Hq.HealedAt, Berlin.HealedAt) = (null, null);
    }

    /// <summary>As at the start: hq accepts a new SPI; Berlin still sends with the old one.</summary>
    public void Reset()
    {
        Hq.Sas[BerlinAddress] = (Spi.From(0x1000_0002), Spi.From(0x2000_0001));
        Berlin.Sas[HqAddress] = (Spi.From(0x2000_0001), Spi.From(0x1000_0001));
    }

    /// <summary>What a clear on one box does: both negotiate anew, and from then on packets pass.</summary>
    public void Renegotiate()
    {
        Hq.Sas[BerlinAddress] = (Spi.From(0x1000_0009), Spi.From(0x2000_0009));
        Berlin.Sas[HqAddress] = (Spi.From(0x2000_0009), Spi.From(0x1000_0009));
        var now = clock.GetUtcNow();
        (Hq.HealedAt, Berlin.HealedAt) = (now, now);
    }

    /// <summary>So many clears it takes until both negotiate anew.</summary>
    public int ClearsNeeded { get; set; } = 1;

    public void Cleared()
    {
        if (--ClearsNeeded <= 0)
        {
            Renegotiate();
        }
    }

    public bool Healthy => Berlin.Sas[HqAddress].Out == Hq.Sas[BerlinAddress].In;

    private static GatewayEntry Entry(string name, IPAddress vpn, IReadOnlyDictionary<string, IPAddress> peers) =>
        new(name, "192.0.2.10", 22, "fake", "spibot", name, ["SHA256:x"], [vpn], peers);
}
