using System.Collections.Concurrent;
using System.Net;
using SpiBot.Gateways;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>One box of the <see cref="FakeNetwork"/>: what stands on it, what was typed on it, and how it misbehaves.</summary>
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

    public void Write(string line) => Write(line, network.Now);

    public void Write(string line, DateTimeOffset at) => Log.Enqueue(Executed(line, at));

    private static LoggedEvent Executed(string line, DateTimeOffset at) =>
        new(LoggedEvent.CommandExecuted, 5, at.UtcDateTime, IsUtc: true, line, User: "spibot", CommandLine: line);

    public GatewayFailure? Failure { get; set; }

    public Func<CancellationToken, Task>? Gate { get; set; }

    public bool LoseNext { get; set; }

    /// <summary>The looks of watches: when, and at the tunnels with whom.</summary>
    public ConcurrentQueue<(DateTimeOffset At, IReadOnlyList<IPAddress> Peers)> Glances { get; } = [];

    /// <summary>It answers watches with nothing but that.</summary>
    public bool TooBusy { get; set; }

    /// <summary>How many sessions it has, ours included; null: they are counted only at login.</summary>
    public int? Sessions { get; set; } = 1;

    public FailoverRole Role { get; set; } = FailoverRole.Standalone;

    public string Serial { get; set; } = "SN-" + name;

    public int Inactive { get; set; }

    /// <summary>Those of them that it lists with their SPIs.</summary>
    public List<Spi> InactiveSpis { get; } = [];

    public string? Refuses { get; set; }

    /// <summary>It refuses one of the lines of a debug, and takes the others.</summary>
    public string? RefusesInPart { get; set; }

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
