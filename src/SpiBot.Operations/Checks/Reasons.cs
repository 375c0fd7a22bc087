namespace SpiBot.Operations.Checks;

/// <summary>Why something is to be done, in the words of the card.</summary>
internal sealed record Reasons(string Cause, string Why, string? HelpsBecause, string? Interrupts);
