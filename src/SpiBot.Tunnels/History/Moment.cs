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

    /// <summary>In the middle of what is possible; the end of it where nothing is known of before.</summary>
    public DateTimeOffset Likeliest => After is { } after ? after + ((NoLaterThan - after) / 2) : NoLaterThan;
}
