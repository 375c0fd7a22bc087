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

        at.Drops.Add(DropSection.Frame, DropReason.InvalidSpi, rate.Between(from, to));
        var last = to.UtcTicks / OneSender.Ticks;
        for (var turn = Math.Max((from.UtcTicks / OneSender.Ticks) + 1, last - MostTold); turn <= last; turn++)
        {
            var moment = new DateTimeOffset(turn * OneSender.Ticks, TimeSpan.Zero);
            var shaken = unchecked((uint)((ulong)(turn + seed) * 2_654_435_761UL));
            var sender = new IPAddress([198, 18, (byte)((shaken >> 8) & 0xff), (byte)(1 + (shaken % 250))]);
            at.Log.AddInvalidSpi(
                moment - OneSender,
                moment,
                packets: 1,
                spi: 0x1000 + (shaken % 0xFFFF_0000),
                sender,
                Target.Address,
                firstSequence: 1,
                at.Box.Traits.LogLevel
            );
        }
    }
}
