using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Pasted;

/// <summary>Lines that somebody typed: at a prompt, or the command alone on a line.</summary>
internal static partial class CommandLine
{
    /// <param name="Text">What was typed, without a word before it that only says where it is to be run (<c>do show …</c>); empty at a prompt alone.</param>
    /// <param name="AtFtdPrompt">The prompt was the bare <c>&gt;</c> of Firepower Threat Defense.</param>
    public sealed record Typed(string Text, bool AtFtdPrompt);

    /// <returns>Null when the line is output.</returns>
    public static Typed? Of(string line, IReadOnlyList<SavedCommand> commands)
    {
        if (Prompt().Match(line) is { Success: true } match)
        {
            return new Typed(Bare(match.Groups["typed"].Value), AtFtdPrompt: false);
        }

        if (line.StartsWith('>') && line[1..].TrimStart() is var atFtd && Commands(atFtd, commands).Count > 0)
        {
            return new Typed(atFtd, AtFtdPrompt: true);
        }

        var bare = Bare(line.StartsWith('!') ? line[1..].TrimStart() : line);
        // "Show me …" is prose: without a prompt only a command that is known counts.
        return BareBeginning().IsMatch(bare) && Commands(bare, commands).Count > 0
            ? new Typed(bare, AtFtdPrompt: false)
            : null;
    }

    /// <summary>The commands that were typed, perhaps shortened as a device accepts it, with arguments and pipes behind: one for each platform that has it.</summary>
    public static IReadOnlyList<SavedCommand> Commands(string line, IReadOnlyList<SavedCommand> commands)
    {
        // Teams makes a dash of two hyphens.
        var words = Bare(line)
            .Split('|')[0]
            .Replace("\u2013", "--", StringComparison.Ordinal)
            .Replace("\u2014", "--", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        if (words is ["ip", ..])
        {
            words.RemoveAll(word => word.StartsWith('-'));
        }
        else if (words is ["swanctl", "-l", ..])
        {
            words[1] = "--list-sas";
        }

        var fitting = commands
            .Select(command => (command, Words: command.Command.Split(' ')))
            .Where(c =>
                words.Count >= c.Words.Length
                && c.Words.Zip(words)
                    .All(pair => pair.First.StartsWith(pair.Second, StringComparison.OrdinalIgnoreCase))
            )
            .GroupBy(c => c.Words.Length)
            .MaxBy(group => group.Key)
            ?.Select(c => c.command)
            .ToList();
        return fitting is { Count: > 0 } && fitting.All(c => c.Command == fitting[0].Command) ? fitting : [];
    }

    /// <summary>The same text with lines of their own for commands and outputs that stand in one line: a chat may have taken all line ends.</summary>
    public static AnswerText Parted(AnswerText text, IReadOnlyList<SavedCommand> commands) =>
        text.Broken(line => [.. Breaks(line, commands)]);

    private static IEnumerable<int> Breaks(AnswerLine line, IReadOnlyList<SavedCommand> commands)
    {
        var text = line.Text;
        IEnumerable<Match> within = line.Span.ContainsAny('#', '>', '$') ? PromptWithin().Matches(text) : [];
        var prompts = within
            .Select(match => match.Index + 1)
            .Where(at =>
                Of(text[at..Math.Min(at + MostTyped, text.Length)], commands) is { } typed
                && Commands(typed.Text, commands).Count > 0
            )
            .ToList();
        foreach (var (from, to) in prompts.Prepend(0).Zip(prompts.Append(text.Length)))
        {
            if (from > 0)
            {
                yield return from;
            }

            var part = text[from..to].TrimEnd();
            if (
                Of(part, commands) is { Text: { Length: > 0 } typed }
                && OutputIn(typed, Commands(typed, commands)) is { } output
            )
            {
                yield return from + part.Length - typed.Length + output;
            }
        }
    }

    /// <summary>Where in the typed text the output of the command begins; null where it does not, as far as anybody types.</summary>
    private static int? OutputIn(string typed, IReadOnlyList<SavedCommand> meant)
    {
        if (meant.Count == 0)
        {
            return null;
        }

        var at = 0;
        for (var word = 0; word < MostWords; word++, at++)
        {
            if (typed[at] == '|')
            {
                return null;
            }

            var rest = new AnswerLine(number: 1, typed.AsMemory(at), afterBlank: true, isOpen: false);
            if (
                word >= meant[0].Command.Split(' ').Length
                && meant.Any(c => c.Begins(rest) || c.Heads?.Invoke(rest) == true)
            )
            {
                return at;
            }

            at = typed.IndexOf(' ', at);
            if (at < 0)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>IOS and Junos run a command from within configuration behind such a word, a shell as root.</summary>
    private static string Bare(string typed)
    {
        var prefix = Array.Find(Prefixes, prefix => typed.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        return prefix is null ? typed : typed[prefix.Length..].TrimStart();
    }

    private static readonly string[] Prefixes = ["do ", "run ", "sudo "];

    /// <summary>Arguments with it: <c>show vpn-sessiondb detail l2l filter ipaddress 203.0.113.9</c>.</summary>
    private const int MostWords = 16;

    /// <summary>In characters, the prompt with it: whether a command was typed shows in its first words, and the line may be all of a long paste.</summary>
    private const int MostTyped = 400;

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"^([\w.@/:~+-]{1,80}(\([^)]*\))?[>#$] ?(?<typed>([a-z].*)?)|[\w.-]{1,60}( \([^)]*\))? [#$] (?<typed>(diag|get|show|exec|config|end|exit|fnsysctl).*)|([\w.-]{1,60} \([\w.-]{1,40}\)|[\w.-]{0,40}[0-9-][\w.-]{0,40}) # ?(?<typed>)|\[[\w.-]+@[\w.-]+ [^\]]{1,60}\][#$] ?(?<typed>([a-z].*)?))$",
        Options
    )]
    private static partial Regex Prompt();

    [GeneratedRegex(
        @" [\w.@/:~+-]{1,80}(\([^) ]*\))?[>#$] ?(sh|do sh|run sh|swanctl|sudo|ipsec|ip -|ip xfrm|diag|get vpn)",
        Options
    )]
    private static partial Regex PromptWithin();

    [GeneratedRegex(@"^(sh|swanctl [-\u2013\u2014]|ipsec status|ip (-[a-z]+ )*xfrm s|diag|get vpn)", Options)]
    private static partial Regex BareBeginning();
}
