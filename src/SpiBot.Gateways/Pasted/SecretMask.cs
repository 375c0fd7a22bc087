using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace SpiBot.Gateways.Pasted;

/// <summary>
/// Takes the secrets out of a text that somebody pasted: session keys as FortiOS (<c>key=16 3de8…</c>) and <c>ip xfrm state</c> (<c>enc cbc(aes) 0x…</c>) print
/// them, and the pre-shared keys and passwords of configurations. Every way in for pasted text calls this first. Any text has an answer, in one pass; masked
/// text stays as it is. A key that a chat has wrapped, or put blanks or HTML tags into, is masked too.
/// </summary>
public static class SecretMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[masked]";

    /// <summary>More hex digits than any SPI has (an IKE SPI has 16): nothing but a key is that long.</summary>
    private const int LongestSpi = 16;

    private const int ShortestBareKey = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEFxX");

    private static readonly HashSet<string> KernelKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "auth",
        "auth-trunc",
        "enc",
        "aead",
    };

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "pre-shared-key",
        "preshared-key",
        "pre-shared-secret",
        "password",
        "passwd",
        "passphrase",
        "secret",
        "psksecret",
        "key-string",
        "shared-secret",
        "community",
    };

    /// <summary>Whose <c>key</c> is a secret: <c>crypto isakmp key … address …</c>.</summary>
    private static readonly HashSet<string> KeyOwners = new(StringComparer.OrdinalIgnoreCase)
    {
        "isakmp",
        "tacacs-server",
        "radius-server",
    };

    /// <summary>Words between a name and its secret: <c>password 7 …</c>, <c>pre-shared-key ascii-text …</c>.</summary>
    private static readonly HashSet<string> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        "hex",
        "ascii-text",
        "hexadecimal",
        "local",
        "remote",
        "enc",
        "is",
        "=",
        ":",
    };

    public static string Of(string text)
    {
        var masked = new StringBuilder(text.Length);
        var words = new Words(text);
        var (copied, rest) = (0, new Rest());
        var (before, twoBefore) = (new Word(0, 0), new Word(0, 0));
        while (words.Next() is { } word)
        {
            rest.Enter(text, word, before, twoBefore);
            var secret = rest.Take(text, word);
            if (secret is { } from)
            {
                masked.Append(text, copied, from - copied).Append(Mask);
                copied = word.End;
            }

            // What is masked says nothing about what follows: else a second pass would see something else than the first.
            var isMasked = secret is not null || text.AsSpan(word.Start, word.End - word.Start).SequenceEqual(Mask);
            (twoBefore, before) = (before, isMasked ? new Word(word.End, word.End) : word);
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsHex(ReadOnlySpan<char> word) => word.Length > 0 && !word.ContainsAnyExcept(HexDigits);

    private static ReadOnlySpan<char> Bare(ReadOnlySpan<char> word) => word.Trim("\"'`,;()[]{}|*");

    private static bool Is(HashSet<string> names, ReadOnlySpan<char> word) =>
        names.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static bool StartsWithZeroX(ReadOnlySpan<char> word) =>
        word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Word(int Start, int End);

    /// <summary>What is known of the words to come: that they are (a part of) a secret.</summary>
    private sealed class Rest
    {
        private long digits;
        private bool first;
        private bool hex;
        private bool line;
        private bool lineHasSecret;
        private bool onlyOne;

        /// <summary>The next words go on with a key of which a piece was masked already.</summary>
        private void ExpectHex(long count, bool isFirst) => (digits, hex, first, line) = (count, true, isFirst, false);

        public void Enter(string text, Word word, Word before, Word twoBefore)
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
                && Is(KernelKeys, Bare(text.AsSpan(twoBefore.Start, twoBefore.End - twoBefore.Start)))
            )
            {
                ExpectHex(long.MaxValue, isFirst: true);
            }
            else if (
                (previous.Equals("PSK", StringComparison.OrdinalIgnoreCase) && here[0] is '"' or '\'')
                || (
                    previous.Equals("key", StringComparison.OrdinalIgnoreCase)
                    && Is(KeyOwners, text.AsSpan(twoBefore.Start, twoBefore.End - twoBefore.Start))
                )
            )
            {
                ExpectLine();
            }
        }

        private void ExpectLine() => (line, lineHasSecret, onlyOne) = (true, false, false);

        /// <returns>Where within the word the secret begins; null when there is none in it.</returns>
        public int? Take(string text, Word word)
        {
            var span = text.AsSpan(word.Start, word.End - word.Start);
            if (span.SequenceEqual(Mask))
            {
                (lineHasSecret, hex) = (true, false);
                line &= !onlyOne;
                return null;
            }

            return hex ? TakeHex(span, word)
                : line ? TakeLine(span, word)
                : TakeFree(span, word);
        }

        private int? TakeHex(ReadOnlySpan<char> span, Word word)
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

        private int? TakeLine(ReadOnlySpan<char> span, Word word)
        {
            if (IsOption(span) && !lineHasSecret)
            {
                return null;
            }

            lineHasSecret = true;
            line = !onlyOne;
            return word.Start;
        }

        private int? TakeFree(ReadOnlySpan<char> span, Word word)
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
            if (!Is(Names, called) && !(end >= 0 && called.Equals("psk", StringComparison.OrdinalIgnoreCase)))
            {
                return null;
            }

            // psk=VALUE holds the secret in the same word.
            ExpectLine();
            lineHasSecret = end >= 0 && end < name.Length - 1;
            return lineHasSecret ? word.End - (name.Length - end - 1) : null;
        }

        /// <param name="span">What stands right behind <c>key=</c>: how many bytes the key has, then perhaps the key itself.</param>
        private int? AfterKey(ReadOnlySpan<char> span, Word word)
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
            Is(Options, span) || (span.Length <= 2 && !span.ContainsAnyExceptInRange('0', '9'));

        private static bool HasBareKey(ReadOnlySpan<char> span)
        {
            var run = 0;
            for (var i = 0; i < span.Length; i++)
            {
                run = char.IsAsciiHexDigit(span[i]) ? run + 1 : 0;
                if (run >= ShortestBareKey || (run > LongestSpi && StartsWithZeroX(span[Math.Max(0, i - run - 1)..])))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>The words of a text: what stands between blanks, HTML tags, <c>&amp;nbsp;</c> and characters that cannot be seen.</summary>
    private sealed class Words(string text)
    {
        private const int LongestTag = 200;

        private int at;

        /// <summary>The last '&gt;' is here: behind it no tag can end, so none is looked for.</summary>
        private readonly int lastClose = text.LastIndexOf('>');

        public Word? Next()
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
            return new Word(start, at);
        }

        private int Separator(int from)
        {
            var c = text[from];
            if (
                char.IsWhiteSpace(c)
                || c is '\u200b' or '\u200c' or '\u200d' or '\u2060' or '\ufeff' or '\0' or '\u00ad'
            )
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
            if (inside.Contains(Mask, StringComparison.Ordinal))
            {
                return true;
            }

            var run = 0;
            foreach (var character in inside)
            {
                run = char.IsAsciiHexDigit(character) ? run + 1 : 0;
                if (run > LongestSpi)
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
}
