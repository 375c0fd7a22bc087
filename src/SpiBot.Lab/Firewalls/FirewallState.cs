namespace SpiBot.Lab.Firewalls;

/// <summary>What a box knows at the moment: peers and SAs, drop counters, inactive SAs. Guarded by its <see cref="Simulation"/>.</summary>
/// <param name="isWatched">Somebody can log in to it. Of the others, of which there may be hundreds, no counters and no log are kept.</param>
public sealed class FirewallState(Firewall box, DateTimeOffset bootedAt, bool isWatched)
{
    private static readonly TimeSpan BetweenTelling = TimeSpan.FromSeconds(5);
    private readonly Dictionary<int, DateTimeOffset> told = [];

    public Firewall Box { get; } = box;

    public bool IsWatched { get; } = isWatched;

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

    /// <summary>The unit that answers is the standby: it shows copies of the SAs, forwards nothing, and its counters stand still.</summary>
    public bool AnswersAsStandby { get; set; }

    public bool Standby => AnswersAsStandby || Box.Traits.Standby;

    /// <summary>CSCtq57752: an SA whose kilobytes are used up is not replaced, and sends nothing any more.</summary>
    public bool KilobytesStick { get; set; }

    /// <summary>The part of the packets that its crypto engine gives up.</summary>
    public double EngineFailsShare { get; set; }

    /// <summary>What the data path still has in place of an SPI that the box lists: by the listed one, the one of its context.</summary>
    public Dictionary<uint, uint> StaleContexts { get; } = [];

    public void Write(DateTimeOffset at, int severity, int id, string text)
    {
        if (IsWatched)
        {
            Log.Add(new SyslogMessage(at, severity, id, text), Box.Traits.LogLevel);
        }
    }

    /// <summary>A message that tells of one packet, whatever their number; not again for <see cref="BetweenTelling"/>.</summary>
    public void WriteOnce(DateTimeOffset at, long packets, int id, string text)
    {
        if (packets > 0 && !(told.TryGetValue(id, out var last) && at - last < BetweenTelling))
        {
            told[id] = at;
            Write(at, 4, id, text);
        }
    }

    public void ClearInactive()
    {
        if (!Box.Traits.KeepsInactiveSas)
        {
            Inactive.Clear();
        }
    }
}
