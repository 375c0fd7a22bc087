namespace SpiBot.Lab.Firewalls;

/// <summary>What a box knows at the moment: peers and SAs, drop counters, inactive SAs. Guarded by its <see cref="Simulation"/>.</summary>
public sealed class FirewallState(Firewall box, DateTimeOffset bootedAt)
{
    public Firewall Box { get; } = box;

    public DateTimeOffset BootedAt { get; set; } = bootedAt;

    public DropCounters Drops { get; set; } = new();

    public SyslogBuffer Log { get; set; } = new();

    public List<VpnPeer> Peers { get; } = [];

    public List<InactiveSa> Inactive { get; } = [];

    public List<RemoteUser> RemoteUsers { get; } = [];

    /// <summary>When this unit became the active one of its pair; null: when it booted.</summary>
    public DateTimeOffset? LastFailover { get; set; }

    /// <summary>The captures of the unit that answers.</summary>
    public List<Capture> Captures => CapturesOf(Box.Traits.MateAnswers);

    /// <summary>The captures of the other unit of the pair.</summary>
    public List<Capture> CapturesOfMate => CapturesOf(!Box.Traits.MateAnswers);

    public CryptoDebug Debug { get; } = new();

    private readonly List<Capture>[] captures =
    [
        [],
        [],
    ];

    private List<Capture> CapturesOf(bool mate) => captures[mate ? 1 : 0];

    /// <summary>Counts packets that the data path drops, and shows them to those who watch.</summary>
    public void DropInvalidSpi(DroppedPackets packets)
    {
        Drops.Add(DropSection.Frame, DropReason.InvalidSpi, packets.Count);
        foreach (var capture in Captures)
        {
            capture.Take(DropReason.InvalidSpi, packets);
        }
    }

    public void Write(DateTimeOffset at, int severity, int id, string text) =>
        Log.Add(new SyslogMessage(at, severity, id, text), Box.Traits.LogLevel);

    public void ClearInactive()
    {
        if (!Box.Traits.KeepsInactiveSas)
        {
            Inactive.Clear();
        }
    }
}
