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

/// <summary>A step that was typed, all of it or a part, and when.</summary>
public sealed record TypedStep(PlanStep Step, DateTimeOffset At)
{
    /// <summary>Those of its lines, or of its second way's, that surely were.</summary>
    public IReadOnlyList<string> Lines { get; init; } = Step.Lines;

    /// <summary>Those of which nobody knows.</summary>
    public IReadOnlyList<string> Perhaps { get; init; } = [];

    /// <summary>Those that surely were not.</summary>
    public IReadOnlyList<string> NotTyped => [.. Form.Except(Lines).Except(Perhaps)];

    /// <summary>Not all of its lines are known to have been typed.</summary>
    public bool IsInPart => Lines.Count < Form.Count;

    /// <summary>The gateway did not know the step's own lines, and these are the others.</summary>
    public bool InSecondWay =>
        Step.IfRefused is { } second
        && Lines is [var first, ..]
        && second.Lines.Contains(first)
        && !Step.Lines.Contains(first);

    /// <summary>The lines of which some or all were typed.</summary>
    private IReadOnlyList<string> Form => InSecondWay ? Step.IfRefused!.Lines : Step.Lines;
}
