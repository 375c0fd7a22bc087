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

    public static string Of(string text)
    {
        var masked = new StringBuilder(text.Length);
        var words = new MaskableWords(text);
        var (copied, rest) = (0, new SecretToCome());
        var (before, twoBefore) = (new MaskableWord(0, 0), new MaskableWord(0, 0));
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
            (twoBefore, before) = (before, isMasked ? new MaskableWord(word.End, word.End) : word);
        }

        return masked.Append(text, copied, text.Length - copied).ToString();
    }
}
