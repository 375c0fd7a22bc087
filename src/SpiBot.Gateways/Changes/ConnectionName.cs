namespace SpiBot.Gateways.Changes;

/// <summary>The name of a connection or child in a gateway's own configuration, of a form that is safe to type: letters, digits, <c>. _ -</c>, at most 63, no option and no path.</summary>
public sealed record ConnectionName
{
    private ConnectionName(string text) => Text = text;

    public string Text { get; }

    /// <returns>Null when the name is not of that form; such a connection cannot be changed by SpiBot.</returns>
    public static ConnectionName? TryFrom(string? text) =>
        text is { Length: > 0 and <= 63 }
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
            ? new(text)
            : null;

    public override string ToString() => Text;
}
