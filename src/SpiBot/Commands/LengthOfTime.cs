using System.Globalization;

namespace SpiBot.Commands;

/// <summary>A length of time as people type it: <c>8h</c>, <c>90 min</c>, <c>2 days</c>.</summary>
public static class LengthOfTime
{
    /// <summary>Longer than anything that is asked for by it.</summary>
    private const int Most = 100_000;

    private static readonly (string[] Words, TimeSpan Unit)[] Units =
    [
        (["m", "min", "mins", "minute", "minutes"], TimeSpan.FromMinutes(1)),
        (["h", "hr", "hrs", "hour", "hours"], TimeSpan.FromHours(1)),
        (["d", "day", "days"], TimeSpan.FromDays(1)),
    ];

    /// <returns>Null when it is no length of time, or none that is longer than nothing.</returns>
    public static TimeSpan? Parse(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var word = text[digits..].Trim();
        return
            int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and <= Most
            && Array.Find(Units, unit => unit.Words.Contains(word, StringComparer.OrdinalIgnoreCase))
                is { Words: not null } found
            ? number * found.Unit
            : null;
    }

    /// <summary>As it can be typed: <c>8h</c>, <c>90min</c>.</summary>
    public static string ToText(TimeSpan time) =>
        time.Minutes == 0 ? $"{(int)time.TotalHours}h" : $"{(int)time.TotalMinutes}min";
}
