using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads one text of <c>show crypto ipsec sa</c>, line by line. A header (<c>interface:</c>, <c>peer address:</c>, <c>Crypto map tag:</c>) is printed only
/// when it changes, so it holds for every block until the next one. Lines of no interest are passed over; a line of interest that has not its form is a failure,
/// except where the text ends inside it.
/// </summary>
internal sealed class IpsecSaReader(AnswerText text, IpsecSaForm form)
{
    private const string Command = ShowCryptoIpsecSa.Command;

    private static readonly string[] Signatures =
    [
        "There are no ipsec sas",
        "interface: ",
        "peer address: ",
        "Crypto map tag: ",
        "local ident (addr/mask/prot/port)",
        "current_peer",
        "#pkts encaps",
        "local crypto endpt.",
        "current outbound spi",
        "inbound esp sas:",
        "outbound esp sas:",
        "in use settings",
        "sa timing:",
    ];

    private readonly List<ChildSa> tunnels = [];
    private readonly SaWords words = new();
    private string lastCryptoMap = "";
    private string lastLocal = "";
    private string? networkInterface;
    private string? peerAddress;
    private string? cryptoMap;
    private string? local;
    private ChildSaDraft? block;
    private List<SaDraft>? direction;
    private SaDraft? sa;
    private SaDraft? firstSa;
    private bool otherProtocol;
    private bool headerPending;
    private bool saysNone;
    private bool complete = true;

    public Parsed<SaListing> Read()
    {
        var cut = false;
        foreach (var line in text.Walk())
        {
            if (line.IsOpen && !CanEndOutput(line.Text))
            {
                // What a cut line says may be a part of what it would have said.
                cut = true;
            }
            else if (Take(line) is { } expected)
            {
                if (!line.IsOpen)
                {
                    return text.Fail<SaListing>(Command, line, expected);
                }

                cut = true;
            }
        }

        complete &= !cut && !headerPending;
        CloseBlock(last: true, cut);
        return tunnels.Count == 0 && !saysNone && !headerPending
            ? text.FailAtStart<SaListing>(
                Command,
                "interface:, peer address:, Crypto map tag: or There are no ipsec sas"
            )
            : Parsed.Of(new SaListing(complete, tunnels));
    }

    /// <summary>Lines that no other command prints: those a whole text begins with, and those a text without its beginning may begin with.</summary>
    public static bool IsSignature(AnswerLine line) => Signatures.Any(line.Begins);

    /// <summary>Lines that show by themselves that they are whole.</summary>
    private static bool CanEndOutput(string line) =>
        line.EndsWith(')')
        || line.EndsWith('}')
        || line.StartsWith("There are no ipsec sas", StringComparison.OrdinalIgnoreCase)
        || line is "replay detection support: Y" or "replay detection support: N" or "outbound pcp sas:"
        || (SaDraft.IsBitmapRow(line) && line.Contains(' '))
        || (
            line.StartsWith("current ", StringComparison.Ordinal)
            && line.Split(' ')[^1] is { Length: 8 } word
            && Spi.TryParseHex(word) is not null
        );

    /// <returns>What was expected where the line has not the form that its beginning promises; else null.</returns>
    private string? Take(AnswerLine line)
    {
        // One look at the first letter instead of twenty at the beginnings: here a long listing takes its time.
        switch (char.ToLowerInvariant(line.Span[0]))
        {
            case '#' when block is not null || line.Begins("#pkts ") || line.Begins("#send "):
                return Block().TakeCounters(line.Span);
            case 'c':
                return TakeCryptoMap(line) ? null : TakeCurrent(line);
            case 'l' or 'r' when line.Begins("local ") || line.Begins("remote "):
                return TakeEnds(line);
            case 's' when line.Follows("spi:", out var spi):
                return StartSa(spi);
            case 'i' or 'o' when TakeDirection(line):
            case 'i' or 'p' or 'a' or 't' when TakeHeader(line):
                return null;
            default:
                return TakeSa(line);
        }
    }

    private bool TakeHeader(AnswerLine line)
    {
        if (line.Begins("There are no ipsec sas"))
        {
            saysNone = true;
        }
        else if (line.Follows("interface:", out var name))
        {
            CloseBlock();
            (networkInterface, peerAddress, cryptoMap, local) = (name.ToString(), null, null, null);
            headerPending = true;
        }
        else if (line.Follows("peer address:", out var address))
        {
            CloseBlock();
            (networkInterface, peerAddress, cryptoMap, local) = (null, address.ToString(), null, null);
            headerPending = true;
        }
        else if (line.Begins("access-list ") || line.Begins("protected vrf:"))
        {
            if (block is { HasContent: true })
            {
                CloseBlock();
                headerPending = true;
            }
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool TakeCryptoMap(AnswerLine line)
    {
        if (!line.Follows("Crypto map tag:", out var tag))
        {
            return false;
        }

        CloseBlock();
        (local, headerPending) = (null, true);
        var first = true;
        foreach (var range in tag.Split(','))
        {
            var part = tag[range];
            if (first)
            {
                (cryptoMap, first) = (SaWords.Same(ref lastCryptoMap, part), false);
            }
            else if (part.Trim().StartsWith("local addr", StringComparison.OrdinalIgnoreCase))
            {
                local = SaWords.Same(ref lastLocal, part.Trim()["local addr".Length..].TrimStart(": "));
            }
        }

        return true;
    }

    private string? TakeEnds(AnswerLine line)
    {
        if (line.Follows("local ident (addr/mask/prot/port):", out var ours))
        {
            if (block is { LocalIdentSeen: true })
            {
                CloseBlock();
            }

            Block().LocalIdentSeen = true;
            return Ident(ours, isLocal: true);
        }

        if (line.Follows("remote ident (addr/mask/prot/port):", out var theirs))
        {
            Block().RemoteIdentSeen = true;
            return Ident(theirs, isLocal: false);
        }

        if (line.Follows("local crypto endpt.:", out var endpoints))
        {
            Block().TakeEndpoints(endpoints);
        }

        return null;
    }

    private string? TakeCurrent(AnswerLine line)
    {
        if (line.Begins("current_peer"))
        {
            return CurrentPeer(line);
        }

        if (line.Follows("current outbound spi", out var outbound))
        {
            return CurrentSpi(outbound, sent: true);
        }

        return line.Follows("current inbound spi", out var inbound) ? CurrentSpi(inbound, sent: false) : null;
    }

    private bool TakeDirection(AnswerLine line)
    {
        var inbound = line.Begins("inbound ");
        if (!(inbound || line.Begins("outbound ")) || !line.Span.EndsWith(" sas:", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        (sa, otherProtocol) = (null, !line.Is(inbound ? "inbound esp sas:" : "outbound esp sas:"));
        if (inbound)
        {
            Block().OtherInboundSeen |= otherProtocol;
            direction = otherProtocol ? null : Block().Inbound ??= [];
        }
        else
        {
            Block().OtherOutboundSeen |= otherProtocol;
            direction = otherProtocol ? null : Block().Outbound ??= [];
        }

        return true;
    }

    private string? TakeSa(AnswerLine line)
    {
        if (sa is not null)
        {
            return sa.Take(line);
        }

        // The rest of a block whose beginning is missing.
        complete &= block is not null || !(line.Begins("in use settings") || line.Begins("sa timing:"));
        return null;
    }

    private string? StartSa(ReadOnlySpan<char> text)
    {
        sa = null;
        if (otherProtocol)
        {
            return null;
        }

        if (direction is null)
        {
            return "inbound esp sas: or outbound esp sas: before an SPI";
        }

        // The decimal in brackets is not looked at: where the two differ, somebody edited the text by hand.
        var end = text.IndexOfAny(' ', '(');
        if (form.ExpectedSpi(text) is { } expected)
        {
            return expected;
        }

        if (AsaAnswer.Hex(end < 0 ? text : text[..end]) is not { } number)
        {
            return "spi: 0x and 1 to 8 hex digits";
        }

        if (Spi.TryFrom(number) is { } spi)
        {
            sa = new SaDraft(spi, words);
            firstSa ??= sa;
            direction.Add(sa);
        }

        return null;
    }

    private string? Ident(ReadOnlySpan<char> text, bool isLocal)
    {
        // Published texts have had their addresses taken out: nothing in the brackets is nothing known.
        if (text.Trim("() ").IsEmpty)
        {
            return null;
        }

        if (!AsaSelector.TryIdent(text, out var selector))
        {
            return "(address/mask/protocol/port)";
        }

        if (isLocal)
        {
            Block().LocalSelector = selector;
        }
        else
        {
            Block().RemoteSelector = selector;
        }

        return null;
    }

    private string? CurrentPeer(AnswerLine line)
    {
        if (form.CurrentPeer(line) is not { } peer)
        {
            return form.ExpectedPeer;
        }

        if (block is { PeerSeen: true })
        {
            CloseBlock();
        }

        (Block().Peer, Block().PeerSeen, Block().Username) = (peer.Name, true, peer.Username);
        Block().RemotePort ??= peer.Port;
        return null;
    }

    private string? CurrentSpi(ReadOnlySpan<char> text, bool sent)
    {
        if (form.CurrentSpi(text.TrimStart(": ")) is not { } number)
        {
            return "current … spi: and 1 to 8 hex digits";
        }

        if (sent)
        {
            Block().CurrentOutbound = Spi.TryFrom(number);
        }
        else
        {
            Block().CurrentInbound = Spi.TryFrom(number);
        }

        return null;
    }

    private ChildSaDraft Block()
    {
        headerPending = false;
        return block ??= new ChildSaDraft
        {
            Interface = networkInterface,
            CryptoMap = cryptoMap,
            Local = local,
            Peer = peerAddress,
        };
    }

    private void CloseBlock(bool last = false, bool cut = false)
    {
        complete &= last || !headerPending || block is not null || cryptoMap is null;
        if (block is { HasContent: true } draft)
        {
            var whole = draft.IsWhole && (!last || (!cut && EndsWhole(draft)));
            complete &= whole;
            tunnels.Add(draft.ToChildSa(whole));
        }
        else if (block is not null)
        {
            complete = false;
        }

        (block, direction, sa, otherProtocol) = (null, null, null, false);
    }

    /// <summary>
    /// Whether the last block of a text ends as blocks of this text end: the last SA is held against the first one, because images
    /// differ in what they print for an SA. The SA that is sent with is listed last, after what it replaced.
    /// </summary>
    private bool EndsWhole(ChildSaDraft draft)
    {
        if (draft.OtherInboundSeen && !draft.OtherOutboundSeen)
        {
            return false;
        }

        if (draft.Outbound is not { Count: > 0 } outbound)
        {
            return draft.Inbound is not { Count: > 0 };
        }

        var end = outbound[^1];
        return end.TimingSeen
            && (firstSa is not { ReplaySeen: true } || end.ReplaySeen)
            && end.BitmapRows >= (firstSa?.BitmapRows ?? 0)
            && (draft.CurrentOutbound is null || outbound.Any(s => s.Spi == draft.CurrentOutbound));
    }
}
