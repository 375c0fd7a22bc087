namespace SpiBot.Tunnels.Diagnosis;

/// <summary>What the peer sends to one of our gateways, which drops it, while another of ours holds the SA for it: whoever looks after the peer can mend it, and nobody here.</summary>
public sealed record Misrouted
{
    private Misrouted(TunnelEnd dropper, TunnelEnd holder, DropWitness witness) =>
        (Dropper, Holder, Witness) = (dropper, holder, witness);

    public TunnelEnd Dropper { get; }

    public TunnelEnd Holder { get; }

    public Spi Spi => Witness.Spi;

    internal DropWitness Witness { get; }

    /// <returns>The first that is seen; null when none is.</returns>
    public static Misrouted? In(TunnelEvidence evidence)
    {
        if (evidence.Elsewhere.Count == 0)
        {
            return null;
        }

        TunnelEnd[] all =
        [
            evidence.Ours,
            .. evidence.Elsewhere.Select(reading => new TunnelEnd(Earlier: null, reading)),
        ];
        return (
            from dropper in all
            from witness in DropWitness.At(dropper)
            where witness is { IsFromPeer: true, IsNow: true }
            from holder in all
            where holder.Gateway != dropper.Gateway && holder.Latest.Peer.Equals(dropper.Latest.Peer)
            where holder.Latest.Tunnels.Any(child => child.Accepting.Contains(witness.Spi))
            select new Misrouted(dropper, holder, witness)
        ).FirstOrDefault();
    }
}
