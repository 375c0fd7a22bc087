using SpiBot.Tunnels;

namespace SpiBot.Gateways;

/// <summary>
/// A command that only reads: the exact text to type (never from chat text, at most 60 characters so that prompt and
/// command stay below column 80) and the function from the answer's text, echo and prompt removed, to a value.
/// </summary>
public sealed record Query<T>(string Text, Func<string, Parsed<T>> Read)
    where T : class
{
    /// <summary>Which releases know the command, for who is told that a box does not; null: all that SpiBot speaks to, as far as is known.</summary>
    public string? KnownBy { get; init; }
}
