namespace SpiBot.Gateways.Debugs;

/// <summary>What a gateway printed by itself while nothing was typed. <see cref="TooMuch"/>: more came than was wanted, and the listening ended before its time.</summary>
public sealed record Heard(string Text, bool TooMuch);
