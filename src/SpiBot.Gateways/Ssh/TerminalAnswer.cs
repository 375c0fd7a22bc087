using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Ssh;

/// <summary>From what stood on the terminal to the answer of one command: echo and prompt removed, refusals recognised.</summary>
internal static class TerminalAnswer
{
    /// <summary>A refusal comes at once; deep inside a long answer the same words are somebody's log line.</summary>
    private const int RefusedWithin = 8;

    /// <summary>How many lines an unexpected notice may push the echo down.</summary>
    private const int EchoWithin = 6;

    /// <summary>Where the echo of a command ends in these lines, or null when none of the first lines shows it whole.</summary>
    public static int? EndOfEcho(ReadOnlySpan<char> lines, string typed)
    {
        var start = 0;
        for (var line = 0; line < EchoWithin; line++)
        {
            var length = lines[start..].IndexOf('\n');
            if (length < 0)
            {
                return null;
            }

            var found = lines.Slice(start, length).TrimEnd().EndsWith(typed, StringComparison.Ordinal);
            start += length + 1;
            if (found)
            {
                return start;
            }
        }

        return null;
    }

    /// <summary>Where the echo has not come: whether it still may.</summary>
    public static bool EchoMayCome(ReadOnlySpan<char> lines) => lines.Count('\n') < EchoWithin;

    /// <summary>Without the echo: at least everything up to the first line end goes, whatever it looks like (a long echo scrolls and is marked with <c>$</c>).</summary>
    public static string WithoutEcho(ReadOnlySpan<char> lines, string typed)
    {
        if (EndOfEcho(lines, typed) is { } end)
        {
            return lines[end..].ToString();
        }

        var first = lines.IndexOf('\n');
        return first < 0 ? "" : lines[(first + 1)..].ToString();
    }

    /// <summary>
    /// Without what the box said or asked unasked, and without the prompt that stood there before, if it did.
    /// </summary>
    public static ReadOnlyMemory<char> WithoutNotices(
        ReadOnlyMemory<char> answer,
        SessionDialect dialect,
        Prompt? prompt
    )
    {
        if (
            !dialect.Notices.Any(notice => answer.Span.Contains(notice, StringComparison.Ordinal))
            && !dialect.UnaskedQuestions.Any(question =>
                answer.Span.Contains(question.Ending, StringComparison.Ordinal)
            )
        )
        {
            return answer;
        }

        var kept = new List<string>();
        foreach (var line in answer.ToString().Split('\n'))
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

        return string.Join('\n', kept).AsMemory();
    }

    /// <summary>The line by which the box refused, or null. A refusal is followed by a perfectly good prompt, so only the text can tell.</summary>
    public static string? RefusalIn(ReadOnlySpan<char> answer, SessionDialect dialect)
    {
        var left = RefusedWithin;
        foreach (var range in answer.Split('\n'))
        {
            var line = answer[range].Trim();
            if (line.IsEmpty)
            {
                continue;
            }

            foreach (var refusal in dialect.Refusals)
            {
                if (line.StartsWith(refusal, StringComparison.Ordinal))
                {
                    return line.ToString();
                }
            }

            if (--left == 0)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsUnasked(string line, SessionDialect dialect) =>
        dialect.Notices.Any(notice => line.TrimStart().StartsWith(notice, StringComparison.Ordinal))
        || dialect.UnaskedQuestions.Any(question => line.Contains(question.Ending, StringComparison.Ordinal));
}
