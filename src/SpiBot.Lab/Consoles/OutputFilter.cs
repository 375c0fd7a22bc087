using System.Text.RegularExpressions;

namespace SpiBot.Lab.Consoles;

/// <summary>What may stand after a <c>|</c>: <c>include</c>, <c>exclude</c>, <c>begin</c>, <c>grep [-v]</c>, each shortened at will.</summary>
public static class OutputFilter
{
    private static readonly string[] Verbs = ["include", "exclude", "begin", "grep"];

    /// <summary>Null when the text is no filter that the box knows.</summary>
    public static Func<IReadOnlyList<string>, IReadOnlyList<string>>? Parse(string text)
    {
        var parts = text.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (
            parts.Length < 2
            || Array.Find(Verbs, v => v.StartsWith(parts[0], StringComparison.Ordinal)) is not { } verb
        )
        {
            return null;
        }

        var (pattern, inverted) =
            verb == "grep" && parts[1].StartsWith("-v ", StringComparison.Ordinal)
                ? (parts[1][3..], true)
                : (parts[1], false);
        Regex regex;
        try
        {
            regex = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }

        return verb switch
        {
            "begin" => lines => [.. lines.SkipWhile(l => !regex.IsMatch(l))],
            "exclude" => lines => [.. lines.Where(l => !regex.IsMatch(l))],
            _ => lines => [.. lines.Where(l => regex.IsMatch(l) != inverted)],
        };
    }
}
