using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show asp drop</c>: what the data path dropped, in two sections, each with <c>Last clearing:</c>. Rows read <c>Label (keyword)   count</c>; the
/// box cuts the label at 100 characters, so that the end of a long keyword is missing; images before 8.0 print no keyword at all.
/// </summary>
public static class ShowAspDrop
{
    public const string Command = "show asp drop";

    /// <summary>The label of old images, and the keyword of newer ones.</summary>
    private const string InvalidSpiLabel = "Invalid SPI";

    public static Query<DropCounters> Query { get; } = new(Command, ReadWhole);

    /// <summary>Reads whatever sections the text has: see <see cref="DropCounters.FrameRead"/> and <see cref="DropCounters.FlowRead"/>.</summary>
    public static Parsed<DropCounters> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    /// <summary>A box always prints both headers. Absent means 0 only where the section itself is there, so without it nothing is known.</summary>
    private static Parsed<DropCounters> ReadWhole(AnswerText text)
    {
        var counters = Read(text);
        if (counters.Value is { FrameRead: false })
        {
            return text.FailAtStart<DropCounters>(Command, "Frame drop:");
        }

        return counters.Value is { FlowRead: false } ? text.FailAtEnd<DropCounters>(Command, "Flow drop:") : counters;
    }

    private static Parsed<DropCounters> ReadLines(AnswerText text) => new Reader(text).Read();

    private sealed class Reader(AnswerText text)
    {
        private readonly List<DropCount> counts = [];
        private readonly HashSet<(DropSection, string)> keys = [];
        private readonly HashSet<DropSection> sections = [];
        private readonly Dictionary<DropSection, string> cleared = [];
        private DropSection? section;

        /// <summary>The rows of the section are over.</summary>
        private bool ended;

        public Parsed<DropCounters> Read()
        {
            for (var i = 0; i < text.Lines.Count; i++)
            {
                var line = text.Lines[i];
                if (Header(line) is { } header && !sections.Add(header))
                {
                    // A second output follows in the same paste.
                    break;
                }

                if (Take(line, isLast: i == text.Lines.Count - 1) is { } expected)
                {
                    return text.Fail<DropCounters>(Command, line, expected);
                }
            }

            return sections.Count == 0
                ? text.FailAtStart<DropCounters>(Command, "Frame drop: or Flow drop:")
                : Parsed.Of(
                    new DropCounters(
                        counts,
                        cleared.GetValueOrDefault(DropSection.Frame),
                        cleared.GetValueOrDefault(DropSection.Flow),
                        sections.Contains(DropSection.Frame),
                        sections.Contains(DropSection.Flow)
                    )
                );
        }

        /// <returns>What should stand there; null when it was taken.</returns>
        private string? Take(AnswerLine line, bool isLast)
        {
            if (isLast && text.OpenLine is { } open && Row(line.Text) is not null && !IsWhole(open))
            {
                return "a whole row: the text ends inside it";
            }

            if (Header(line) is { } header)
            {
                (section, ended) = (header, false);
            }
            else if (line.After("Last clearing:") is { } when)
            {
                cleared.TryAdd(section ?? DropSection.Frame, when);
                ended = true;
            }
            else if (IsSection(line))
            {
                return "a line for each row";
            }
            else if (Row(line.Text) is { } row)
            {
                return TakeRow(row);
            }
            else if (section is not null && !ended && (!line.AfterBlank || LacksCount(line.Text)))
            {
                // A row that is not understood must not become a 0.
                return "a row: label (keyword) count";
            }
            else if (section is not null)
            {
                ended = true;
            }

            return null;
        }

        private string? TakeRow((string Keyword, string Label, long? Count) row)
        {
            section ??= SectionOf(row.Keyword);
            if (section is not { } known)
            {
                return "Frame drop: or Flow drop: before the first row";
            }

            if (row.Count is not { } count)
            {
                return "a count below 2^63";
            }

            sections.Add(known);
            // Two long labels may be cut to the same rest of a keyword: then the label tells them apart.
            var key = keys.Add((known, row.Keyword)) ? row.Keyword : row.Label;
            keys.Add((known, key));
            counts.Add(new DropCount(known, key, count));
            return null;
        }
    }

    /// <summary>A section begins there, though rows may stand in the same line.</summary>
    internal static bool IsSection(AnswerLine line) => line.Begins("Frame drop:") || line.Begins("Flow drop:");

    private static DropSection? Header(AnswerLine line) =>
        line.Is("Frame drop:") ? DropSection.Frame
        : line.Is("Flow drop:") ? DropSection.Flow
        : null;

    /// <summary>Where a row without a header belongs: invalid SPIs are counted for frames only.</summary>
    private static DropSection? SectionOf(string keyword) =>
        keyword == DropCounters.InvalidSpi ? DropSection.Frame : null;

    /// <returns>Null when the line is no row; a null count when the number is too long for one.</returns>
    internal static (string Keyword, string Label, long? Count)? Row(string line)
    {
        var digits = line.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;
        var label = line[..digits].TrimEnd();
        // Without a blank or a bracket between, the digits are the end of a word.
        if (digits == line.Length || label.Length == 0 || (label.Length == digits && label[^1] != ')'))
        {
            return null;
        }

        var keyword = KeywordOf(label) ?? (label == InvalidSpiLabel ? DropCounters.InvalidSpi : label);
        return (keyword, label, AsaAnswer.Number(line.AsSpan(digits)));
    }

    /// <summary>
    /// Whether a row at the very end of the text, without a line end, has its whole count. The box prints rows of exactly 80 or 113 columns; where
    /// a paste has lost the alignment, only a closed keyword (or the known label) tells a row from the beginning of one.
    /// </summary>
    private static bool IsWhole(string open)
    {
        var line = open.TrimEnd();
        var label = line.TrimEnd("0123456789".ToCharArray());
        if (line.StartsWith("  ", StringComparison.Ordinal) || label.EndsWith("  ", StringComparison.Ordinal))
        {
            // The count has the last eleven columns, aligned to the right.
            return line.Length is 80 or 113 && AsaAnswer.Number(line.AsSpan(line.Length - 11).TrimStart()) is not null;
        }

        return label.EndsWith(' ') && (label.TrimEnd().EndsWith(')') || label.Trim() == InvalidSpiLabel);
    }

    private static bool LacksCount(string line) => line.EndsWith(')') && KeywordOf(line) is not null;

    /// <summary>What stands in the last brackets, closed or cut off.</summary>
    private static string? KeywordOf(string label)
    {
        var open = label.LastIndexOf('(');
        if (open < 0)
        {
            return null;
        }

        var keyword = label[(open + 1)..];
        if (keyword.EndsWith(')'))
        {
            keyword = keyword[..^1];
        }

        return keyword.Length > 0 && keyword.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? keyword
            : null;
    }
}
