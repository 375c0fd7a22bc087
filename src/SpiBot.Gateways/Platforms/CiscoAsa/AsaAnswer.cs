using System.Buffers;
using System.Globalization;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>What the answers of all ASA commands have in common.</summary>
internal static class AsaAnswer
{
    /// <summary>How a line begins that says the command was not carried out. TACACS denies without the <c>ERROR</c>.</summary>
    public static IReadOnlyList<string> Refusals => RefusalBeginnings;

    private static readonly string[] RefusalBeginnings =
    [
        "ERROR:",
        "Command authorization failed",
        "% Invalid input detected",
        "% Incomplete command",
        "% Ambiguous command",
    ];

    /// <summary>Without one of these, or a sign, no line is a refusal.</summary>
    private static readonly SearchValues<string> WordsOfRefusal = SearchValues.Create(
        ["ERROR:", "Command"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Reads a text with a command's own reader, unless the box refused the command.</summary>
    public static Parsed<T> Read<T>(AnswerText text, string command, Func<AnswerText, Parsed<T>> reader)
        where T : class
    {
        return Refusal(text) is { } line ? text.Fail<T>(command, line, $"the output of {command}") : reader(text);
    }

    private static AnswerLine? Refusal(AnswerText text)
    {
        if (text.MayHold(WordsOfRefusal, '%', '^'))
        {
            foreach (var line in text.Walk())
            {
                if (IsRefusal(line))
                {
                    return line.Kept();
                }
            }
        }

        return null;
    }

    public static bool IsRefusal(WalkedLine line) =>
        line.Span[0] switch
        {
            '^' => line.Span.Length == 1,
            'E' or 'e' or 'C' or 'c' or '%' => BeginsAsRefusal(line),
            _ => false,
        };

    private static bool BeginsAsRefusal(WalkedLine line)
    {
        foreach (var refusal in RefusalBeginnings)
        {
            if (line.Begins(refusal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Digits and nothing else.</summary>
    public static long? Number(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Up to the first blank.</summary>
    public static ReadOnlySpan<char> FirstWord(ReadOnlySpan<char> words) =>
        words.IndexOf(' ') is >= 0 and var end ? words[..end] : words;

    /// <summary>The number behind <c>0x</c>; null unless 1 to 8 hex digits follow.</summary>
    public static uint? Hex(ReadOnlySpan<char> word) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? HexDigits(word[2..]) : null;

    /// <summary>1 to 8 hex digits and nothing else.</summary>
    public static uint? HexDigits(ReadOnlySpan<char> digits) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
