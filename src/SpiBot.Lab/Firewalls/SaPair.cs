namespace SpiBot.Lab.Firewalls;

/// <summary>
/// One child SA as one end holds it: the SPI it accepts (its own choice) and the SPI it sends with (the other end's choice).
/// </summary>
public sealed class SaPair(uint inboundSpi, uint outboundSpi, IkeSa ike, int connectionId, DateTimeOffset installedAt)
{
    /// <summary>What an ASA shows of its default 4,608,000 kB for a fresh SA.</summary>
    public const long LifetimeKilobytes = 4_374_000;

    private const int BytesPerPacket = 420;

    public static TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(28_800);

    public uint InboundSpi { get; } = inboundSpi;

    public uint OutboundSpi { get; } = outboundSpi;

    /// <summary>The IKE SA that negotiated it; it goes when that goes.</summary>
    public IkeSa Ike { get; } = ike;

    public int ConnectionId { get; } = connectionId;

    public DateTimeOffset InstalledAt { get; } = installedAt;

    /// <summary>A newer pair has taken over; what still arrives with the old SPI is accepted until this one is removed.</summary>
    public bool IsRekeyed { get; set; }

    public long PacketsIn { get; set; }

    public long PacketsOut { get; set; }

    public int SecondsLeft(DateTimeOffset now) => Math.Max(0, (int)(Lifetime - (now - InstalledAt)).TotalSeconds);

    public long KilobytesLeft => Math.Max(0, LifetimeKilobytes - ((PacketsIn + PacketsOut) * BytesPerPacket / 1024));
}
