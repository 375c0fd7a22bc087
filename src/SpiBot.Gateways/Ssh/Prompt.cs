using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The prompt of one session. Learned at login, where it is then matched exactly: the same text before the last sign,
/// perhaps a mode like <c>(config)</c>, and <c>&gt;</c> or <c>#</c>; or, of a Linux shell, <c>$</c> or <c>%</c>. An administrator can make it anything.
/// </summary>
internal sealed class Prompt
{
    /// <summary>Null where it was learned: then the text says it all.</summary>
    private readonly Regex? shape;

    private Prompt(string text, Regex? shape = null)
    {
        this.shape = shape;
        Text = text;
    }

    /// <summary>As it was seen at login, without trailing blanks.</summary>
    public string Text { get; }

    /// <summary>From the last line that the box left after an empty line, seen twice. Null where it is no prompt: it asks something, or is empty.</summary>
    public static Prompt? Learn(string lastLine) =>
        lastLine.TrimEnd() is [.., '>' or '#' or '$' or '%'] text ? new(text) : null;

    /// <summary>Where it could not be learned: whatever looks like one on the platform.</summary>
    public static Prompt? OfPlatform(SessionDialect dialect, string lastLine) =>
        LooksLikeOne(lastLine, dialect) ? new(lastLine.TrimEnd(), dialect.PromptShape) : null;

    /// <summary>Whether this could be a prompt, as far as the platform tells.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<char> line, SessionDialect dialect) =>
        dialect.PromptShape.IsMatch(line);

    public bool Matches(ReadOnlySpan<char> currentLine)
    {
        if (shape is not null)
        {
            return shape.IsMatch(currentLine);
        }

        var line = currentLine.TrimEnd(" \t");
        if (Text[^1] is '$' or '%')
        {
            return line.SequenceEqual(Text);
        }

        // Only a router's sign changes in a session, and only a router has modes.
        return line is [.. var before, '>' or '#']
            && before.StartsWith(Text.AsSpan(0, Text.Length - 1), StringComparison.Ordinal)
            && IsMode(before[(Text.Length - 1)..]);
    }

    /// <summary>Whether this line, which <see cref="Matches"/>, belongs to a privileged user.</summary>
    public static bool IsPrivileged(ReadOnlySpan<char> currentLine) => currentLine.TrimEnd() is [.., '#'];

    private static bool IsMode(ReadOnlySpan<char> behindName) =>
        behindName.IsEmpty || (behindName is ['(', .. var mode, ')'] && !mode.ContainsAny('(', ')'));
}
