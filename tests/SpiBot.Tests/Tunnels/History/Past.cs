using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels.History;

/// <summary>A past of the tunnel from hq-fw1 to berlin-fw1, told look by look; times are seconds after <see cref="Some.Time"/>.</summary>
internal sealed class Past
{
    public TunnelHistory History { get; private set; } = TunnelHistory.Of("hq-fw1", Some.BerlinAddress);

    public static DateTimeOffset At(double seconds) => Some.Time.AddSeconds(seconds);

    public static Past Looked(params TunnelReading[] readings)
    {
        var past = new Past();
        foreach (var reading in readings)
        {
            past.Look(reading);
        }

        return past;
    }

    public Past Look(TunnelReading reading)
    {
        History = History.With(reading);
        return this;
    }

    public Past Look(double at, uint inbound, uint outbound, long left = 1000) =>
        Look(Some.Reading(Some.Box(at: at), Some.Hq([Some.Sa(inbound, left)], [Some.Sa(outbound, left)])));

    public Past LookAndSeeNone(double at) => Look(Some.Reading(Some.Box(at: at)));

    public Past Found(double at, params string[] causes)
    {
        History = History.With(causes, At(at));
        return this;
    }

    public Past Did(double at, string kind)
    {
        History = History.With(new PastAction($"did-{at}", At(at), "hq-fw1", kind, "helped"));
        return this;
    }

    /// <summary>A tunnel that rekeys at each multiple of the period, looked at these times.</summary>
    public static Past OfRekeys(double period, IEnumerable<double> looks)
    {
        var past = new Past();
        foreach (var at in looks)
        {
            var generation = (uint)(at / period);
            past.Look(at, 0x1000 + generation, 0x9000 + generation, (long)(period - (at % period)));
        }

        return past;
    }

    /// <summary>Two looks 30 s apart for each burst, the first when it begins.</summary>
    public static Past OfBursts(params double[] starts)
    {
        var past = new Past();
        var dropped = 0L;
        foreach (var start in starts)
        {
            past.Look(Some.Reading(Some.Box(at: start, drops: dropped)));
            dropped += 50;
            past.Look(Some.Reading(Some.Box(at: start + 30, drops: dropped)));
        }

        return past;
    }
}
