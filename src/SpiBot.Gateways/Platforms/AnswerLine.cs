namespace SpiBot.Gateways.Platforms;

/// <summary>A line of a device's answer: trimmed, with every run of blanks as one blank.</summary>
public readonly record struct AnswerLine
{
    private readonly ReadOnlyMemory<char> text;

    /// <param name="text">The line as it has to be, where it stands: it is not copied.</param>
    internal AnswerLine(int number, ReadOnlyMemory<char> text, bool afterBlank, bool isOpen) =>
        (this.text, Number, AfterBlank, IsOpen) = (text, number, afterBlank, isOpen);

    /// <summary>1-based, in the text that the line came from.</summary>
    public int Number { get; }

    /// <summary>An empty line (or the start of the text) stood before it.</summary>
    public bool AfterBlank { get; }

    /// <summary>The text ends in this line, without a line end: it may be cut.</summary>
    public bool IsOpen { get; }

    public ReadOnlySpan<char> Span => text.Span;

    public string Text => text.ToString();

    /// <summary>What follows this beginning, without the blanks between; null when the line begins otherwise. Case does not matter.</summary>
    public string? After(string beginning) => Walked.After(beginning);

    /// <summary>The same without a copy.</summary>
    /// <returns>False when the line begins otherwise.</returns>
    public bool Follows(string beginning, out ReadOnlySpan<char> rest) => Walked.Follows(beginning, out rest);

    public bool Begins(string beginning) => Walked.Begins(beginning);

    public bool Is(string whole) => Walked.Is(whole);

    public bool Equals(AnswerLine other) =>
        Number == other.Number && AfterBlank == other.AfterBlank && Span.SequenceEqual(other.Span);

    public override int GetHashCode() =>
        HashCode.Combine(Number, AfterBlank, string.GetHashCode(Span, StringComparison.Ordinal));

    private WalkedLine Walked => new(Number, Span, AfterBlank, IsOpen);

    public static implicit operator WalkedLine(AnswerLine line) => line.Walked;
}
