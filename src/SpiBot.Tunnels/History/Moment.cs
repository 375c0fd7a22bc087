using System.Globalization;

namespace SpiBot.Tunnels.History;

/// <summary>
/// When something happened, by our clock and as well as it is known: after one look at the gateway and not after another. Both are the same where the gateway's log
/// tells the very second; <see cref="After"/> is null for what was so already at the first look.
/// </summary>
public sealed record Moment(DateTimeOffset? After, DateTimeOffset NoLaterThan)
{
    /// <summary>The second, as a log tells it.</summary>
    public static Moment Exactly(DateTimeOffset at) => new(at, at);

    public bool IsExact => After == NoLaterThan;

    /// <summary>How much is left open; null where nothing is known of before.</summary>
    public TimeSpan? Width => NoLaterThan - After;

    /// <summary>For a sentence about the past: <c>at 02:13:40 UTC</c>, <c>between 02:10:00 UTC and 02:13:40 UTC</c>, <c>before the first look, 02:13:40 UTC</c>; with the day where that is not the day of <paramref name="now"/>.</summary>
    public string InWords(DateTimeOffset now) =>
        IsExact ? $"at {Time(NoLaterThan, now)}"
        : After is { } after ? $"between {Time(after, now)} and {Time(NoLaterThan, now)}"
        : $"before the first look, {Time(NoLaterThan, now)}";

    /// <summary>For something that ended then: <c>until 02:13:40 UTC</c>, or <c>until some time between … and …</c>.</summary>
    public string UntilInWords(DateTimeOffset now) =>
        IsExact ? $"until {Time(NoLaterThan, now)}" : $"until some time {InWords(now)}";

    /// <summary><c>02:13:40 UTC</c>, or <c>2026-03-01 02:13:40 UTC</c> where that is not within half a day of <paramref name="now"/>.</summary>
    public static string Time(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(
            (now - at).Duration() < TimeSpan.FromHours(12) ? "HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'",
            CultureInfo.InvariantCulture
        );

    /// <summary>In the middle of what is possible; the end of it where nothing is known of before.</summary>
    public DateTimeOffset Likeliest => After is { } after ? after + ((NoLaterThan - after) / 2) : NoLaterThan;
}
