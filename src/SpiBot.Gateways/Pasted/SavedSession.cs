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
        var whole = PastedText.Of(text);
        var commands = Recognition.CommandsOf(platform: null, whole);
        return new SavedSession(
            HostnameIn(whole, commands),
            [.. Section.Of(whole, commands).SelectMany(section => AnswersIn(section, commands))]
        );
    }

    private static IEnumerable<SavedAnswer> AnswersIn(Section section, IReadOnlyList<SavedCommand> commands)
    {
        // Another command than one that can be read was typed: its output may hold anything, a log above all.
        var another = section is { Typed: not null, Commands.Count: 0 };
        return another || section.Text.Lines.Count == 0
            ? []
            : Region
                .Of(section, commands, wanted: null)
                .Select(region => region.Recognise())
                .Select(output => new SavedAnswer(
                    output.Command,
                    Arguments(section.Typed, output.Command),
                    output.Text
                ));
    }

    private static string? HostnameIn(AnswerText whole, IReadOnlyList<SavedCommand> commands) =>
        whole
            .Lines.Where(line => CommandLine.Of(line.Text, commands) is not null)
            .Select(line => Prompt().Match(line.Text))
            .FirstOrDefault(prompt => prompt.Success)
            ?.Groups["host"]
            .Value;

    private static string Arguments(string? typed, SavedCommand command) =>
        typed is null
            ? ""
            : string.Join(
                ' ',
                typed
                    .Split('|')[0]
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Skip(command.Command.Split(' ').Length)
            );

    [GeneratedRegex(
        @"^(?<host>[\w.:+-]{1,63})(/[\w./:+-]{1,60})?(\([^)]*\))?[>#]",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Prompt();
}
