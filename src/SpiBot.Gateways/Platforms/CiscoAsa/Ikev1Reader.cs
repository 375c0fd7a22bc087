using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>Reads the IKEv1 part of a text: blocks that begin with <c>1 IKE Peer: 203.0.113.9</c>, or rows of the 7.x table.</summary>
/// <param name="asked">Whose SAs are wanted: see <see cref="IkeListing.OtherPeers"/>. Null: all are.</param>
internal sealed class Ikev1Reader(IPAddress? asked = null) : ILineReader<IkeListing>
{
    private const string Heading = "IKEv1 SAs:";

    private readonly List<IkeSa> sas = [];
    private readonly List<string> others = [];
    private string? peer;
    private string? kind;
    private string? role;
    private string? rekey;
    private string? state;
    private string? lifetime;
    private long? announced;
    private bool complete = true;

    /// <summary>A line of an IKEv1 listing was there, even if it lists none.</summary>
    private bool recognised;

    public string Signature => "IKEv1 SAs:, IKE Peer: or There are no IKEv1 SAs";

    public string? Take(WalkedLine line)
    {
        recognised |= IsSignature(line);
        // More may stand in the line than the heading.
        complete &= !line.Begins(Heading) || line.Is(Heading);
        if (line.Follows("Total IKE SA:", out var total))
        {
            announced ??= AsaAnswer.Number(total);
        }
        else if (TryBlock(line.Span, out var of))
        {
            CloseBlock();
            if (line.IsOpen)
            {
                complete = false;
                return null;
            }

            peer = of.ToString();
        }
        else if (peer is not null)
        {
            TakeFields(line.Span, line.IsOpen);
        }
        else
        {
            TakeRow(line.Span, line.IsOpen);
        }

        return null;
    }

    public IkeListing? End()
    {
        CloseBlock();
        return recognised
            ? new IkeListing(sas, complete && (announced is null || sas.Count + others.Count >= announced))
            {
                OtherPeers = others,
                OtherPairs = others.Count,
            }
            : null;
    }

    public static bool IsSignature(WalkedLine line) =>
        line.Begins(Heading)
        || line.Begins("There are no IKEv1 SAs")
        || line.Begins("There are no isakmp sas")
        || line.Begins("IKE Peer Type Dir Rky State")
        || TryBlock(line.Span, out _)
        || (line.Follows("Active SA:", out var count) && AsaAnswer.Number(count) is not null);

    /// <summary><c>1 IKE Peer: 203.0.113.9</c>.</summary>
    private static bool TryBlock(ReadOnlySpan<char> line, out ReadOnlySpan<char> peer)
    {
        const string name = " IKE Peer: ";
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        var begins = digits > 0 && line[digits..].StartsWith(name, StringComparison.OrdinalIgnoreCase);
        peer = begins ? AsaAnswer.FirstWord(line[(digits + name.Length)..]) : default;
        return !peer.IsEmpty;
    }

    /// <summary>Two fields may stand in a line: <c>Type : L2L Role : initiator</c>. Of a name only the last word counts: <c>Lifetime Remaining: 1200</c> is no lifetime.</summary>
    private void TakeFields(ReadOnlySpan<char> line, bool open)
    {
        while (line.IndexOf(':') is >= 0 and var colon)
        {
            var name = LastLetters(line[..colon]);
            var behind = line[(colon + 1)..].TrimStart(' ');
            var value = name.IsEmpty ? default : AsaAnswer.FirstWord(behind);
            line = behind[value.Length..];
            if (value.IsEmpty)
            {
                // Something broke the line before the value.
                complete &= !name.Equals("Role", StringComparison.OrdinalIgnoreCase);
                continue;
            }

            if (open && line.IsEmpty && !IsWholeState(value))
            {
                complete = false;
                continue;
            }

            TakeField(name, value);
        }
    }

    private void TakeField(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        if (name.Equals("Type", StringComparison.OrdinalIgnoreCase))
        {
            kind ??= value.ToString();
        }
        else if (name.Equals("Role", StringComparison.OrdinalIgnoreCase))
        {
            role ??= value.ToString();
        }
        else if (name.Equals("Rekey", StringComparison.OrdinalIgnoreCase))
        {
            rekey ??= value.ToString();
        }
        else if (name.Equals("State", StringComparison.OrdinalIgnoreCase))
        {
            state ??= value.ToString();
        }
        else if (name.Equals("Lifetime", StringComparison.OrdinalIgnoreCase))
        {
            lifetime ??= value.ToString();
        }
    }

    private void TakeRow(ReadOnlySpan<char> line, bool open)
    {
        if (line.Contains("State :", StringComparison.OrdinalIgnoreCase))
        {
            // The rest of a block whose first line is missing.
            complete = false;
            return;
        }

        // 1 203.0.113.9 L2L Init No MM_Active [3des SHA preshrd 86400]
        Span<Range> words = stackalloc Range[7];
        var count = char.IsAsciiDigit(line[0]) ? line.Split(words, ' ') : 0;
        if (count < 6 || AsaAnswer.Number(line[words[0]]) is null || !line[words[5]].Contains('_'))
        {
            return;
        }

        if (open && count == 6 && !IsWholeState(line[words[5]]))
        {
            complete = false;
            return;
        }

        recognised = true;
        Add(
            line[words[1]].ToString(),
            line[words[2]].ToString(),
            line[words[3]].ToString(),
            line[words[4]].ToString(),
            line[words[5]].ToString()
        );
    }

    private void CloseBlock()
    {
        if (peer is not null)
        {
            if (state is not null)
            {
                Add(peer, kind, role, rekey, state, AsaAnswer.Number(lifetime));
            }
            else
            {
                complete = false;
            }
        }

        (peer, kind, role, rekey, state, lifetime) = (null, null, null, null, null, null);
    }

    private void Add(string address, string? kind, string? role, string? rekey, string state, long? lifetime = null)
    {
        if (asked is not null && IPAddress.TryParse(address, out var at) && !at.Equals(asked))
        {
            others.Add(address);
            return;
        }

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
    }

    /// <summary>MM_ACTIVE, AM_ACTIVE; MM_REKEY_DONE_H2 is the old SA of a pair after its rekey, which still carries traffic.</summary>
    private static bool IsUp(string state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || state.Contains("_REKEY_DONE", StringComparison.OrdinalIgnoreCase);

    private static bool IsWholeState(ReadOnlySpan<char> state) =>
        state.EndsWith("_ACTIVE", StringComparison.OrdinalIgnoreCase)
        || (state.Contains('_') && char.IsAsciiDigit(state[^1]));

    /// <summary>The letters that end the text, but for a blank behind them.</summary>
    private static ReadOnlySpan<char> LastLetters(ReadOnlySpan<char> text)
    {
        text = text is [.. var before, ' '] ? before : text;
        var start = text.Length;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        return text[start..];
    }
}
