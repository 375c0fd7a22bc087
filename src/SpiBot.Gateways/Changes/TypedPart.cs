namespace SpiBot.Gateways.Changes;

/// <summary>What became of lines that were not all typed, or were typed in the second way of their plan. <see cref="Lines"/>: those that were; <see cref="Perhaps"/>: those of which that is not known; the others were not.</summary>
public sealed record TypedPart(IReadOnlyList<string> Lines, IReadOnlyList<string> Perhaps);
