using System.Runtime.InteropServices;

namespace SpiBot.Gateways.Pasted;

/// <summary>Where a word of a text begins, and where it is over.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MaskableWord(int Start, int End);

/// <summary>The words of a text: what stands between blanks, HTML tags, <c>&amp;nbsp;</c> and characters that cannot be seen.</summary>
internal sealed class MaskableWords(string text)
{
    private const int LongestTag = 200;

    private int at;

    /// <summary>The last '&gt;' is here: behind it no tag can end, so none is looked for.</summary>
    private readonly int lastClose = text.LastIndexOf('>');

    public MaskableWord? Next()
    {
        while (at < text.Length && Separator(at) is > 0 and var length)
        {
            at += length;
        }

        if (at >= text.Length)
        {
            return null;
        }

        var start = at;
        do
        {
            at++;
        } while (at < text.Length && Separator(at) == 0);
        return new MaskableWord(start, at);
    }

    private int Separator(int from)
    {
        var c = text[from];
        if (char.IsWhiteSpace(c) || c is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\0' or '\u00ad')
        {
            return 1;
        }

        return c switch
        {
            '&' => Entity(text.AsSpan(from)),
            '<' when from < lastClose => Tag(text.AsSpan(from, Math.Min(LongestTag, text.Length - from))),
            _ => 0,
        };
    }

    private static int Entity(ReadOnlySpan<char> here)
    {
        ReadOnlySpan<string> blanks = ["&nbsp;", "&#160;", "&#xa0;", "&#32;", "&#10;", "&#13;", "&#9;", "&zwnj;"];
        foreach (var blank in blanks)
        {
            if (here.StartsWith(blank, StringComparison.OrdinalIgnoreCase))
            {
                return blank.Length;
            }
        }

        return 0;
    }

    /// <summary>A key may have come between what only looks like the two ends of a tag. Masked, it still has.</summary>
    private static bool HoldsKey(ReadOnlySpan<char> inside)
    {
        if (inside.Contains(SecretMask.Mask, StringComparison.Ordinal))
        {
            return true;
        }

        var run = 0;
        foreach (var character in inside)
        {
            run = char.IsAsciiHexDigit(character) ? run + 1 : 0;
            if (run > SecretNames.LongestSpi)
            {
                return true;
            }
        }

        return false;
    }

    private static int Tag(ReadOnlySpan<char> here)
    {
        if (here.Length < 3 || !(char.IsAsciiLetter(here[1]) || here[1] == '/'))
        {
            return 0;
        }

        var end = here[1..].IndexOfAny('<', '>');
        return end >= 0 && here[1 + end] == '>' && !HoldsKey(here[..end]) ? end + 2 : 0;
    }
}
