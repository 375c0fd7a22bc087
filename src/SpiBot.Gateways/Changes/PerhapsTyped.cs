namespace SpiBot.Gateways.Changes;

/// <summary>
/// Lines that may have been typed on a gateway, one after the other: as which user of it, on which unit (null: it did not say), and in which time of our clock.
/// <see cref="Instead"/>: the lines that were typed instead where the gateway does not know the first of the others.
/// </summary>
public sealed record PerhapsTyped(
    string User,
    string? Serial,
    IReadOnlyList<string> Lines,
    DateTimeOffset From,
    DateTimeOffset Until,
    IReadOnlyList<string>? Instead = null
)
{
    /// <summary>
    /// How long the gateway took to answer when its clock was read: so much later than its clock tells may each of its messages have been. A clock that is told late looks ahead.
    /// </summary>
    public TimeSpan Late { get; init; }

    /// <summary>
    /// Far more than clocks differ that are kept: of a gateway and of SpiBot, and of two replicas. The same line within so long of the time in question proves no absence, unless another plan accounts for it.
    /// </summary>
    public static readonly TimeSpan AboutThatTime = TimeSpan.FromMinutes(10);

    /// <summary>What SpiBot typed there for other plans <see cref="AboutThatTime"/>: a line of the log that is accounted for tells nothing of this one.</summary>
    public IReadOnlyList<TypedForAnother> Others { get; init; } = [];
}

/// <summary>
/// A line of another plan, and when it was typed by our clock: that is when the gateway had answered, which may be some time after its log has it. <see cref="Surely"/> false: it may have been typed,
/// and nobody knows.
/// </summary>
public sealed record TypedForAnother(string Line, DateTimeOffset At, bool Surely);
