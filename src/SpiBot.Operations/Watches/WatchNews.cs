namespace SpiBot.Operations.Watches;

/// <summary>What a watch tells of.</summary>
public enum WatchNewsKind
{
    FaultBegan,
    FaultOver,

    /// <summary>The tunnel is not seen: the gateway cannot be reached, or is too busy to be asked.</summary>
    Lost,

    /// <summary>It is seen again.</summary>
    Back,

    /// <summary>The watch is over, and why is said.</summary>
    Ended,
}

/// <summary>
/// Something that a watch tells of itself, each in a message of its own. <see cref="Number"/>: the first is 1. <see cref="Words"/>: sentences of what was seen. <see cref="Since"/>: when what is
/// over had begun; null where nothing is over.
/// </summary>
public sealed record WatchNews(
    int Number,
    WatchNewsKind Kind,
    DateTimeOffset At,
    IReadOnlyList<string> Words,
    DateTimeOffset? Since = null
);
