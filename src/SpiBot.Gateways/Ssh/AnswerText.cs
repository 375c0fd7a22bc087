using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>From what stood on the terminal to the answer of one command: echo and prompt removed, refusals recognised.</summary>
internal static class AnswerText
{
    /// <summary>A refusal comes at once; deep inside a long answer the same words are somebody's log line.</summary>
    private const int RefusedWithin = 8;

    /// <summary>How many lines an unexpected notice may push the echo down.</summary>
    private const int EchoWithin = 6;

    /// <summary>Where the echo of a command ends in these lines, or null when none of the first lines shows it whole.</summary>
    public static int? EndOfEcho(string lines, string typed)
    {
        var start = 0;
        for (var line = 0; line < EchoWithin; line++)
        {
            var end = lines.IndexOf('\n', start);
            if (end < 0)
            {
                return null;
            }

            if (lines.AsSpan(start, end - start).TrimEnd().EndsWith(typed, StringComparison.Ordinal))
            {
                return end + 1;
            }

            start = end + 1;
        }

        return null;
    }

    /// <summary>Without the echo: at least everything up to the first line end goes, whatever it looks like (a long echo scrolls and is marked with <c>$</c>).</summary>
    public static string WithoutEcho(string lines, string typed)
    {
        if (EndOfEcho(lines, typed) is { } end)
        {
            return lines[end..];
        }

        var first = lines.IndexOf('\n');
        return first < 0 ? "" : lines[(first + 1)..];
    }

    /// <summary>
    /// Without what the box said or asked unasked, and without the prompt that stood there before, if it did.
    /// </summary>
    public static string WithoutNotices(string answer, SessionDialect dialect, Prompt? prompt)
    {
        if (
            !dialect.Notices.Any(notice => answer.Contains(notice, StringComparison.Ordinal))
            && !dialect.UnaskedQuestions.Any(question => answer.Contains(question.Ending, StringComparison.Ordinal))
        )
        {
            return answer;
        }

        var kept = new List<string>();
        foreach (var line in answer.Split('\n'))
        {
            if (!IsUnasked(line, dialect))
            {
                kept.Add(line);
            }
            else if (kept.Count > 0 && prompt is not null && prompt.Matches(kept[^1]))
            {
                kept.RemoveAt(kept.Count - 1);
            }
        }

        return string.Join('\n', kept);
    }

    /// <summary>The line by which the box refused, or null. A refusal is followed by a perfectly good prompt, so only the text can tell.</summary>
    public static string? RefusalIn(string answer, SessionDialect dialect)
    {
        foreach (var line in answer.Split('\n').Where(line => line.Trim().Length > 0).Take(RefusedWithin))
        {
            if (dialect.Refusals.Any(refusal => line.TrimStart().StartsWith(refusal, StringComparison.Ordinal)))
            {
                return line.Trim();
            }
        }

        return null;
    }

    private static bool IsUnasked(string line, SessionDialect dialect) =>
        dialect.Notices.Any(notice => line.TrimStart().StartsWith(notice, StringComparison.Ordinal))
        || dialect.UnaskedQuestions.Any(question => line.Contains(question.Ending, StringComparison.Ordinal));
}
