using System.Net;

namespace SpiBot.Lab.Firewalls;

/// <summary>
/// Somebody out there sends ESP with SPIs out of the air to a box, from ever other addresses. A pure function of time, so that how often somebody
/// looks changes nothing.
/// </summary>
public sealed class Scan(Firewall target, TrafficRate rate, int seed)
{
    private static readonly TimeSpan OneSender = TimeSpan.FromSeconds(5);

    /// <summary>More of them than fit into a log buffer need not be told.</summary>
    private const int MostTold = 100;

    public Firewall Target { get; } = target;

    public void Carry(FirewallState at, DateTimeOffset from, DateTimeOffset to)
    {
        if (at.Standby)
        {
            return;
        }

        var told = to - (OneSender * MostTold);
        if (told > from)
        {
            at.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, rate.Between(from, told));
            from = told;
        }

        while (from < to)
        {
            var turn = from.UtcTicks / OneSender.Ticks;
            var next = new DateTimeOffset((turn + 1) * OneSender.Ticks, TimeSpan.Zero);
            var until = next < to ? next : to;
            var dropped = Dropped(turn, from, until);
            at.DropInvalidSpi(dropped);
            at.Log.AddInvalidSpi(dropped, at.Box.Traits.LogLevel);
            from = until;
        }
    }

    private DroppedPackets Dropped(long turn, DateTimeOffset from, DateTimeOffset to)
    {
        // The number of the moment, well shaken.
        var shaken = unchecked((uint)((ulong)(turn + seed) * 2_654_435_761UL));
        return new DroppedPackets(
            from,
            to,
            rate.Between(from, to),
            0x1000 + (shaken % 0xFFFF_0000),
            FirstSequence: 1,
            new IPAddress([198, 18, (byte)((shaken >> 8) & 0xff), (byte)(1 + (shaken % 250))]),
            Target.Address,
            InUdp: false
        );
    }
}
