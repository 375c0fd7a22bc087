namespace SpiBot.Tunnels.History;

/// <summary>A change that was made through this program. <see cref="Kind"/> is the change's (<c>clear-peer</c>), <see cref="Outcome"/> what came of it in a word or two, null while that is not known.</summary>
public sealed record PastAction(string Id, DateTimeOffset At, string Gateway, string Kind, string? Outcome);
