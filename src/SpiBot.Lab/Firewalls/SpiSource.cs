namespace SpiBot.Lab.Firewalls;

/// <summary>Random numbers of one world, from its seed: SPIs (never twice, never the reserved 0-255), ids, delays.</summary>
public sealed class SpiSource(int seed)
{
    private readonly Random random = new(seed);
    private readonly HashSet<uint> given = [];
    private int connection = 19_664 * 4096;

    public uint NextSpi()
    {
        uint spi;
        do
        {
            spi = (uint)random.NextInt64(0x100, 0x1_0000_0000);
        } while (!given.Add(spi));

        return spi;
    }

    /// <summary>Connection ids count up in pages, as on the box.</summary>
    public int NextConnectionId() => connection += 4096;

    public int NextTunnelId() => random.Next(1_000_000, 99_999_999);

    public int NextSessionId() => random.Next(100, 60_000);

    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * random.NextDouble());
}
