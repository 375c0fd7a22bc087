namespace SpiBot.Gateways.Changes;

/// <summary>
/// One step of a plan: what is typed where, and what was seen there. <see cref="Serial"/>: the unit that was seen; null when it did not say.
/// <see cref="Context"/>: the context of the box that the inventory named; null where there are none. <see cref="IfRefused"/>: what is typed where the gateway does not know the first of the lines.
/// </summary>
public sealed record PlanStep(
    string Gateway,
    Change Change,
    IReadOnlyList<string> Lines,
    IReadOnlyList<SpiSeen> SpisSeen,
    string? Serial = null,
    string? Context = null,
    LinesInside? IfRefused = null
);

/// <summary>A step that was typed, and when.</summary>
public sealed record TypedStep(PlanStep Step, DateTimeOffset At);
