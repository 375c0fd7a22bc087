using System.Buffers;

namespace SpiBot.Gateways.Pasted;

/// <summary>What is known of the words to come: that they are (a part of) a secret.</summary>
internal sealed class SecretToCome
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEFxX-");

    /// <summary>A key in hex goes on, for so many digits; what comes first may have a prefix.</summary>
    private bool hex;
    private long digits;
    private bool first;

    /// <summary>The rest of the line is secret, or only its next word.</summary>
    private bool line;
    private bool lineHasSecret;
    private bool onlyOne;

    /// <summary>The next words go on with a key of which a piece was masked already.</summary>
    private void ExpectHex(long count, bool isFirst) => (digits, hex, first, line) = (count, true, isFirst, false);

    public void Enter(string text, MaskableWord word, MaskableWord before, MaskableWord twoBefore)
    {
        var newLine = text.AsSpan(before.End, word.Start - before.End).ContainsAny("\r\n<");
        // A name at the end of a line: its secret is the first word of the next.
        onlyOne |= line && newLine;
        line &= !(newLine && lineHasSecret);
        if (hex || line)
        {
            return;
        }

        var previous = Bare(text.AsSpan(before.Start, before.End - before.Start));
        var here = text.AsSpan(word.Start, word.End - word.Start);
        if (
            previous.Length > 0
            && (StartsWithZeroX(Bare(here)) || (here[0] == '0' && previous.Contains('(')))
            && SecretNames.Has(
                SecretNames.KernelKeys,
                Bare(text.AsSpan(twoBefore.Start, twoBefore.End - twoBefore.Start))
            )
        )
        {
            ExpectHex(long.MaxValue, isFirst: true);
        }
        else if (IsPrintedKey(text.AsSpan(twoBefore.Start, twoBefore.End - twoBefore.Start), here))
        {
            ExpectHex(long.MaxValue, isFirst: false);
        }
        else if (Announces(text.AsSpan(twoBefore.Start, twoBefore.End - twoBefore.Start), previous, here))
        {
            ExpectLine();
        }
    }

    /// <summary><c>enc: des 6bbfadfc3cd3a985</c>, as FortiOS prints the keys of an SA: that of DES is as short as an SPI of IKE.</summary>
    private static bool IsPrintedKey(ReadOnlySpan<char> twoBefore, ReadOnlySpan<char> here) =>
        (
            twoBefore.Equals("enc:", StringComparison.OrdinalIgnoreCase)
            || twoBefore.Equals("auth:", StringComparison.OrdinalIgnoreCase)
        )
        && here.Length >= SecretNames.LongestSpi
        && IsHex(here);

    /// <summary>Whether these two words, and the quotation mark of the next where it has one, say that the rest of the line is secret.</summary>
    private static bool Announces(ReadOnlySpan<char> twoBefore, ReadOnlySpan<char> previous, ReadOnlySpan<char> here) =>
        // ipsec.secrets: 192.0.2.1 : PSK "…", and without quotation marks 0s… and 0x….
        (
            SecretNames.Has(SecretNames.SecretKinds, previous)
            && (here[0] is '"' or '\'' || twoBefore.SequenceEqual(":"))
        )
        || (
            previous.Equals("key", StringComparison.OrdinalIgnoreCase)
            && SecretNames.Has(SecretNames.KeyOwners, twoBefore)
        )
        // key 7 0822455D0A16
        || (previous is [>= '0' and <= '9'] && Bare(twoBefore).Equals("key", StringComparison.OrdinalIgnoreCase))
        // Both passwords of it, wherever they stand.
        || (
            previous.Equals("user", StringComparison.OrdinalIgnoreCase)
            && Bare(twoBefore).Equals("snmp-server", StringComparison.OrdinalIgnoreCase)
        );

    private void ExpectLine() => (line, lineHasSecret, onlyOne) = (true, false, false);

    /// <returns>Where within the word the secret begins; null when there is none in it.</returns>
    public int? Take(string text, MaskableWord word)
    {
        var span = text.AsSpan(word.Start, word.End - word.Start);
        if (span.SequenceEqual(SecretMask.Mask))
        {
            (lineHasSecret, hex) = (true, false);
            line &= !onlyOne;
            return null;
        }

        return hex ? TakeHex(span, word)
            : line ? TakeLine(span, word)
            : TakeFree(span, word);
    }

    private int? TakeHex(ReadOnlySpan<char> span, MaskableWord word)
    {
        var bare = Bare(span);
        if (!IsHex(bare) && (!first || span.Contains('=') || span.Contains(':')))
        {
            hex = false;
            return TakeFree(span, word);
        }

        first = false;
        digits -= bare.Length;
        hex = digits > 0;
        return word.Start;
    }

    private int? TakeLine(ReadOnlySpan<char> span, MaskableWord word)
    {
        if (IsOption(span) && !lineHasSecret)
        {
            return null;
        }

        lineHasSecret = true;
        line = !onlyOne;
        return word.Start;
    }

    private int? TakeFree(ReadOnlySpan<char> span, MaskableWord word)
    {
        if (HasBareKey(span))
        {
            ExpectHex(long.MaxValue, isFirst: false);
            return word.Start;
        }

        var at = span.LastIndexOf("key=", StringComparison.OrdinalIgnoreCase);
        if (at >= 0 && (at == 0 || !char.IsLetterOrDigit(span[at - 1])))
        {
            return AfterKey(span[(at + 4)..], word);
        }

        var name = span.TrimStart("\"'`-");
        var end = name.IndexOfAny("=:");
        var called = (end < 0 ? name : name[..end]).TrimEnd("\"'`");
        if (end >= 0 && SecretNames.IsSessionKey(called))
        {
            // SK_er: 85df83adb26f1a97-ef1bc91b35d05d1e, as FortiOS prints the keys of an IKE SA.
            ExpectHex(long.MaxValue, isFirst: false);
            return end < name.Length - 1 ? word.End - (name.Length - end - 1) : null;
        }

        if (
            !SecretNames.Has(SecretNames.Settings, called)
            && !(end >= 0 && called.Equals("psk", StringComparison.OrdinalIgnoreCase))
        )
        {
            return null;
        }

        // psk=VALUE holds the secret in the same word.
        ExpectLine();
        lineHasSecret = end >= 0 && end < name.Length - 1;
        return lineHasSecret ? word.End - (name.Length - end - 1) : null;
    }

    /// <param name="span">What stands right behind <c>key=</c>: how many bytes the key has, then perhaps the key itself.</param>
    private int? AfterKey(ReadOnlySpan<char> span, MaskableWord word)
    {
        if (span.Length <= 3 && long.TryParse(span, out var bytes))
        {
            if (bytes > 0)
            {
                ExpectHex(bytes * 2, isFirst: true);
            }

            return null;
        }

        if (span.Length == 0)
        {
            ExpectHex(long.MaxValue, isFirst: true);
            return null;
        }

        ExpectHex(long.MaxValue, isFirst: false);
        return word.End - span.Length;
    }

    private static bool IsOption(ReadOnlySpan<char> span) =>
        SecretNames.Has(SecretNames.Between, span) || (span.Length <= 2 && !span.ContainsAnyExceptInRange('0', '9'));

    private static bool HasBareKey(ReadOnlySpan<char> span)
    {
        var (run, grouped) = (0, 0);
        for (var i = 0; i < span.Length; i++)
        {
            var isDigit = char.IsAsciiHexDigit(span[i]);
            run = isDigit ? run + 1 : 0;
            grouped =
                isDigit ? grouped + 1
                : span[i] == '-' ? grouped
                : 0;
            if (
                grouped >= SecretNames.ShortestBareKey
                || (run > SecretNames.LongestSpi && StartsWithZeroX(span[Math.Max(0, i - run - 1)..]))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHex(ReadOnlySpan<char> word) => word.Length > 0 && !word.ContainsAnyExcept(HexDigits);

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> word) => word.Trim("\"'`,;()[]{}|*");

    private static bool StartsWithZeroX(ReadOnlySpan<char> word) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
}
