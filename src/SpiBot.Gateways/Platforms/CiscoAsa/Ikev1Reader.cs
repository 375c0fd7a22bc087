using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Reads the IKEv1 part of a text: blocks that begin with <c>1 IKE Peer: 203.0.113.9</c>, or rows of the 7.x table.</summary>
internal sealed class Ikev1Reader
{
    private const string BlockMark = " IKE Peer: ";

    private readonly List<IkeSa> sas = [];
    private readonly Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
    private string? peer;
    private long? announced;
    private bool complete = true;

    /// <summary>A line of an IKEv1 listing was there, even if it lists none.</summary>
    public bool Recognised { get; private set; }

    /// <param name="line">The next line.</param>
    /// <param name="open">The text ends with this line, without a line end: its last word may be cut.</param>
    public void Take(AnswerLine line, bool open)
    {
        if (IsSignature(line))
        {
            Recognised = true;
        }

        if (line.After("Total IKE SA:") is { } total)
        {
            announced ??= AsaAnswer.Number(total);
        }
        else if (PeerOf(line) is { } address)
        {
            CloseBlock();
            if (open)
            {
                complete = false;
                return;
            }

            peer = address;
        }
        else if (peer is not null)
        {
            TakeFields(line.Text, open);
        }
        else
        {
            TakeRow(line.Text, open);
        }
    }

    public IkeListing Listing()
    {
        CloseBlock();
        return new IkeListing(sas, complete && (announced is null || sas.Count >= announced));
    }

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("IKEv1 SAs:")
        || line.Begins("There are no IKEv1 SAs")
        || line.Begins("There are no isakmp sas")
        || line.Begins("IKE Peer Type Dir Rky State")
        || PeerOf(line) is not null
        || (line.After("Active SA:") is { } count && AsaAnswer.Number(count) is not null);

    /// <summary><c>State : MM_ACTIVE</c>, <c>State:MM_ACTIVE</c>, several in a line: the word before a colon, and the one behind it.</summary>
    private void TakeFields(string line, bool open)
    {
        for (var colon = line.IndexOf(':'); colon >= 0; )
        {
            // "Lifetime Remaining: n" is a field of its own: only its last word is taken as the name.
            var name = LastWord(line.AsSpan(0, colon));
            var start = colon + 1 < line.Length && line[colon + 1] == ' ' ? colon + 2 : colon + 1;
            if (name.IsEmpty || start == line.Length)
            {
                colon = line.IndexOf(':', colon + 1);
                continue;
            }

            var blank = line.IndexOf(' ', start);
            var end = blank < 0 ? line.Length : blank;
            var value = line[start..end];
            if (open && blank < 0 && !IsWholeState(value))
            {
                complete = false;
            }
            else
            {
                fields.TryAdd(name.ToString(), value);
            }

            colon = line.IndexOf(':', end);
        }
    }

    /// <summary>Letters at the end, or in front of a blank there.</summary>
    private static ReadOnlySpan<char> LastWord(ReadOnlySpan<char> text)
    {
        text = text is [.., ' '] ? text[..^1] : text;
        var start = text.Length;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        return text[start..];
    }

    private void TakeRow(string line, bool open)
    {
        if (line.Contains("State :", StringComparison.OrdinalIgnoreCase))
        {
            // The rest of a block whose first line is missing.
            complete = false;
            return;
        }

        // 1 203.0.113.9 L2L Init No MM_Active [3des SHA preshrd 86400]
        var words = line.Split(' ');
        if (words.Length < 6 || AsaAnswer.Number(words[0]) is null || !words[5].Contains('_'))
        {
            return;
        }

        if (open && words.Length == 6 && !IsWholeState(words[5]))
        {
            complete = false;
            return;
        }

        Recognised = true;
        Add(words[1], words[2], words[3], words[4], words[5]);
    }

    private void CloseBlock()
    {
        if (peer is not null)
        {
            if (fields.TryGetValue("State", out var state) && state.Length > 0)
            {
                Add(
                    peer,
                    fields.GetValueOrDefault("Type"),
                    fields.GetValueOrDefault("Role"),
                    fields.GetValueOrDefault("Rekey"),
                    state,
                    AsaAnswer.Number(fields.GetValueOrDefault("Lifetime"))
                );
            }
            else
            {
                complete = false;
            }
        }

        peer = null;
        fields.Clear();
    }

    private void Add(string address, string? kind, string? role, string? rekey, string state, long? lifetime = null) =>
        sas.Add(
            new IkeSa(
                Version: 1,
                address,
                state,
                IsUp(state),
                role,
                Rekeying: string.Equals(rekey, "yes", StringComparison.OrdinalIgnoreCase),
                Kind: kind
            )
            {
                LifetimeSeconds = lifetime,
            }
        );

    /// <summary>MM_ACTIVE, AM_ACTIVE; MM_REKEY_DONE_H2 is the old SA of a pair after its rekey, which still carries traffic.</summary>
    private static bool IsUp(string state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || state.Contains("_REKEY_DONE", StringComparison.OrdinalIgnoreCase);

    private static bool IsWholeState(string state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || (state.Contains('_') && char.IsAsciiDigit(state[^1]));

    /// <summary><c>1 IKE Peer: 203.0.113.9</c>; null when the line begins no block.</summary>
    private static string? PeerOf(AnswerLine line)
    {
        var digits = line.Span.IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !line.Span[digits..].StartsWith(BlockMark, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var rest = line.Span[(digits + BlockMark.Length)..];
        var end = rest.IndexOf(' ');
        return (end < 0 ? rest : rest[..end]).ToString();
    }
}
