namespace SpiBot.Lab.Firewalls;

/// <summary>What a box in use writes about other things: one message every <see cref="Every"/>, always the same one at the same moment.</summary>
public static class BackgroundMessage
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2.3);

    public static long After(DateTimeOffset moment) => ((moment - DateTimeOffset.UnixEpoch).Ticks / Every.Ticks) + 1;

    public static DateTimeOffset At(long tick) => DateTimeOffset.UnixEpoch + (Every * tick);

    public static SyslogMessage Of(long tick)
    {
        // The number of the moment, well shaken: ports and hosts that look like anybody's.
        var shaken = (uint)((ulong)tick * 2_654_435_761UL % uint.MaxValue);
        var (port, host, id) = (1024 + (shaken % 60_000), shaken % 250, 2_000_000 + (tick % 5_000_000));
        return (tick % 5) switch
        {
            0 => new(
                At(tick),
                6,
                302013,
                $"Built outbound TCP connection {id} for outside:192.0.2.{host}/443 (192.0.2.{host}/443) to inside:10.1.0.{host}/{port} (198.51.100.2/{port})"
            ),
            1 => new(
                At(tick),
                6,
                302014,
                $"Teardown TCP connection {id} for outside:192.0.2.{host}/443 to inside:10.1.0.{host}/{port} duration 0:00:41 bytes {shaken % 90_000} TCP FINs"
            ),
            2 => new(
                At(tick),
                4,
                106023,
                $"Deny tcp src outside:192.0.2.{host}/{port} dst inside:10.1.0.5/23 by access-group \"OUTSIDE-IN\" [0x0, 0x0]"
            ),
            3 => new(
                At(tick),
                6,
                305011,
                $"Built dynamic TCP translation from inside:10.1.0.{host}/{port} to outside:198.51.100.2/{port}"
            ),
            _ => new(
                At(tick),
                4,
                733100,
                $"[ Scanning] drop rate-1 exceeded. Current burst rate is {host} per second, max configured rate is 10"
            ),
        };
    }
}
