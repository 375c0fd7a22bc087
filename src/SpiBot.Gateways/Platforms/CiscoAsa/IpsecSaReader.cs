using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// Reads <c>show crypto ipsec sa</c>. Lines of no interest are passed over; a line of interest that has not its form is a failure, except where the text ends inside it.
/// </summary>
internal sealed class IpsecSaReader(IpsecSaForm form) : ILineReader<SaListing>
{
    private const string Heading = " sas:";
    private const string ExpectedHeading = "inbound esp sas: or outbound esp sas:";

    private readonly IpsecSaBlocks blocks = new();
    private (string Text, Selector? Selector) lastLocal = ("", null);
    private bool saysNone;
    private bool cut;

    public string Signature => "Crypto map tag:, local ident, current_peer or There are no ipsec sas";

    public string? Take(WalkedLine line)
    {
        // What a cut line says may be a part of what it would have said.
        var expected = line.IsOpen && !IpsecSaLine.CanEndOutput(line.Text) ? "a whole line" : TakeWhole(line);
        if (line.IsOpen && expected is not null)
        {
            cut = true;
            return null;
        }

        return expected;
    }

    public SaListing? End()
    {
        var tunnels = blocks.End(cut);
        return blocks.Any || saysNone ? new SaListing(blocks.Complete, tunnels) : null;
    }

    /// <returns>What was expected where the line has not the form that its beginning promises; else null.</returns>
    private string? TakeWhole(WalkedLine line)
    {
        // One look at the first letter instead of twenty at the beginnings: here a long listing takes its time.
        switch ((char)(line.Span[0] | ' '))
        {
            case '#':
                return line.Begins("#pkts ") || line.Begins("#send ") || blocks.IsOpen
                    ? blocks.Current.TakeCounters(line.Span)
                    : null;
            case 'c':
                return line.Follows("Crypto map tag:", out var tag) ? TakeCryptoMap(tag) : TakeCurrent(line);
            case 'l' or 'r' when line.Begins("local ") || line.Begins("remote "):
                return TakeEnds(line);
            case 's' when line.Follows("spi:", out var spi):
                return TakeSpi(spi);
            case 'i' or 'o' when line.Begins("inbound ") || line.Begins("outbound "):
                return TakeDirection(line);
            case 'i' or 'p' or 'a' or 't' when TakeHeader(line):
                return null;
            default:
                // The rest of a heading that something interrupted: what follows is of a direction that is not known.
                return line.Span.EndsWith("esp sas:", StringComparison.OrdinalIgnoreCase)
                    ? ExpectedHeading
                    : blocks.TakeSa(line);
        }
    }

    private bool TakeHeader(WalkedLine line)
    {
        if (line.Follows("interface:", out var name))
        {
            blocks.BeginInterface(name);
        }
        else if (line.Follows("peer address:", out var address))
        {
            blocks.BeginPeer(address);
        }
        else if (line.Begins("access-list ") || line.Begins("protected vrf:"))
        {
            blocks.BeginSelector();
        }
        else if (line.Begins("There are no ipsec sas"))
        {
            saysNone = true;
        }
        else
        {
            return false;
        }

        return true;
    }

    private string? TakeCryptoMap(ReadOnlySpan<char> tag)
    {
        blocks.BeginCryptoMap(tag);
        return null;
    }

    private string? TakeEnds(WalkedLine line)
    {
        if (line.Follows("local ident (addr/mask/prot/port):", out var ours))
        {
            var block = blocks.ForLocalIdent();
            var expected = LocalIdent(ours, out var selector);
            block.LocalSelector = selector ?? block.LocalSelector;
            block.NamedLocal = selector is null ? Named(ours) : null;
            return expected;
        }

        if (line.Follows("remote ident (addr/mask/prot/port):", out var theirs))
        {
            var block = blocks.ForRemoteIdent();
            var expected = Ident(theirs, out var selector);
            block.RemoteSelector = selector ?? block.RemoteSelector;
            block.NamedRemote = selector is null ? Named(theirs) : null;
            return expected;
        }

        if (line.Follows("local crypto endpt.:", out var endpoints))
        {
            blocks.Current.TakeEndpoints(endpoints);
        }

        return null;
    }

    private string? TakeCurrent(WalkedLine line)
    {
        if (line.Begins("current_peer"))
        {
            if (form.CurrentPeer(line) is not { } peer)
            {
                return form.ExpectedPeer;
            }

            blocks.TakePeer(peer);
            return null;
        }

        if (line.Follows("current outbound spi", out var outbound))
        {
            return CurrentSpi(outbound, sent: true);
        }

        return line.Follows("current inbound spi", out var inbound) ? CurrentSpi(inbound, sent: false) : null;
    }

    private string? TakeDirection(WalkedLine line)
    {
        if (!line.Span.EndsWith(Heading, StringComparison.OrdinalIgnoreCase))
        {
            return ExpectedHeading;
        }

        var inbound = line.Begins("inbound ");
        blocks.BeginDirection(inbound, isEsp: line.Is(inbound ? "inbound esp sas:" : "outbound esp sas:"));
        return null;
    }

    private string? TakeSpi(ReadOnlySpan<char> text)
    {
        if (blocks.InOtherProtocol)
        {
            return null;
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

        return blocks.BeginSa(blocks.CurrentSpi(number) ?? Spi.TryFrom(number))
            ? null
            : "inbound esp sas: or outbound esp sas: before an SPI";
    }

    /// <summary>Most tunnels begin in the same few networks: the one before is often it.</summary>
    private string? LocalIdent(ReadOnlySpan<char> text, out Selector? selector)
    {
        selector = lastLocal.Selector;
        if (selector is not null && text.SequenceEqual(lastLocal.Text))
        {
            return null;
        }

        var expected = Ident(text, out selector);
        lastLocal = (text.ToString(), selector);
        return expected;
    }

    /// <param name="selector">Null where the brackets are empty: published texts have had their addresses taken out.</param>
    /// <returns>What was expected, where it has not that form; else null.</returns>
    private static string? Ident(ReadOnlySpan<char> text, out Selector? selector) =>
        AsaSelector.TryIdent(text, out selector) || text.Trim("() ").IsEmpty ? null : "(address/mask/protocol/port)";

    /// <summary>The whole of it where a name stands for the address; else null.</summary>
    private static string? Named(ReadOnlySpan<char> ident) =>
        AsaSelector.NameIn(ident) is null ? null : ident.ToString();

    private string? CurrentSpi(ReadOnlySpan<char> text, bool sent)
    {
        if (form.CurrentSpi(text.TrimStart(": "), out var mayBeCut) is not { } number)
        {
            return "current … spi: and 1 to 8 hex digits";
        }

        blocks.ForCurrentSpi(sent).TakeCurrent(Spi.TryFrom(number), sent, mayBeCut);
        return null;
    }
}
