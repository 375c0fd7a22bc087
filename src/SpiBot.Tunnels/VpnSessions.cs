namespace SpiBot.Tunnels;

/// <summary><c>show vpn-sessiondb detail l2l</c>: how old a session is and what is left until its rekeys. It knows no SPIs.</summary>
public sealed record VpnSessions(IReadOnlyList<VpnSession> Sessions);

/// <summary>
/// One site-to-site session. <see cref="Address"/> is as printed: a name where the box resolves names. Volumes are bytes. <see cref="IkeRekeyLeft"/> is
/// what is left until IKE rekeys.
/// </summary>
public sealed record VpnSession(
    string? Connection,
    string? Address,
    string? Protocol,
    TimeSpan? Duration,
    long? Sent,
    long? Received,
    RekeyTimer? IkeRekeyLeft,
    IReadOnlyList<VpnSessionPair> Pairs
);

/// <summary>A rekey by time: every so many seconds, and how many are left.</summary>
public sealed record RekeyTimer(long? EverySeconds, long? SecondsLeft);

/// <summary>One pair of selectors of a session. Volumes in kilobytes of 1024 (<see cref="Kilobytes"/>, <see cref="KilobytesLeft"/>) where the box rekeys by volume.</summary>
public sealed record VpnSessionPair(
    Selector? Local,
    Selector? Remote,
    RekeyTimer? Rekey,
    long? Kilobytes,
    long? KilobytesLeft,
    long? IdleMinutes,
    long? IdleMinutesLeft
)
{
    /// <summary>As <see cref="ChildSa.NamedLocal"/>: the network as printed, where a name stands in the place of its address.</summary>
    public string? NamedLocal { get; init; }

    /// <summary>As <see cref="NamedLocal"/>, of the other side.</summary>
    public string? NamedRemote { get; init; }
}
