using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>A command's output within a saved text: which command's, and its lines (numbered as in the whole text).</summary>
public sealed record RecognisedOutput(SavedCommand Command, AnswerText Text)
{
    public Parsed<object> Read() => Command.Read(Text);
}

/// <summary>
/// Finds the output of a command in a saved text. A line with a prompt (<c>hq-fw1# show asp drop</c>), a bare <c>show …</c> (shortened forms too), or
/// <c>! show …</c> says what follows; where there is none, the lines themselves tell.
/// </summary>
public static partial class Recognition
{
    /// <param name="text">The whole saved text; it may hold the outputs of several commands.</param>
    /// <param name="platform">Only outputs of this platform; null for any.</param>
    /// <param name="command">The command to look for, in full or shortened; null for the first that is recognised.</param>
    public static Parsed<RecognisedOutput> Find(string text, string? platform = null, string? command = null)
    {
        var commands = SavedCommand
            .All.Where(c => platform is null || string.Equals(c.Platform, platform, StringComparison.OrdinalIgnoreCase))
            .ToList();
        if (commands.Count == 0)
        {
            return Parsed.Fail<RecognisedOutput>(
                "--platform",
                1,
                $"one of {string.Join(", ", SavedCommand.All.Select(c => c.Platform).Distinct())}",
                platform ?? ""
            );
        }

        var wanted = command is null ? null : Typed(command, commands);
        if (command is not null && wanted is null)
        {
            return Parsed.Fail<RecognisedOutput>("--command", 1, $"one of {Names(commands)}", command);
        }

        var answer = AnswerText.Of(text);
        var sections = Sections(answer, commands);
        return (wanted is null ? null : Announced(sections, wanted))
            ?? sections
                .Select(section => InSection(answer, section, commands, wanted))
                .FirstOrDefault(f => f is not null)
            ?? Unrecognised(answer, sections, commands, wanted);
    }

    /// <summary>The command that was typed, perhaps shortened as a device accepts it, with arguments and pipes behind; null when it is none of these.</summary>
    internal static SavedCommand? Typed(string line, IReadOnlyList<SavedCommand> commands)
    {
        var words = line.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fitting = commands
            .Select(command => (command, Words: command.Command.Split(' ')))
            .Where(c =>
                words.Length >= c.Words.Length
                && c.Words.Zip(words)
                    .All(pair => pair.First.StartsWith(pair.Second, StringComparison.OrdinalIgnoreCase))
            )
            .GroupBy(c => c.Words.Length)
            .MaxBy(group => group.Key)
            ?.ToList();
        return fitting is [var only] ? only.command : null;
    }

    private static Parsed<RecognisedOutput>? Announced(IReadOnlyList<Section> sections, SavedCommand wanted) =>
        sections.FirstOrDefault(s => s.Command == wanted) is { } section
            ? Parsed.Of(new RecognisedOutput(wanted, section.Text))
            : null;

    private static Parsed<RecognisedOutput>? InSection(
        AnswerText answer,
        Section section,
        IReadOnlyList<SavedCommand> commands,
        SavedCommand? wanted
    )
    {
        if (section.Announced)
        {
            return wanted is null && section.Command is { } command
                ? Parsed.Of(new RecognisedOutput(command, section.Text))
                : null;
        }

        var lines = section.Text.Lines;
        var kinds = lines.Select(line => commands.FirstOrDefault(c => c.Begins(line))).ToList();
        var from = kinds.FindIndex(kind => kind is not null && (wanted is null || Belongs(kind, wanted)));
        if (from < 0)
        {
            return null;
        }

        var found = wanted ?? kinds[from]!;
        var to = kinds.FindIndex(from, kind => kind is not null && !Belongs(kind, found));
        to = to < 0 ? lines.Count : to;
        // One command prints both IKE tables, the older version first.
        if (
            wanted is null
            && found.Command == ShowCryptoIkev1Sa.Command
            && to < lines.Count
            && kinds[to]!.Command == ShowCryptoIkev2Sa.Command
        )
        {
            found = commands.First(c => c.Command == ShowCryptoIsakmpSa.Command);
            to = kinds.FindIndex(from, kind => kind is not null && !Belongs(kind, found));
            to = to < 0 ? lines.Count : to;
        }

        return Parsed.Of(new RecognisedOutput(found, section.Text.Slice(from, to)));
    }

    private static bool Belongs(SavedCommand kind, SavedCommand wanted) =>
        kind == wanted
        || (
            wanted.Command == ShowCryptoIsakmpSa.Command
            && kind.Command is ShowCryptoIkev1Sa.Command or ShowCryptoIkev2Sa.Command
        );

    private static Parsed<RecognisedOutput> Unrecognised(
        AnswerText answer,
        IReadOnlyList<Section> sections,
        IReadOnlyList<SavedCommand> commands,
        SavedCommand? wanted
    )
    {
        if (wanted is null)
        {
            return answer.FailAtStart<RecognisedOutput>("saved output", $"the output of {Names(commands)}");
        }

        // The user says what it is: then the command's own reader tells what it misses.
        return sections.FirstOrDefault(s => !s.Announced && s.Text.Lines.Count > 0) is { } section
            ? Parsed.Of(new RecognisedOutput(wanted, section.Text))
            : answer.FailAtStart<RecognisedOutput>("saved output", $"the output of {wanted.Command}");
    }

    private static string Names(IEnumerable<SavedCommand> commands) =>
        string.Join(", ", commands.Select(c => c.Command));

    private static List<Section> Sections(AnswerText answer, IReadOnlyList<SavedCommand> commands)
    {
        var sections = new List<Section>();
        var (announced, command, from) = (false, (SavedCommand?)null, 0);
        for (var i = 0; i < answer.Lines.Count; i++)
        {
            if (CommandLine(answer.Lines[i].Text, commands) is not { } typed)
            {
                continue;
            }

            sections.Add(new Section(announced, command, answer.Slice(from, i)));
            (announced, command, from) = (typed.Length > 0, Typed(typed, commands), i + 1);
        }

        sections.Add(new Section(announced, command, answer.Slice(from, answer.Lines.Count)));
        return sections;
    }

    /// <returns>The text typed at a prompt (empty at a prompt alone), or null when the line is output.</returns>
    private static string? CommandLine(string line, IReadOnlyList<SavedCommand> commands)
    {
        if (Prompt().Match(line) is { Success: true } match)
        {
            return match.Groups["typed"].Value;
        }

        var bare = line.StartsWith('!') ? line[1..].TrimStart() : line;
        // "Show me …" is prose: without a prompt only a command that is known counts.
        return bare.StartsWith("sh", StringComparison.OrdinalIgnoreCase) && Typed(bare, commands) is not null
            ? bare
            : null;
    }

    [GeneratedRegex(
        @"^[\w./:+-]{1,80}(\([^)]*\))?[>#] ?(?<typed>([a-z].*)?)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Prompt();

    /// <summary>Lines between two commands. Announced: a command line stands before them; its command is null when it is not one that can be read.</summary>
    private sealed record Section(bool Announced, SavedCommand? Command, AnswerText Text);
}
