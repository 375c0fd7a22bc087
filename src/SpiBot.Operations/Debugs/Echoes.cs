namespace SpiBot.Operations.Debugs;

/// <summary>
/// What a terminal shows of a debug beside the debug's own lines: what was typed into it, echoed, and prompts, bare or in front of a line of the debug. They come at any moment, between
/// the lines of the debug too.
/// </summary>
internal static class Echoes
{
    /// <param name="text">All that came.</param>
    /// <param name="typed">The lines that were typed.</param>
    /// <returns>What the gateway printed of itself.</returns>
    public static string Without(string text, IReadOnlyCollection<string> typed) =>
        string.Join('\n', text.Split('\n').Where(line => !IsEcho(line.Trim(), typed)).Select(WithoutPrompt));

    private static bool IsEcho(string line, IReadOnlyCollection<string> typed)
    {
        if (typed.Contains(line, StringComparer.Ordinal))
        {
            return true;
        }

        // hq-fw1/pri/act# debug crypto ikev1 127
        var mark = line.IndexOfAny(['#', '>']);
        if (mark <= 0 || line[..mark].Any(char.IsWhiteSpace))
        {
            return false;
        }

        var behind = line[(mark + 1)..].Trim();
        return behind.Length == 0 || typed.Contains(behind, StringComparer.Ordinal);
    }

    /// <summary>What the box prints while it waits at its prompt comes right behind it. Whoever debugs is privileged, so it ends in #.</summary>
    private static string WithoutPrompt(string line)
    {
        var end = line.IndexOf("# ", StringComparison.Ordinal);
        return end > 0 && !line.AsSpan(0, end).Contains(' ') ? line[(end + 2)..] : line;
    }
}
