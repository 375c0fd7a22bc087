using System.Net;
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

    /// <summary>
    /// What IKE says of one peer (713…, 750…, 751…), how its sessions ended (113019), and who typed something about it (111008, 111010).
    /// </summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<LoggedEvents> Peer(IPAddress peer)
    {
        return About(AsaAddress.Of(peer), char.IsAsciiHexDigit);
    }

    /// <summary>The same under a name that the box prints for the peer.</summary>
    /// <param name="name">As <see cref="ShowName"/> reads it.</param>
    internal static Query<LoggedEvents> Named(string name) =>
        About(name, letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static Query<LoggedEvents> About(string word, Func<char, bool> isPartOfOne) =>
        new(
            NegotiationsOf + word[^Math.Min(word.Length, LongestText - NegotiationsOf.Length)..],
            answer =>
            {
                var read = Read(answer, MostKept, mayBeNothing: true);
                // To the filter a dot is any character, and 203.0.113.9 is part of 203.0.113.90.
                return read.Succeeded
                    ? Parsed.Of(
                        read.Value with
                        {
                            Events = [.. read.Value.Events.Where(logged => Holds(logged.Text, word, isPartOfOne))],
                        }
                    )
                    : read;
            }
        );

    private const string NegotiationsOf = "show logg | i -(713|75[01]|11[13]0).*";

    /// <summary>Of a line to type: see <see cref="Query{T}"/>. Of a long address the end has to do.</summary>
    private const int LongestText = 60;

    /// <summary>111008, which a box writes for every command that is no <c>show</c>; and those of <see cref="Tunnels"/> that come often, to see how far the buffer goes back.</summary>
    public static Query<LoggedEvents> Executed { get; } =
        new($"{Command} | include [gr] logging:|111008|402114|60230", answer => Read(answer, MostOfExecuted));

    /// <summary>One that is old matters as much as the newest.</summary>
    private const int MostOfExecuted = 5000;

    /// <summary>The newest count; a small buffer holds some thirty messages.</summary>
    private const int MostKept = 200;

    public static Parsed<LoggedEvents> Read(AnswerText text) => Read(text, MostKept);

    private static Parsed<LoggedEvents> Read(AnswerText text, int mostKept, bool mayBeNothing = false) =>
        AsaAnswer.Read(text, Command, t => ReadLines(t, mostKept, mayBeNothing));

    /// <summary>The messages of both answers, oldest first as far as they say when; what the buffer takes is in the first.</summary>
    internal static Answer<LoggedEvents> Together(Answer<LoggedEvents> tunnels, Answer<LoggedEvents> negotiations) =>
        negotiations.Value is { Events: { Count: > 0 } more }
            ? tunnels.To(log => log with { Events = [.. log.Events.Concat(more).OrderBy(logged => logged.Local)] })
            : tunnels;

    /// <summary>Whether the address or name stands there as a whole: a dot behind it is its own only with more of it behind the dot.</summary>
    private static bool Holds(string text, string word, Func<char, bool> isPartOfOne)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; )
        {
            var end = at + word.Length;
            var isWhole =
                (at == 0 || !(isPartOfOne(text[at - 1]) || text[at - 1] == '.'))
                && (end == text.Length || !isPartOfOne(text[end]))
                && (end + 1 >= text.Length || text[end] != '.' || !isPartOfOne(text[end + 1]));
            if (isWhole)
            {
                return true;
            }

            at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase);
        }

        return false;
    }

    /// <summary>A line that only this command's output has; the settings that IOS prints too are left out.</summary>
    internal static bool IsSignature(AnswerLine line) =>
        line.Begins("Standby logging:") || line.Begins("ASDM logging:") || AsaMessage.Of(line.Text) is not null;

    private static Parsed<LoggedEvents> ReadLines(AnswerText text, int mostKept, bool mayBeNothing)
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

        return told || kept.Count > 0 || (mayBeNothing && text.Lines.Count == 0)
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
            Severities.Names,
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
