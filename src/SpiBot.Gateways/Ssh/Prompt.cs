using System.Text.RegularExpressions;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The prompt of one session. Learned at login, where it is then matched exactly: the same text before the last sign,
/// perhaps a mode like <c>(config)</c>, and <c>&gt;</c> or <c>#</c>; or, of a Linux shell, <c>$</c> or <c>%</c>. An administrator can make it anything.
/// </summary>
internal sealed class Prompt
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Regex shape;

    private Prompt(Regex shape, string text)
    {
        this.shape = shape;
        Text = text;
    }

    /// <summary>As it was seen at login, without trailing blanks.</summary>
    public string Text { get; }

    /// <summary>From the last line that the box left after an empty line, seen twice. Null where it is no prompt: it asks something, or is empty.</summary>
    public static Prompt? Learn(string lastLine)
    {
        var text = lastLine.TrimEnd();
        if (text is not [.. var stem, '>' or '#' or '$' or '%'])
        {
            return null;
        }

        // Only a router's sign changes in a session, and only a router has modes.
        var sign = text[^1] is '>' or '#' ? @"(?:\([^()]*\))?[>#]" : Regex.Escape(text[^1..]);
        return new(
            new Regex(
                $@"\A{Regex.Escape(stem)}{sign}[ \t]*\z",
                RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
                Patience
            ),
            text
        );
    }

    /// <summary>Where it could not be learned: whatever matches the platform's pattern.</summary>
    public static Prompt? FromPattern(string pattern, string lastLine)
    {
        var known = new Regex(pattern, RegexOptions.CultureInvariant, Patience);
        return known.IsMatch(lastLine) ? new(known, lastLine.TrimEnd()) : null;
    }

    public bool Matches(string currentLine) => shape.IsMatch(currentLine);

    /// <summary>Whether this line, which <see cref="Matches"/>, belongs to a privileged user.</summary>
    public static bool IsPrivileged(string currentLine) =>
        currentLine.AsSpan().TrimEnd().EndsWith("#", StringComparison.Ordinal);
}
