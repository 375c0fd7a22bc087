using SpiBot.Tunnels;

namespace SpiBot.Cards;

/// <summary>Times and numbers as cards show them: UTC always, with the word.</summary>
public static class Times
{
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss");

    public static string Utc(DateTimeOffset at) => Clock(at) + " UTC";

    public static string Number(long count) => count.ToString("#,0");

    /// <summary>Two digits at most: <c>0.3</c>, <c>42</c>.</summary>
    public static string Rate(double perSecond) =>
        perSecond switch
        {
            0 => "0/s",
            < 0.1 => "<0.1/s",
            < 10 => perSecond.ToString("0.#") + "/s",
            _ => perSecond.ToString("#,0") + "/s",
        };

    /// <summary>From when on a counter counts.</summary>
    public static string SinceCleared(DropCounters drops) =>
        drops.FrameLastClearing switch
        {
            null => "since the last clearing",
            "Never" => "never cleared",
            var cleared => $"since {cleared}",
        };

    public static string Span(TimeSpan span) =>
        span.TotalMinutes >= 2 ? $"{span.TotalMinutes:0} min" : $"{span.TotalSeconds:0} s";
}
