namespace SpiBot.Gateways.Platforms;

/// <summary>An <see cref="AnswerLine"/> while a walk stands at it: it cannot be kept, and so costs nothing but a look.</summary>
public readonly ref struct WalkedLine
{
    /// <param name="span">The line as it has to be, where it stands.</param>
    internal WalkedLine(int number, ReadOnlySpan<char> span, bool afterBlank, bool isOpen)
    {
        Span = span;
        (Number, AfterBlank, IsOpen) = (number, afterBlank, isOpen);
    }

    public ReadOnlySpan<char> Span { get; }

    /// <inheritdoc cref="AnswerLine.Number"/>
    public int Number { get; }

    /// <inheritdoc cref="AnswerLine.AfterBlank"/>
    public bool AfterBlank { get; }

    /// <inheritdoc cref="AnswerLine.IsOpen"/>
    public bool IsOpen { get; }

    public string Text => Span.ToString();

    /// <inheritdoc cref="AnswerLine.After"/>
    public string? After(string beginning) => Follows(beginning, out var rest) ? rest.ToString() : null;

    /// <inheritdoc cref="AnswerLine.Follows"/>
    public bool Follows(string beginning, out ReadOnlySpan<char> rest)
    {
        var begins = Begins(beginning);
        rest = begins ? Span[beginning.Length..].TrimStart() : default;
        return begins;
    }

    /// <summary>Case does not matter.</summary>
    public bool Begins(string beginning)
    {
        // Most lines are told from most beginnings by their first character, at a fraction of what a comparison without case takes.
        var line = Span;
        return line.Length >= beginning.Length
            && (beginning.Length == 0 || Lower(line[0]) == Lower(beginning[0]))
            && line.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
    }

    public bool Is(string whole) => Span.Equals(whole, StringComparison.OrdinalIgnoreCase);

    /// <summary>The same line with a text of its own, to be looked at often.</summary>
    internal AnswerLine Kept() => new(Number, Text.AsMemory(), AfterBlank, IsOpen);

    private static char Lower(char character) => char.IsAscii(character) ? (char)(character | ' ') : ' ';
}
