using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// The blocks of <c>show crypto ipsec sa</c> while they are being read: where one ends and the next begins, what holds for several, and whether all of it was there. A header
/// (<c>interface:</c>, <c>peer address:</c>, <c>Crypto map tag:</c>) is printed only when it changes, so it holds for every block until the next one.
/// </summary>
internal sealed class IpsecSaBlocks
{
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

    /// <summary>No block that was read so far lacks a part.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>A header stands there, and nothing yet of the block that it promises.</summary>
    private bool headerPending;

    /// <summary>A block was there, or an entry of a crypto map that promises one: an interface alone may be of anything.</summary>
    public bool Any { get; private set; }

    public bool IsOpen => block is not null;

    /// <summary>The SAs that follow are of AH or PCP, which are not read.</summary>
    public bool InOtherProtocol { get; private set; }

    /// <summary>The block that is being read; a new one where there is none.</summary>
    public ChildSaDraft Current
    {
        get
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
    }

    public void BeginInterface(ReadOnlySpan<char> name)
    {
        Close();
        (networkInterface, peerAddress, cryptoMap, local) = (name.ToString(), null, null, null);
        headerPending = true;
    }

    public void BeginPeer(ReadOnlySpan<char> address)
    {
        Close();
        (networkInterface, peerAddress, cryptoMap, local) = (null, address.ToString(), null, null);
        headerPending = true;
    }

    /// <param name="tag"><c>outside_map, seq num: 10, local addr: 198.51.100.1</c></param>
    public void BeginCryptoMap(ReadOnlySpan<char> tag)
    {
        Close();
        (local, headerPending, Any) = (null, true, true);
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
                var address = part.Trim()["local addr".Length..].TrimStart(": ");
                local = address.IsEmpty ? null : SaWords.Same(ref lastLocal, address);
            }
        }

        // Something broke the line before its last word.
        Complete &= !tag.EndsWith(',') && !tag.EndsWith(':') && !tag.EndsWith(" local") && !tag.EndsWith(" addr");
    }

    /// <summary>The line that stands before a selector of the same map entry.</summary>
    public void BeginSelector()
    {
        if (block is { HasContent: true })
        {
            Close();
            headerPending = true;
        }
    }

    /// <summary>The block that a local identity belongs to: it has one only.</summary>
    public ChildSaDraft ForLocalIdent()
    {
        if (block is { LocalIdentSeen: true })
        {
            Close();
        }

        Current.LocalIdentSeen = true;
        return Current;
    }

    public ChildSaDraft ForRemoteIdent()
    {
        if (block is { RemoteIdentSeen: true })
        {
            Close();
        }

        Current.RemoteIdentSeen = true;
        return Current;
    }

    /// <summary>The block that a current SPI belongs to. A text that was filtered on the box may have nothing else between two blocks.</summary>
    public ChildSaDraft ForCurrentSpi(bool sent)
    {
        if (
            block is { } open
            && (sent ? open.CurrentOutboundSeen : open.CurrentInboundSeen)
            && (!(open.LocalIdentSeen || open.RemoteIdentSeen) || open.Inbound is not null)
        )
        {
            Close();
        }

        return Current;
    }

    public void TakePeer(IpsecSaForm.Peer peer)
    {
        if (block is { PeerSeen: true })
        {
            Close();
        }

        (Current.Peer, Current.PeerSeen, Current.Username) = (peer.Name, true, peer.Username);
        Current.RemotePort ??= peer.Port;
    }

    /// <summary>The SPI that the block has named as the current one of a direction already, so that it is kept once; null where this is another.</summary>
    public Spi? CurrentSpi(uint number) =>
        block?.CurrentInbound is { } inbound && inbound.Value == number ? inbound
        : block?.CurrentOutbound is { } outbound && outbound.Value == number ? outbound
        : null;

    public void BeginDirection(bool inbound, bool isEsp)
    {
        (sa, InOtherProtocol) = (null, !isEsp);
        if (inbound)
        {
            Current.OtherInboundSeen |= InOtherProtocol;
            direction = InOtherProtocol ? null : Current.Inbound ??= new(capacity: 1);
        }
        else
        {
            Current.OtherOutboundSeen |= InOtherProtocol;
            direction = InOtherProtocol ? null : Current.Outbound ??= new(capacity: 1);
        }
    }

    /// <summary>
    /// An SA is of the direction of its heading. Where a filter took the headings, the current SPIs still tell of the SAs in use; of which direction another is, is not known.
    /// </summary>
    /// <param name="spi">Null stands for an SA that is none.</param>
    /// <returns>False where nothing can tell the direction.</returns>
    public bool BeginSa(Spi? spi)
    {
        if (direction is null || (spi is not null && IsOfTheOther(spi)))
        {
            if (block is not { CurrentInboundSeen: true } and not { CurrentOutboundSeen: true })
            {
                return false;
            }

            TakeBackBehindCurrent();
            (direction, block.HeadingMissing) = (null, true);
        }

        sa = spi is null ? null : new SaDraft(spi, words);
        if (sa is not null && (direction ?? block!.DirectionOf(sa.Spi)) is { } sas)
        {
            firstSa ??= sa;
            sas.Add(sa);
        }

        return true;
    }

    /// <summary>The current SPI of one direction under the heading of the other: the heading between them is missing.</summary>
    private bool IsOfTheOther(Spi spi) =>
        block is { } open
        && (direction == open.Inbound ? open.CurrentOutbound : open.CurrentInbound) == spi
        && (direction == open.Inbound ? open.CurrentInbound : open.CurrentOutbound) is { } own
        && own != spi;

    /// <summary>The SA in use is listed last of its direction: what stands behind it may be of the heading that is missing.</summary>
    private void TakeBackBehindCurrent()
    {
        if (direction is not null)
        {
            var current = direction == block!.Inbound ? block.CurrentInbound : block.CurrentOutbound;
            var behind = direction.FindIndex(one => one.Spi == current) + 1;
            direction.RemoveRange(behind, direction.Count - behind);
        }
    }

    /// <returns>What was expected where a line of an SA has not its form; else null.</returns>
    public string? TakeSa(WalkedLine line)
    {
        if (sa is not null)
        {
            return sa.Take(line);
        }

        // The rest of a block whose beginning is missing.
        Complete &= block is not null || !(line.Begins("in use settings") || line.Begins("sa timing:"));
        return null;
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="cut">The text ended inside a line.</param>
    public IReadOnlyList<ChildSa> End(bool cut)
    {
        Complete &= !cut && !headerPending;
        Close(last: true, cut);
        return tunnels;
    }

    private void Close(bool last = false, bool cut = false)
    {
        Complete &= last || !headerPending || block is not null || cryptoMap is null;
        if (block is { HasContent: true } draft)
        {
            var whole = draft.IsWhole && (!last || (!cut && EndsWhole(draft)));
            (Complete, Any) = (Complete && whole, true);
            tunnels.Add(draft.ToChildSa(whole));
        }
        else if (block is not null)
        {
            Complete = false;
        }

        (block, direction, sa, InOtherProtocol) = (null, null, null, false);
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

        // For each SA that is accepted for good there is one to send with; one that is being replaced may stand alone.
        var end = outbound[^1];
        return (draft.OtherOutboundSeen || outbound.Count >= draft.Inbound?.Count(s => s.IsCurrent))
            && end.TimingSeen
            && (firstSa is not { ReplaySeen: true } || end.ReplaySeen)
            && end.BitmapRows >= (firstSa?.BitmapRows ?? 0)
            && (draft.CurrentOutbound is null || outbound.Any(s => s.Spi == draft.CurrentOutbound));
    }
}
