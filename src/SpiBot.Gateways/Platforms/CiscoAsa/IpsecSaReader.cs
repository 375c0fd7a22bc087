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
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var line = text.Lines[i];
            var open = text.LastLineIsOpen && i == text.Lines.Count - 1;
            if (open && !CanEndOutput(line.Text))
            {
                // What a cut line says may be a part of what it would have said.
                cut = true;
            }
            else if (Take(line) is { } expected)
            {
                if (!open)
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
    private string? Take(AnswerLine line) => TakeHeader(line) ?? TakeBlock(line) ?? TakeSa(line);

    private string? TakeHeader(AnswerLine line)
    {
        if (line.Begins("There are no ipsec sas"))
        {
            saysNone = true;
        }
        else if (line.After("interface:") is { } name)
        {
            CloseBlock();
            (networkInterface, peerAddress, cryptoMap, local, headerPending) = (name, null, null, null, true);
        }
        else if (line.After("peer address:") is { } address)
        {
            CloseBlock();
            (networkInterface, peerAddress, cryptoMap, local, headerPending) = (null, address, null, null, true);
        }
        else if (line.After("Crypto map tag:") is { } tag)
        {
            CloseBlock();
            (cryptoMap, local, headerPending) = (tag.Split(',')[0], null, true);
            foreach (var part in tag.Split(',').Skip(1))
            {
                var trimmed = part.Trim();
                if (trimmed.StartsWith("local addr", StringComparison.OrdinalIgnoreCase))
                {
                    local = trimmed["local addr".Length..].TrimStart(':', ' ');
                }
            }
        }
        else if ((line.Begins("access-list ") || line.Begins("protected vrf:")) && block is { HasContent: true })
        {
            CloseBlock();
            headerPending = true;
        }

        return null;
    }

    private string? TakeBlock(AnswerLine line)
    {
        if (line.After("local ident (addr/mask/prot/port):") is { } ours)
        {
            if (block is { LocalIdentSeen: true })
            {
                CloseBlock();
            }

            Block().LocalIdentSeen = true;
            return Ident(ours, selector => Block().LocalSelector = selector);
        }

        if (line.After("remote ident (addr/mask/prot/port):") is { } theirs)
        {
            Block().RemoteIdentSeen = true;
            return Ident(theirs, selector => Block().RemoteSelector = selector);
        }

        if (line.Begins("current_peer"))
        {
            return CurrentPeer(line);
        }

        if (line.Begins("#pkts ") || line.Begins("#send ") || (line.Text.StartsWith('#') && block is not null))
        {
            return Block().TakeCounters(line.Text);
        }

        if (line.After("local crypto endpt.:") is { } endpoints)
        {
            Block().TakeEndpoints(endpoints);
            return null;
        }

        if (line.After("current outbound spi") is { } outbound)
        {
            return CurrentSpi(outbound, spi => Block().CurrentOutbound = spi);
        }

        return line.After("current inbound spi") is { } inbound
            ? CurrentSpi(inbound, spi => Block().CurrentInbound = spi)
            : null;
    }

    private string? TakeSa(AnswerLine line)
    {
        if (line.Begins("inbound ") && line.Text.EndsWith(" sas:", StringComparison.OrdinalIgnoreCase))
        {
            (sa, otherProtocol) = (null, !line.Is("inbound esp sas:"));
            Block().OtherInboundSeen |= otherProtocol;
            direction = otherProtocol ? null : Block().Inbound ??= [];
        }
        else if (line.Begins("outbound ") && line.Text.EndsWith(" sas:", StringComparison.OrdinalIgnoreCase))
        {
            (sa, otherProtocol) = (null, !line.Is("outbound esp sas:"));
            Block().OtherOutboundSeen |= otherProtocol;
            direction = otherProtocol ? null : Block().Outbound ??= [];
        }
        else if (line.After("spi:") is { } spi)
        {
            return StartSa(spi);
        }
        else if (sa is not null)
        {
            return sa.Take(line);
        }
        else if (block is null && (line.Begins("in use settings") || line.Begins("sa timing:")))
        {
            // The rest of a block whose beginning is missing.
            complete = false;
        }

        return null;
    }

    private string? StartSa(string text)
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
        var hex = text.Split(' ', '(')[0];
        if (form.ExpectedSpi(text) is { } expected)
        {
            return expected;
        }

        if (!hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || AsaAnswer.Hex(hex) is not { } number)
        {
            return "spi: 0x and 1 to 8 hex digits";
        }

        if (Spi.TryFrom(number) is { } spi)
        {
            sa = new SaDraft(spi);
            firstSa ??= sa;
            direction.Add(sa);
        }

        return null;
    }

    private static string? Ident(string text, Action<Selector?> set)
    {
        // Published texts have had their addresses taken out: nothing in the brackets is nothing known.
        if (text.Trim('(', ')', ' ').Length == 0)
        {
            return null;
        }

        if (!AsaSelector.TryIdent(text, out var selector))
        {
            return "(address/mask/protocol/port)";
        }

        set(selector);
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

    private string? CurrentSpi(string text, Action<Spi?> set)
    {
        if (form.CurrentSpi(text.TrimStart(':', ' ')) is not { } number)
        {
            return "current … spi: and 1 to 8 hex digits";
        }

        set(Spi.TryFrom(number));
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
