namespace SpiBot.Gateways.Changes;

/// <summary>Whether a change was typed, as far as the gateway's own log tells.</summary>
public enum TraceVerdict
{
    /// <summary>All of its lines were, or the first of them.</summary>
    Typed,

    /// <summary>The log would have it, and has not.</summary>
    NotTyped,

    /// <summary>The log was read, and proves neither; or the gateway keeps none.</summary>
    CannotTell,

    /// <summary>The gateway could not be asked now.</summary>
    NotReached,
}

/// <summary>
/// What a gateway's own log of executed commands tells, in a sentence. <see cref="At"/>: when it was typed, by our clock. <see cref="Part"/>: which of the lines, where it was not all
/// of them, or those of the second way.
/// </summary>
public sealed record TraceFound(TraceVerdict Verdict, string Words, DateTimeOffset? At = null, TypedPart? Part = null);
