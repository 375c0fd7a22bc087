using System.Net;

namespace SpiBot.Tunnels;

/// <summary>What one unit answered at one moment about itself. <see cref="TakenAt"/> is our clock, when its first command was sent.</summary>
public sealed record GatewayReading(
    string Gateway,
    DateTimeOffset TakenAt,
    Answer<DeviceClock> Clock,
    Answer<UnitIdentity> Unit,
    Answer<FailoverState> Failover,
    Answer<DropCounters> Drops,
    Answer<InactiveSas> Inactive,
    Answer<SshSessions> Sessions
)
{
    public Answer<CpuUsage> Cpu { get; init; } = Answer.NotAsked<CpuUsage>();

    public Answer<ContextMode> Mode { get; init; } = Answer.NotAsked<ContextMode>();

    /// <summary>As much of a box as a glance takes in; the rest was not asked.</summary>
    public static GatewayReading Glimpse(
        string gateway,
        DateTimeOffset takenAt,
        Answer<CpuUsage> cpu,
        Answer<UnitIdentity> unit,
        Answer<FailoverState> failover,
        Answer<DropCounters> drops
    ) =>
        new(
            gateway,
            takenAt,
            Answer.NotAsked<DeviceClock>(),
            unit,
            failover,
            drops,
            Answer.NotAsked<InactiveSas>(),
            Answer.NotAsked<SshSessions>()
        )
        {
            Cpu = cpu,
        };

    /// <returns>A reading of the tunnel with each of the peers, which holds this box and its SAs with that peer.</returns>
    public IReadOnlyList<TunnelReading> WithTunnels(
        IReadOnlyList<IPAddress> peers,
        IReadOnlyList<Answer<SaListing>> sas
    ) =>
        [
            .. peers.Zip(
                sas,
                (peer, listing) =>
                    new TunnelReading(this, peer, listing, Answer.NotAsked<IkeListing>(), Answer.NotAsked<IkeListing>())
            ),
        ];
}

/// <summary>A box's own clock. <see cref="Utc"/> is set only when the zone is UTC or GMT: other zone names are ambiguous.</summary>
public sealed record DeviceClock(DateTime Local, string Zone, bool Synchronised, DateTimeOffset? Utc);

/// <summary>Which unit answered. Counters of two units, or before and after a reload, have no difference.</summary>
public sealed record UnitIdentity(
    string? Hostname,
    string? Version,
    string? SerialNumber,
    TimeSpan? Uptime,
    string? Model = null
);

/// <summary>What a unit is in its pair. Only one that stands alone or is active forwards packets.</summary>
public enum FailoverRole
{
    /// <summary>There is no other unit, or failover is off.</summary>
    Standalone,

    /// <summary>Forwards packets, and takes changes.</summary>
    Active,

    /// <summary>Holds copies of the SAs, and forwards nothing.</summary>
    Standby,

    /// <summary>Out of the pair for a fault of its own.</summary>
    Failed,

    /// <summary>On its way to another role, or the groups of an active/active pair differ.</summary>
    Unknown,
}

/// <summary><c>show failover</c>: the role of the unit that answered. <see cref="Unit"/> is Primary or Secondary, which is not the role.</summary>
public sealed record FailoverState(FailoverRole Role, string? Unit, string? LastFailover)
{
    /// <summary>The link over which the pair replicates its state, SAs among it, in the box's words: <c>failover GigabitEthernet0/7 (up)</c>, <c>Unconfigured</c>. Null: it names none.</summary>
    public string? StatefulLink { get; init; }
}

/// <summary>Whether a box is divided into contexts: each has its own SAs, drops and captures, and shows only its own.</summary>
public sealed record ContextMode(bool Multiple);

/// <summary>How many SSH sessions the box has, ours included.</summary>
public sealed record SshSessions(int Count);
