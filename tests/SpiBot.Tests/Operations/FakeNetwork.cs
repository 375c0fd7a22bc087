using System.Collections.Concurrent;
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

    /// <summary>The inventory's roles.</summary>
    public IReadOnlyList<Role>? Roles { get; set; }

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
            Sessions = new SessionCount(new("show sessions", _ => throw new NotSupportedException()), TooManyOthers: 4),
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
            Answer.Of(new InactiveSas(box.Inactive, [], [])),
            Answer.Of(new SshSessions(box.Sessions))
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

internal sealed class FakeBox(FakeNetwork network, string name)
{
    /// <summary>The number of its IKE SA, where its platform has such.</summary>
    public long IkeId { get; set; } = 7;

    public int Opened;
    public int Reads;
    public int Closed;

    public Dictionary<IPAddress, (Spi In, Spi Out)> Sas { get; } = [];

    public ConcurrentQueue<string> Typed { get; } = [];

    /// <summary>What was executed on it, from an hour before the test on.</summary>
    public ConcurrentQueue<LoggedEvent> Log { get; } = new([Executed("show nothing", FakeNetwork.Start.AddHours(-1))]);

    /// <summary>Of its log buffer; null: it is off.</summary>
    public int? LogLevel { get; set; } = 5;

    public void Write(string line) => Log.Enqueue(Executed(line, network.Now));

    private static LoggedEvent Executed(string line, DateTimeOffset at) =>
        new(LoggedEvent.CommandExecuted, 5, at.UtcDateTime, IsUtc: true, line, User: "spibot", CommandLine: line);

    public GatewayFailure? Failure { get; set; }

    public Func<CancellationToken, Task>? Gate { get; set; }

    public bool LoseNext { get; set; }

    /// <summary>The looks of watches: when, and at the tunnels with whom.</summary>
    public ConcurrentQueue<(DateTimeOffset At, IReadOnlyList<IPAddress> Peers)> Glances { get; } = [];

    /// <summary>It answers watches with nothing but that.</summary>
    public bool TooBusy { get; set; }

    /// <summary>How many sessions it has, ours included.</summary>
    public int Sessions { get; set; } = 1;

    public FailoverRole Role { get; set; } = FailoverRole.Standalone;

    public string Serial { get; set; } = "SN-" + name;

    public int Inactive { get; set; }

    public string? Refuses { get; set; }

    /// <summary>What a debug prints, once it ends.</summary>
    public string DebugSays { get; set; } = "";

    public TaskCompletionSource DebugEnds { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Why it should not be asked for a trace, or a debug.</summary>
    public string? Busy { get; set; }

    /// <summary>What a trace sees.</summary>
    public List<CapturedPacket> Dropped { get; } = [];

    /// <summary>Names of captures, and peers of debug, on the unit with this serial number.</summary>
    public ConcurrentDictionary<(string Serial, string What), bool> Standing { get; } = [];

    /// <summary>The other unit of the pair, when it can be reached through this one.</summary>
    public string? Mate { get; set; }

    public bool IkeIsUp { get; set; } = true;

    public DateTimeOffset? CountsSince { get; set; }

    /// <summary>Its SAs are in order, and its data path uses none of them.</summary>
    public bool DecryptsNothing { get; set; }

    public DateTimeOffset? HealedAt { get; set; }

    public GatewayFailure Fail(GatewayFailureKind kind, string cameBack) =>
        new(name, kind, $"Logging in to {name}.", cameBack, "Look at it.");

    /// <summary>Ten a second at hq, until it is healed.</summary>
    public long Drops(DateTimeOffset now) =>
        CountsSince is { } since ? 10 * (long)(now - since).TotalSeconds
        : name == "hq-fw1" ? 18_000 + (10 * (long)((HealedAt ?? now) - FakeNetwork.Start).TotalSeconds)
        : 5;

    public IReadOnlyList<ChildSa> Listing(IPAddress peer, DateTimeOffset now)
    {
        if (!Sas.TryGetValue(peer, out var pair))
        {
            return [];
        }

        var since = HealedAt is { } healed ? (long)(now - healed).TotalSeconds * 10 : 0;
        var seconds = (long)(now - FakeNetwork.Start).TotalSeconds;
        var left = 20_000 - (long)(now - (HealedAt ?? FakeNetwork.Start)).TotalSeconds;
        var arrived =
            DecryptsNothing ? 100
            : HealedAt is null ? (name == "hq-fw1" ? 100 : 100 + (seconds * 10))
            : since;
        var (local, remote) = name == "hq-fw1" ? ("10.1.0.0", "10.2.0.0") : ("10.2.0.0", "10.1.0.0");
        return
        [
            new ChildSa(
                peer.ToString(),
                null,
                "outside",
                Selector.Network(IPAddress.Parse(local), 24),
                Selector.Network(IPAddress.Parse(remote), 24),
                "L2L",
                HealedAt is null ? 100 + (seconds * 10) : since,
                arrived,
                [new SecurityAssociation(pair.In, State: "active", RemainingSeconds: left)],
                [new SecurityAssociation(pair.Out, State: "active", RemainingSeconds: left)],
                pair.In,
                pair.Out,
                "IKEv2"
            ),
        ];
    }

    public void Type(string line)
    {
        Typed.Enqueue(line);
        Write(line);
        if (line.Contains("inactive", StringComparison.Ordinal))
        {
            Inactive = 0;
        }
        else if (line.Contains("asp drop", StringComparison.Ordinal))
        {
            CountsSince = network.Now;
        }
        else
        {
            network.Cleared();
        }
    }
}

internal sealed class FakeSession(FakeBox box) : IDebugSession
{
    private string? peerOfDebug;

    public FakeBox Box { get; } = box;

    public GatewayFailure? Lost { get; set; }

    public Task<Answer<T>> Ask<T>(Query<T> query, CancellationToken ct)
        where T : class =>
        query is Query<LoggedEvents>
            ? Task.FromResult(
                (Answer<T>)(object)Answer.Of(new LoggedEvents(Box.LogLevel is not null, Box.LogLevel, [.. Box.Log]))
            )
            : throw new NotSupportedException("the fake platform reads the box's state");

    public Task<ChangeAnswer> Apply(ChangeAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return Task.FromResult(new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null));
        }

        if (Box.Refuses is { } refusal)
        {
            Box.Typed.Enqueue(authorization.Lines[0]);
            return Task.FromResult(new ChangeAnswer(Typed: true, refusal, refusal, Failure: null));
        }

        foreach (var line in authorization.Lines)
        {
            Box.Type(line);
        }

        return Task.FromResult(new ChangeAnswer(Typed: true, "", Refusal: null, Failure: null));
    }

    public Task<ChangeAnswer> Begin(ChangeAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return Task.FromResult(new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null));
        }

        foreach (var line in authorization.Lines)
        {
            Box.Typed.Enqueue(line);
            FakeLeftovers.Obey(Box, line);
        }

        peerOfDebug = authorization.Lines[0].Split(' ')[^1];
        return Task.FromResult(new ChangeAnswer(Typed: true, "", Box.Refuses, Failure: null));
    }

    public async Task<Heard> Listen(TimeSpan time, int mostBytes, CancellationToken ct)
    {
        Assert.NotNull(peerOfDebug);
        await Task.WhenAny(Box.DebugEnds.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct));
        return new Heard(Box.DebugSays, TooMuch: false);
    }

    public Task End(DutyAuthorization authorization, CancellationToken ct)
    {
        Box.Typed.Enqueue($"in its own session: {string.Join("; ", authorization.Lines)}");
        return Task.CompletedTask;
    }

    public async Task<ChangeAnswer> Perform(DutyAuthorization authorization, CancellationToken ct)
    {
        if (!authorization.StillHolds)
        {
            return new ChangeAnswer(Typed: false, "", Refusal: null, Failure: null);
        }

        if (Box.Gate is { } gate)
        {
            await gate(ct);
        }

        foreach (var line in authorization.Lines)
        {
            Box.Typed.Enqueue(line);
            if (Box.Refuses is { } refusal)
            {
                return new ChangeAnswer(Typed: true, refusal, refusal, Failure: null);
            }

            FakeLeftovers.Obey(Box, line);
        }

        return new ChangeAnswer(Typed: true, "", Refusal: null, Failure: null);
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref Box.Closed);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Sees what the box of the session is said to drop, as long as the capture stands.</summary>
internal sealed class FakeTraces : IDropTraces, IDebugs
{
    public IReadOnlyList<string> LinesFor(Leftover.Capture capture, IPAddress ourAddress) =>
        [$"capture {capture.Name} to {ourAddress}"];

    public Task<string?> WhyNot(IGatewaySession session, CancellationToken ct) =>
        Task.FromResult(((FakeSession)session).Box.Busy);

    public Task<Answer<CaptureDump>> Read(
        IGatewaySession session,
        Leftover.Capture capture,
        int most,
        CancellationToken ct
    )
    {
        var box = ((FakeSession)session).Box;
        return Task.FromResult(
            box.Standing.ContainsKey((box.Serial, capture.Name))
                ? Answer.Of(new CaptureDump(box.Dropped.Count, [.. box.Dropped.Take(most)]))
                : Answer.NotRead<CaptureDump>("there is no such capture")
        );
    }
}

/// <summary>Captures by name, as a real box has them: on one unit, and not on the other.</summary>
internal sealed class FakeLeftovers : ILeftovers
{
    public Removal RemovalOf(Leftover what)
    {
        if (what is Leftover.Debug(var peer))
        {
            return new Removal([$"no debug {peer}"], [$"no debug only {peer}"]);
        }

        var name = ((Leftover.Capture)what).Name;
        return new Removal([$"no capture {name}"], [$"no capture {name}"], [$"mate no capture {name}"]);
    }

    public Task<LeftoverReading> Read(IGatewaySession session, Leftover what, string? serial, CancellationToken ct)
    {
        var box = ((FakeSession)session).Box;
        var name = what is Leftover.Debug(var peer) ? peer.ToString() : ((Leftover.Capture)what).Name;
        var unit = serial ?? box.Serial;
        var where =
            unit != box.Serial && unit != box.Mate ? Whereabouts.Unknown
            : !box.Standing.ContainsKey((unit, name)) ? Whereabouts.Gone
            : unit == box.Serial ? Whereabouts.Here
            : Whereabouts.OnMate;
        return Task.FromResult(new LeftoverReading(where, $"{unit} was looked at through {box.Serial}: {where}."));
    }

    public Task<Answer<Leftovers>> Marked(IGatewaySession session, CancellationToken ct)
    {
        var box = ((FakeSession)session).Box;
        return Task.FromResult(
            Answer.Of(
                new Leftovers([
                    .. box
                        .Standing.Keys.Where(standing =>
                            standing.Serial == box.Serial
                            && standing.What.StartsWith(Leftover.Capture.Prefix, StringComparison.Ordinal)
                        )
                        .Select(standing => new Leftover.Capture(standing.What)),
                ])
            )
        );
    }

    public static void Obey(FakeBox box, string line)
    {
        var words = line.Split(' ');
        if (words[0] == "capture")
        {
            box.Standing[(box.Serial, words[1])] = true;
        }
        else if (words is ["debug", _, var debugged])
        {
            box.Standing[(box.Serial, debugged)] = true;
        }
        else if (words is ["no", "debug", .., var ended])
        {
            box.Standing.TryRemove((box.Serial, ended), out _);
        }
        else if (words is ["no", "capture", var here])
        {
            box.Standing.TryRemove((box.Serial, here), out _);
        }
        else if (words is ["mate", "no", "capture", var there])
        {
            box.Standing.TryRemove((box.Mate!, there), out _);
        }
    }
}
