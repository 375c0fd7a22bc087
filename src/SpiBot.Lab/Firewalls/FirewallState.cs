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
