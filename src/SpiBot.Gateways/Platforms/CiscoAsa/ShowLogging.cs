using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show logging</c>, never without a filter on the box: buffers of 50 MB exist. The line that tells the buffer's level comes with the messages, because a message
/// that is absent means something only if the buffer would have taken it.
/// </summary>
public static partial class ShowLogging
{
    public const string Command = "show logging";

    /// <summary>402114, 402116 and 402119; 602303 and 602304; the lines <c>Syslog logging:</c> and <c>Buffer logging:</c>. Written so short to fit beside a prompt: see <see cref="Query{T}"/>.</summary>
    public static Query<LoggedEvents> Tunnels { get; } =
        new($"{Command} | include [gr] logging:|40211[469]|60230[34]", Read);

    /// <summary>111008, which a box writes for every command that is no <c>show</c>; and those of <see cref="Tunnels"/> that come often, to see how far the buffer goes back.</summary>
    public static Query<LoggedEvents> Executed { get; } =
        new(
            $"{Command} | include [gr] logging:|111008|402114|60230",
            answer => Read(AnswerText.Of(answer), MostOfExecuted)
        );

    /// <summary>One that is old matters as much as the newest.</summary>
    private const int MostOfExecuted = 5000;

    /// <summary>The newest count; a small buffer holds some thirty messages.</summary>
    private const int MostKept = 200;

    private static readonly string[] Levels =
    [
        "emergencies",
        "alerts",
        "critical",
        "errors",
        "warnings",
        "notifications",
        "informational",
        "debugging",
    ];

    public static Parsed<LoggedEvents> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<LoggedEvents> Read(AnswerText text) => Read(text, MostKept);

    private static Parsed<LoggedEvents> Read(AnswerText text, int mostKept) =>
        AsaAnswer.Read(text, Command, t => ReadLines(t, mostKept));

    /// <summary>A line that only this command's output has.</summary>
    internal static bool IsSignature(AnswerLine line) =>
        line.Begins("Syslog logging:") || line.Begins("Buffer logging:") || AsaMessage.Of(line.Text) is not null;

    private static Parsed<LoggedEvents> ReadLines(AnswerText text, int mostKept)
    {
        var (told, enabled, buffered, level) = (false, true, true, (int?)null);
        var kept = new Queue<LoggedEvent>();
        foreach (var line in text.Lines)
        {
            if (line.After("Buffer logging:") is { } buffer)
            {
                (told, level) = (true, Level(buffer));
                buffered = !buffer.StartsWith("disabled", StringComparison.OrdinalIgnoreCase);
            }
            else if (line.After("Syslog logging:") is { } syslog)
            {
                enabled = !syslog.StartsWith("disabled", StringComparison.OrdinalIgnoreCase);
            }
            else if (AsaMessage.Of(line.Text) is { } logged)
            {
                kept.Enqueue(logged);
                if (kept.Count > mostKept)
                {
                    kept.Dequeue();
                }
            }
        }

        return told || kept.Count > 0
            ? Parsed.Of(new LoggedEvents(enabled && buffered, level, [.. kept]))
            : text.FailAtStart<LoggedEvents>(
                Command,
                "Buffer logging: and its level, or a message such as %ASA-4-402114"
            );
    }

    private static int? Level(string buffer)
    {
        if (LevelWord().Match(buffer) is not { Success: true } match)
        {
            return null;
        }

        var word = match.Groups["level"].Value;
        var found = Array.FindIndex(
            Levels,
            level => word.Length >= 3 && level.StartsWith(word, StringComparison.OrdinalIgnoreCase)
        );
        return found >= 0 ? found : null;
    }

    [GeneratedRegex(
        @"^level (?<level>[a-z]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex LevelWord();
}
