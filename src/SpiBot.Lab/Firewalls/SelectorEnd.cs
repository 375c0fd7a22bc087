namespace SpiBot.Lab.Firewalls;

/// <summary>One selector as one end of a tunnel holds it: its SAs, oldest first, its counters, and the traffic that wants through.</summary>
public sealed class SelectorEnd(VpnPeer peer, string accessList, Subnet local, Subnet remote)
{
    private readonly List<SaPair> pairs = [];

    public VpnPeer Peer { get; } = peer;

    public string AccessList { get; } = accessList;

    public Subnet Local { get; } = local;

    public Subnet Remote { get; } = remote;

    /// <summary>Its number; 0 is any.</summary>
    public byte Protocol { get; init; }

    public PortRange? LocalPorts { get; init; }

    public PortRange? RemotePorts { get; init; }

    public IReadOnlyList<SaPair> Pairs => pairs;

    /// <summary>Packets per second that the network behind this end sends.</summary>
    public TrafficRate Traffic { get; set; }

    /// <summary>The network behind this end only answers: it is silent as long as nothing reaches it.</summary>
    public bool OnlyAnswers { get; set; }

    /// <summary>
    /// Where its packets come from, as far as that is not <see cref="Local"/>: this end's crypto ACL takes in more than was negotiated, and
    /// sends it with this SA.
    /// </summary>
    public Subnet? SendsFrom { get; set; }

    /// <summary>Another entry of the box claims the same packets, so that what arrives here is in conflict with it.</summary>
    public bool ClaimedTwice { get; set; }

    public long Encaps { get; private set; }

    public long Decaps { get; private set; }

    public long Decrypts { get; private set; }

    public long SendErrors { get; private set; }

    public long ReceiveErrors { get; private set; }

    /// <summary>The pair it sends with: the newest one, or the oldest on a box with that fault.</summary>
    public SaPair? Sending =>
        pairs.Count == 0 ? null
        : Peer.Owner.Traits.KeepsOldOutboundSa ? pairs[0]
        : pairs.FindLast(p => !p.IsRekeyed) ?? pairs[^1];

    /// <summary>Interesting traffic, and no SA to send it with: this end starts a negotiation.</summary>
    public bool NeedsSa => pairs.Count == 0 && !Traffic.IsSilent && !OnlyAnswers;

    public SaPair? Accepting(uint spi) => pairs.Find(p => p.InboundSpi == spi);

    public void Install(SaPair pair) => pairs.Add(pair);

    public void Remove(SaPair pair)
    {
        pairs.Remove(pair);
        if (pairs.Count == 0)
        {
            // The flow's counters live as long as it has an SA: they survive a rekey, not a clear.
            (Encaps, Decaps, Decrypts, SendErrors, ReceiveErrors) = (0, 0, 0, 0, 0);
        }
    }

    public void CountSent(SaPair pair, long packets)
    {
        Encaps += packets;
        pair.PacketsOut += packets;
    }

    public void CountNotSent(long packets) => SendErrors += packets;

    /// <summary>They came with a known SPI.</summary>
    public void CountReceived(SaPair pair, long packets)
    {
        Decaps += packets;
        Decrypts += packets;
        pair.PacketsIn += packets;
    }

    /// <summary>They came with a known SPI, and were refused for what is in them or for their place in the order.</summary>
    public void CountRefused(SaPair pair, long packets)
    {
        Decaps += packets;
        ReceiveErrors += packets;
        pair.PacketsIn += packets;
    }
}
