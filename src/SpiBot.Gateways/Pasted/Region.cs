using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Pasted;

/// <summary>Lines that are one output, and the commands that can have printed it: several where two platforms print alike.</summary>
internal sealed record Region(IReadOnlyList<SavedCommand> Commands, AnswerText Text)
{
    /// <summary>The command of them that can read the lines, the first where several or none can.</summary>
    public RecognisedOutput Recognise() =>
        Commands
            .Select(command => (command, Value: Commands.Count > 1 ? command.Read(Text) : null))
            .OrderByDescending(c =>
                c.Value is not { Succeeded: true } read
                    ? -1
                    : ValueCount.Of(read.Value) + (Completeness.IsComplete(read.Value) ? 1 : 0)
            )
            .Select(c => new RecognisedOutput(c.command, Text))
            .First();

    /// <param name="section">Where to look.</param>
    /// <param name="commands">What to look for.</param>
    /// <param name="wanted">Only regions that can be one of these; null for all.</param>
    public static IEnumerable<Region> Of(
        Section section,
        IReadOnlyList<SavedCommand> commands,
        IReadOnlyList<SavedCommand>? wanted
    )
    {
        if (section.Commands.Count > 0)
        {
            // The command line says which command; which platform, the lines must tell.
            var meant = section.Commands.Where(c => wanted?.Contains(c) ?? true).ToList();
            if (meant.Count > 0)
            {
                yield return new Region(Narrowed(meant, section.Text), section.Text);
            }

            yield break;
        }

        foreach (var region in Unannounced(section.Text, commands))
        {
            var meant = region.Commands.Where(c => wanted?.Contains(c) ?? true).ToList();
            if (meant.Count > 0)
            {
                yield return region with
                {
                    Commands = meant,
                };
            }
        }
    }

    private static List<SavedCommand> Narrowed(List<SavedCommand> meant, AnswerText text)
    {
        foreach (var line in text.Lines)
        {
            if (meant.Count < 2)
            {
                break;
            }

            var printers = meant.Where(c => c.Begins(line)).ToList();
            meant = printers.Count > 0 ? printers : meant;
        }

        return meant;
    }

    /// <summary>For each line the commands of which it is one; none for most.</summary>
    private static List<List<SavedCommand>> Kinds(AnswerText text, IReadOnlyList<SavedCommand> commands)
    {
        var kinds = text.Lines.Select(line => commands.Where(c => c.Begins(line)).ToList()).ToList();
        for (var i = kinds.Count - 2; i >= 0; i--)
        {
            kinds[i].AddRange(kinds[i + 1].Where(c => c.Heads?.Invoke(text.Lines[i]) == true).Except(kinds[i]));
        }

        return kinds;
    }

    private static IEnumerable<Region> Unannounced(AnswerText text, IReadOnlyList<SavedCommand> commands)
    {
        var kinds = Kinds(text, commands);
        var (from, certain) = (-1, -1);
        List<SavedCommand> candidates = [];
        for (var i = 0; i < kinds.Count; i++)
        {
            if (kinds[i].Count == 0)
            {
                continue;
            }

            var both = candidates.Count == 0 ? kinds[i] : candidates.Intersect(kinds[i]).ToList();
            if (both.Count == 0)
            {
                // Lines that both platforms print, behind the last that only the first prints, begin the second's output.
                var split = Enumerable.Range(certain + 1, i - certain).First(line => kinds[line].Count > 0);
                var common = Enumerable
                    .Range(split, i - split)
                    .Where(line => kinds[line].Count > 0)
                    .Aggregate((IEnumerable<SavedCommand>)kinds[i], (so, line) => so.Intersect(kinds[line]))
                    .ToList();
                (split, both) = common.Count > 0 && split > from ? (split, common) : (i, kinds[i]);
                yield return new Region(candidates, text.Slice(from, split));
                from = split;
                certain = split - 1;
            }

            from = from < 0 ? i : from;
            candidates = both;
            certain = kinds[i].All(c => c.Platform == kinds[i][0].Platform) ? i : certain;
        }

        if (from >= 0)
        {
            yield return new Region(candidates, text.Slice(from, text.Lines.Count));
        }
    }
}
