namespace SpiBot.Lab.Firewalls;

/// <summary>
/// One child SA as one end holds it: the SPI it accepts (its own choice) and the SPI it sends with (the other end's choice). Its lifetimes are this end's own: the
/// other may go by others. <paramref name="kilobytes"/> is null where this end counts none.
/// </summary>
public sealed class SaPair(
    uint inboundSpi,
    uint outboundSpi,
    IkeSa ike,
    int connectionId,
    DateTimeOffset installedAt,
    TimeSpan lifetime,
    long? kilobytes
)
{
    private const int BytesPerPacket = 420;

    public uint InboundSpi { get; } = inboundSpi;

    public uint OutboundSpi { get; } = outboundSpi;

    /// <summary>The IKE SA that negotiated it; it goes when that goes.</summary>
    public IkeSa Ike { get; } = ike;

    public int ConnectionId { get; } = connectionId;

    public DateTimeOffset InstalledAt { get; } = installedAt;

    public TimeSpan Lifetime { get; } = lifetime;

    /// <summary>A newer pair has taken over; what still arrives with the old SPI is accepted until this one is removed.</summary>
    public bool IsRekeyed { get; set; }

    public long PacketsIn { get; set; }

    public long PacketsOut { get; set; }

    public int SecondsLeft(DateTimeOffset now) => Math.Max(0, (int)(Lifetime - (now - InstalledAt)).TotalSeconds);

    /// <summary>Null: not counted.</summary>
    public long? KilobytesLeft =>
        kilobytes is { } all ? Math.Max(0, all - ((PacketsIn + PacketsOut) * BytesPerPacket / 1024)) : null;

    public bool IsUsedUp => KilobytesLeft == 0;
}
