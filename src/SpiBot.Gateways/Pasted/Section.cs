using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Pasted;

/// <summary>The lines between two commands. <see cref="Typed"/>: the command line before them, null where there is none; <see cref="Commands"/>: what it can have been.</summary>
internal sealed record Section(string? Typed, IReadOnlyList<SavedCommand> Commands, AnswerText Text)
{
    public static IReadOnlyList<Section> Of(AnswerText answer, IReadOnlyList<SavedCommand> commands)
    {
        answer = CommandLine.Parted(answer, commands);
        var sections = new List<Section>();
        var (typed, meant, from) = ((string?)null, (IReadOnlyList<SavedCommand>)[], 0);
        for (var i = 0; i < answer.Lines.Count; i++)
        {
            if (CommandLine.Of(answer.Lines[i].Text, commands) is not { } line)
            {
                continue;
            }

            sections.Add(new Section(typed, meant, answer.Slice(from, i)));
            (typed, meant, from) = (
                line.Text.Length > 0 ? line.Text : null,
                CommandLine.Commands(line.Text, commands),
                i + 1
            );
        }

        sections.Add(new Section(typed, meant, answer.Slice(from, answer.Lines.Count)));
        return sections;
    }
}
