namespace SpiBot.Tunnels;

/// <summary>How far a box's clock is from ours. Only a clock that says UTC can be told: other zones are ambiguous.</summary>
public static class ClockSkew
{
    /// <summary>Less is the time that a reading takes.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    /// <summary>Positive where the box is ahead. Null where it cannot be told, or is not worth telling. Of two looks the smaller: a slow answer makes a clock look ahead.</summary>
    public static TimeSpan? Of(GatewayReading? earlier, GatewayReading latest)
    {
        var skews = new[] { earlier, latest }
            .OfType<GatewayReading>()
            .Select(box => box.Clock.Value?.Utc - box.TakenAt)
            .OfType<TimeSpan>()
            .ToList();
        return skews.Count > 0 && skews.MinBy(skew => skew.Duration()) is var skew && skew.Duration() > Least
            ? skew
            : null;
    }
}
