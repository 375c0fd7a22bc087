using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways;

/// <summary>
/// A command that only reads: the exact text to type (never from chat text, at most 60 characters so that prompt and
/// command stay below column 80) and how the answer's text, echo and prompt removed, becomes a value.
/// </summary>
/// <param name="Reader">Gives a new reader for each answer.</param>
public sealed record Query<T>(string Text, Func<AnswerReader<T>> Reader)
    where T : class
{
    /// <summary>For answers that are short, or that can only be read as a whole.</summary>
    public Query(string text, Func<AnswerText, Parsed<T>> read)
        : this(text, () => new WholeAnswer<T>(read)) { }

    /// <summary>Which releases know the command, for who is told that a box does not; null: all that SpiBot speaks to, as far as is known.</summary>
    public string? KnownBy { get; init; }

    /// <summary>Reads an answer that is there as a whole.</summary>
    public Parsed<T> Read(string answer) => Reader().End(answer.AsMemory());
}
