using System.Text.RegularExpressions;

namespace SpiBot.Gateways.Pasted;

/// <summary>Lines that somebody typed: at a prompt, or the command alone on a line.</summary>
internal static partial class CommandLine
{
    /// <param name="Text">What was typed; empty at a prompt alone.</param>
    /// <param name="AtFtdPrompt">The prompt was the bare <c>&gt;</c> of Firepower Threat Defense.</param>
    public sealed record Typed(string Text, bool AtFtdPrompt);

    /// <returns>Null when the line is output.</returns>
    public static Typed? Of(string line, IReadOnlyList<SavedCommand> commands)
    {
        if (Prompt().Match(line) is { Success: true } match)
        {
            return new Typed(match.Groups["typed"].Value, AtFtdPrompt: false);
        }

        if (line.StartsWith('>') && line[1..].TrimStart() is var atFtd && Commands(atFtd, commands).Count > 0)
        {
            return new Typed(atFtd, AtFtdPrompt: true);
        }

        var bare = line.StartsWith('!') ? line[1..].TrimStart() : line;
        // "Show me …" is prose: without a prompt only a command that is known counts.
        return BareBeginning().IsMatch(bare) && Commands(bare, commands).Count > 0
            ? new Typed(bare, AtFtdPrompt: false)
            : null;
    }

    /// <summary>The commands that were typed, perhaps shortened as a device accepts it, with arguments and pipes behind: one for each platform that has it.</summary>
    public static IReadOnlyList<SavedCommand> Commands(string line, IReadOnlyList<SavedCommand> commands)
    {
        // Teams makes a dash of two hyphens.
        var words = line.Split('|')[0]
            .Replace("\u2013", "--", StringComparison.Ordinal)
            .Replace("\u2014", "--", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        if (words is ["sudo", ..])
        {
            words.RemoveAt(0);
        }

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

    private const RegexOptions Options =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"^([\w.@/:~+-]{1,80}(\([^)]*\))?[>#$] ?(?<typed>([a-z].*)?)|[\w.-]{1,60}( \([^)]*\))? [#$] (?<typed>(diag|get|show|exec|config|end|fnsysctl).*)|\[[\w.-]+@[\w.-]+ [^\]]{1,60}\][#$] ?(?<typed>([a-z].*)?))$",
        Options
    )]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^(sh|(sudo )?(swanctl [-\u2013\u2014]|ipsec status|ip (-[a-z]+ )*xfrm s|diag))", Options)]
    private static partial Regex BareBeginning();
}
