using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SpiBot.Lab.Consoles;

/// <summary>What may stand after a <c>|</c>: <c>include</c>, <c>exclude</c>, <c>begin</c>, <c>grep [-v]</c>, each shortened at will.</summary>
public static class OutputFilter
{
    /// <summary>The same few are typed again and again.</summary>
    private static readonly ConcurrentDictionary<string, Regex?> Patterns = new(StringComparer.Ordinal);

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
        return Patterns.GetOrAdd(pattern, Compile) is not { } regex
            ? null
            : verb switch
            {
                "begin" => lines => [.. lines.SkipWhile(l => !regex.IsMatch(l))],
                "exclude" => lines => [.. lines.Where(l => !regex.IsMatch(l))],
                _ => lines => [.. lines.Where(l => regex.IsMatch(l) != inverted)],
            };
    }

    /// <summary>In linear time, so that no pattern can hold up a box.</summary>
    private static Regex? Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
