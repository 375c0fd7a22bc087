namespace SpiBot.Lab.Consoles;

/// <summary>Times as an ASA in the zone UTC writes them.</summary>
public static class AsaTime
{
    /// <summary><c>13:25:40.553 UTC Mon Nov 23 2026</c></summary>
    public static string Clock(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("HH:mm:ss.fff 'UTC' ddd MMM d yyyy");

    /// <summary><c>13:25:40 UTC Nov 23 2026</c></summary>
    public static string Stamp(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss 'UTC' MMM d yyyy");

    /// <summary><c>41 days 19 hours</c>, or the two units that matter for less.</summary>
    public static string Uptime(TimeSpan span)
    {
        (int Count, string Unit)[] parts =
        [
            (span.Days, "day"),
            (span.Hours, "hour"),
            (span.Minutes, "min"),
            (span.Seconds, "sec"),
        ];
        var told = parts.SkipWhile(p => p.Count == 0).Take(2).Where(p => p.Count > 0).ToList();
        return told.Count == 0
            ? "0 secs"
            : string.Join(' ', told.Select(p => $"{p.Count} {p.Unit}{(p.Count == 1 ? "" : "s")}"));
    }
}
