namespace SpiBot.Lab.Firewalls;

/// <summary>
/// Packets per second as a function of time: steady, with a swell of a tenth over <see cref="Period"/> seconds, as real traffic is
/// never quite even. A pure function, so that how often somebody looks changes no count.
/// </summary>
public readonly record struct TrafficRate(double PerSecond)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(7);
    private const double Swell = 0.1;

    public static TrafficRate None { get; } = new(0);

    public bool IsSilent => PerSecond <= 0;

    /// <summary>Two kinds of packets out of one: what is left, and this part of it.</summary>
    public (TrafficRate Others, TrafficRate Part) Split(double share) =>
        share <= 0 ? (this, None) : (new(PerSecond * (1 - share)), new(PerSecond * share));

    /// <summary>Whole packets in the half-open interval; adjoining intervals add up exactly.</summary>
    public long Between(DateTimeOffset from, DateTimeOffset to) => IsSilent || to <= from ? 0 : Until(to) - Until(from);

    private long Until(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var turn = 2 * Math.PI / Period.Ticks;
        var swell = Swell * Math.Sin(ticks % Period.Ticks * turn) / turn;
        return (long)Math.Floor(PerSecond * (ticks + swell) / TimeSpan.TicksPerSecond);
    }
}
