namespace SpiBot.Gateways.Changes;

public enum TraceVerdict
{
    Typed,
    NotTyped,
    CannotTell,

    /// <summary>The gateway could not be asked now.</summary>
    NotReached,
}

/// <summary>
/// What a gateway's own log of executed commands tells, in a sentence. <see cref="At"/>: when it was typed, by our clock. <see cref="Part"/>: which of the lines, where it was not all
/// of them, or those of the second way.
/// </summary>
public sealed record TraceFound(TraceVerdict Verdict, string Words, DateTimeOffset? At = null, TypedPart? Part = null);
