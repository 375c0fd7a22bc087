namespace SpiBot.Commands;

/// <summary>Text to command. Case, extra blanks, quotes and a full stop at the end do not matter; words do.</summary>
public static class CommandGrammar
{
    /// <summary>Nothing that is said to a bot in an incident is longer; the rest would only slow the search for the nearest command.</summary>
    public const int LongestText = 200;

    public static Command Parse(string text)
    {
        var words = Words(text);
        if (words.Count == 0)
        {
            return new Command.Help();
        }

        var (head, time) = SplitTime(words);
        foreach (var form in CommandForm.All)
        {
            if (Fits(form, words) is { } command)
            {
                return command;
            }

            if (time is not null && form.Lasting is { } lasting && Fits(form, head) is { } begun)
            {
                return lasting(begun, time);
            }
        }

        return IncompleteCommand.Of(words)
            ?? (Command)new Command.Unknown(text, text.Length > LongestText ? null : NearestCommand.To(words));
    }

    /// <summary>The commands that begin with the same word as a text that was not understood, as help shows them.</summary>
    public static IReadOnlyList<string> BeginningLike(string text) =>
        Words(text) is [var first, ..]
            ? [.. CommandForm.All.Where(form => Same(form.Parts[0], first)).Select(form => form.Shown).OfType<string>()]
            : [];

    internal static List<string> Words(string text)
    {
        List<string> words =
        [
            .. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('`', '"', '\'', '“', '”', '‘', '’', ',', ';'))
                .Select(word => word.Length > 1 ? word.TrimEnd('.', '!', '?') : word)
                .Where((word, i) => word.Length > 0 && !(i > 0 && word is "?" or "!" or ".")),
        ];
        // As a Cisco prints an SPI: "spi: 0x1E3EFDFE (507444734)", twice the same.
        if (words is [.., var hex, ['(', .., ')'] number] && IsHex(hex) && number[1..^1].All(char.IsAsciiDigit))
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words is [.., var spi, var last] && Same(spi, "spi:") && IsHex(last))
        {
            words[^2] = "spi";
        }

        return words;
    }

    /// <summary>A "for 8h" or "for 8 hours" at the end, and what stands before it. Null: there is none.</summary>
    internal static (List<string> Head, string? Time) SplitTime(List<string> words)
    {
        var at = words.FindLastIndex(word => Same(word, "for"));
        return at > 0 && words.Count - at is 2 or 3
            ? (words[..at], string.Join(' ', words[(at + 1)..]))
            : (words, null);
    }

    internal static Command? Fits(CommandForm form, List<string> words)
    {
        var parts = form.Parts;
        var withGateway = words.Count == parts.Count + 2;
        if (words.Count != parts.Count && !withGateway)
        {
            return null;
        }

        string? peer = null;
        for (var i = 0; i < parts.Count; i++)
        {
            if (
                (parts[i] == CommandForm.Peer && !CommandForm.IsWord(words[i]))
                || (parts[i] == CommandForm.Spi && MayBeSpi(form, words[i]))
            )
            {
                peer = words[i];
            }
            else if (!Same(parts[i], words[i]))
            {
                return null;
            }
        }

        if (!withGateway)
        {
            return form.Make(peer, null);
        }

        return form.OnGateway && Same(words[^2], "on") ? form.Make(peer, words[^1]) : null;
    }

    private static bool MayBeSpi(CommandForm form, string word) => form.Parts.Contains("spi") || IsHex(word);

    private static bool IsHex(string word) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && word[2..].All(char.IsAsciiHexDigit);

    internal static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
