using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>One command's answer in a saved session. <see cref="Arguments"/> is what was typed behind the command (<c>peer 203.0.113.9</c>), empty where no line says it.</summary>
public sealed record SavedAnswer(SavedCommand Command, string Arguments, AnswerText Text)
{
    public Parsed<object> Read() => Command.Read(Text);
}

/// <summary>
/// A saved text with the answers of any number of commands, in its order. <see cref="Hostname"/> is the one in the prompts,
/// null where there is none. A command that comes again begins another look at the same box: <see cref="Looks"/>.
/// </summary>
public sealed partial record SavedSession(string? Hostname, IReadOnlyList<SavedAnswer> Answers)
{
    /// <summary>The answers look by look, in the order of the text; at least one look, which may be empty.</summary>
    public IReadOnlyList<IReadOnlyList<SavedAnswer>> Looks
    {
        get
        {
            List<List<SavedAnswer>> looks =
            [
                [],
            ];
            foreach (var answer in Answers)
            {
                if (looks[^1].Exists(a => a.Command == answer.Command && a.Arguments == answer.Arguments))
                {
                    looks.Add([]);
                }

                looks[^1].Add(answer);
            }

            return looks;
        }
    }

    /// <summary>Splits a text where a prompt or a bare command stands, and else where the lines themselves show another command's answer. Never fails: what is not recognised is left out.</summary>
    public static SavedSession Of(string text)
    {
        var whole = AnswerText.Of(text);
        var answers = new List<SavedAnswer>();
        string? hostname = null;
        var (typed, from) = ((string?)null, 0);
        for (var i = 0; i < whole.Lines.Count; i++)
        {
            var line = whole.Lines[i].Text;
            var prompt = Prompt().Match(line);
            var next = prompt.Success ? prompt.Groups["typed"].Value : Bare(line);
            if (next is null)
            {
                continue;
            }

            answers.AddRange(Between(typed, whole.Slice(from, i)));
            hostname ??= prompt.Success ? prompt.Groups["host"].Value : null;
            (typed, from) = (next, i + 1);
        }

        answers.AddRange(Between(typed, whole.Slice(from, whole.Lines.Count)));
        return new SavedSession(hostname, answers);
    }

    private static IEnumerable<SavedAnswer> Between(string? typed, AnswerText text)
    {
        if (text.Lines.Count == 0)
        {
            return [];
        }

        // Another command than one that can be read was typed: its output may hold anything, a log above all.
        return typed is { Length: > 0 }
            ? Recognition.Typed(typed, SavedCommand.All) is { } command
                ? [new SavedAnswer(command, Arguments(typed, command), text)]
                : IsKnownOfSeveral(typed)
                    ? ByTheirLines(text, Arguments(typed, 4))
                    : []
            : ByTheirLines(text, "");
    }

    /// <summary>Several platforms know the command, so only what it printed tells which of them answered.</summary>
    private static bool IsKnownOfSeveral(string typed) =>
        SavedCommand.All.GroupBy(c => c.Platform).Any(p => Recognition.Typed(typed, [.. p]) is not null);

    private static IEnumerable<SavedAnswer> ByTheirLines(AnswerText text, string arguments)
    {
        var (current, from) = ((SavedCommand?)null, 0);
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            if (SavedCommand.All.FirstOrDefault(c => c.Begins(line)) is not { } kind || kind == current)
            {
                continue;
            }

            if (current is not null)
            {
                yield return new SavedAnswer(current, arguments, text.Slice(from, i));
            }

            (current, from) = (kind, i);
        }

        if (current is not null)
        {
            yield return new SavedAnswer(current, arguments, text.Slice(from, text.Lines.Count));
        }
    }

    private static string Arguments(string typed, SavedCommand command) =>
        Arguments(typed, command.Command.Split(' ').Length);

    private static string Arguments(string typed, int words) =>
        string.Join(' ', typed.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(words));

    /// <returns>A known command on a line of its own, also behind the <c>!</c> that people put before it; null for anything else.</returns>
    private static string? Bare(string line)
    {
        var bare = line.StartsWith('!') ? line[1..].TrimStart() : line;
        return bare.StartsWith("sh", StringComparison.OrdinalIgnoreCase) && IsKnownOfSeveral(bare) ? bare : null;
    }

    [GeneratedRegex(
        @"^(?<host>[\w.:+-]{1,63})(/[\w./:+-]{1,60})?(\([^)]*\))?[>#] ?(?<typed>([a-z].*)?)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Prompt();
}
