using SpiBot.Gateways.Platforms;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Pasted;

/// <summary>A command's output within a saved text: which command's, and its lines (numbered as in the whole text).</summary>
public sealed record RecognisedOutput(SavedCommand Command, AnswerText Text)
{
    public Parsed<object> Read() => Command.Read(Text);
}

/// <summary>
/// Finds the outputs of commands in a saved or pasted text. A line with a prompt (<c>hq-fw1# show asp drop</c>), a bare <c>show …</c> (shortened forms too), or
/// <c>! show …</c> says what follows; where there is none, the lines themselves tell.
/// </summary>
public static class Recognition
{
    /// <param name="text">The whole saved text; it may hold the outputs of several commands.</param>
    /// <param name="platform">Only outputs of this platform; null for any.</param>
    /// <param name="command">The command to look for, in full or shortened; null for the first that is recognised.</param>
    public static Parsed<RecognisedOutput> Find(string text, string? platform = null, string? command = null)
    {
        var answer = PastedText.Of(text);
        var commands = CommandsOf(platform, answer);
        if (commands.Count == 0)
        {
            return Parsed.Fail<RecognisedOutput>(
                "--platform",
                1,
                $"one of {string.Join(", ", PlatformCommands.All.Select(p => p.Id))}",
                platform ?? ""
            );
        }

        var wanted = command is null ? null : CommandLine.Commands(command, commands);
        if (wanted is { Count: 0 })
        {
            return Parsed.Fail<RecognisedOutput>("--command", 1, $"one of {Names(commands)}", SecretMask.Of(command!));
        }

        var sections = Section.Of(answer, commands);
        return (wanted is null ? null : Announced(sections, wanted))
            ?? sections
                .SelectMany(section => Region.Of(section, commands, wanted))
                .Select(region => Parsed.Of(region.Recognise()))
                .FirstOrDefault()
            ?? Rewrapped(answer, commands, wanted)
            ?? Unrecognised(answer, sections, commands, wanted);
    }

    /// <summary>The commands to look for: of one platform, or of all. FTD prints what an ASA prints, so only its prompt or version tells the two apart.</summary>
    internal static IReadOnlyList<SavedCommand> CommandsOf(string? platform, AnswerText answer)
    {
        if (platform is not null)
        {
            return
            [
                .. SavedCommand.All.Where(c => string.Equals(c.Platform, platform, StringComparison.OrdinalIgnoreCase)),
            ];
        }

        var other = answer.Lines.Any(line =>
            Platforms.CiscoFtd.ShowVersion.IsSignature(line)
            || CommandLine.Of(line.Text, SavedCommand.All) is { AtFtdPrompt: true }
        )
            ? "cisco_asa"
            : "cisco_ftd";
        return
        [
            .. SavedCommand.All.Where(c => c.Platform != other || c.Command == Platforms.CiscoFtd.ShowVersion.Command),
        ];
    }

    /// <summary>Where nothing was recognised, all line ends may have been lost: the text with lines broken where any platform's lines begin.</summary>
    internal static AnswerText PutRight(AnswerText answer, IReadOnlyList<SavedCommand> commands) =>
        commands
            .Where(c => c.LineBeginnings is not null)
            .Select(c => c.LineBeginnings!)
            .Distinct()
            .Append(Beginnings.OfOthers)
            .Select(answer.Relined)
            .MaxBy(relined => relined.Lines.Count(line => commands.Any(c => c.Begins(line))))!;

    private static Parsed<RecognisedOutput>? Rewrapped(
        AnswerText answer,
        IReadOnlyList<SavedCommand> commands,
        IReadOnlyList<SavedCommand>? wanted
    ) =>
        Section
            .Of(PutRight(answer, commands), commands)
            .SelectMany(section => Region.Of(section, commands, wanted))
            .Select(region => Parsed.Of(region.Recognise()))
            .FirstOrDefault();

    private static Parsed<RecognisedOutput>? Announced(
        IReadOnlyList<Section> sections,
        IReadOnlyList<SavedCommand> wanted
    ) =>
        sections.FirstOrDefault(s => s.Commands.Any(wanted.Contains)) is { } section
            ? Parsed.Of(new Region(section.Commands.Where(wanted.Contains).ToList(), section.Text).Recognise())
            : null;

    private static Parsed<RecognisedOutput> Unrecognised(
        AnswerText answer,
        IReadOnlyList<Section> sections,
        IReadOnlyList<SavedCommand> commands,
        IReadOnlyList<SavedCommand>? wanted
    )
    {
        if (wanted is null)
        {
            return
                sections.Select(section => Advice.For(section, peer: null)).FirstOrDefault(a => a is not null)
                    is { } advice
                ? answer.FailAtStart<RecognisedOutput>("saved output", advice)
                : answer.FailAtStart<RecognisedOutput>(
                    "saved output",
                    commands.Select(c => c.Platform).Distinct().Take(2).Count() == 1
                        ? $"the output of {Names(commands)}"
                        : $"the output of a command that is read, such as {Advice.OnEach(peer: null)}"
                );
        }

        // The user says what it is: then the command's own reader tells what it misses.
        return sections.FirstOrDefault(s => s.Typed is null && s.Text.Lines.Count > 0) is { } section
            ? Parsed.Of(new Region(wanted, section.Text).Recognise())
            : answer.FailAtStart<RecognisedOutput>("saved output", $"the output of {wanted[0].Command}");
    }

    private static string Names(IEnumerable<SavedCommand> commands) =>
        string.Join(", ", commands.Select(c => c.Command).Distinct());
}
