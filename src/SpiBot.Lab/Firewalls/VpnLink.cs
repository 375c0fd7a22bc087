namespace SpiBot.Lab.Firewalls;

/// <summary>Two boxes that are each other's peer. What one of them clears is felt by the other as facts 2 says.</summary>
public sealed class VpnLink(World world, VpnPeer near, VpnPeer far)
{
    private static readonly TimeSpan IdleIsLookedAtEvery = TimeSpan.FromSeconds(20);
    private readonly List<Flow> flows = [];
    private DateTimeOffset carriedTo = world.Now;

    public VpnPeer Near { get; } = near;

    public VpnPeer Far { get; } = far;

    public IReadOnlyList<Flow> Flows => flows;

    /// <summary>Something happens that concerns this link alone.</summary>
    public void At(DateTimeOffset moment, Action happens) => world.At(moment, this, happens);

    public void After(TimeSpan delay, Action happens) => At(world.Now + delay, happens);

    /// <summary>The packets of all its flows, up to a moment up to which nothing changes here.</summary>
    public void CarryTo(DateTimeOffset moment)
    {
        if (moment > carriedTo)
        {
            foreach (var flow in flows)
            {
                flow.Carry(carriedTo, moment);
            }

            carriedTo = moment;
        }
    }

    /// <summary>Flows that lost their SAs start to negotiate; an IKE SA that a newer one replaced goes with its last child.</summary>
    public void Settle()
    {
        foreach (var flow in flows)
        {
            flow.NegotiateIfNeeded();
        }

        DropChildlessIke(Near);
        DropChildlessIke(Far);
    }

    public Flow Protect(
        Subnet nearSubnet,
        Subnet farSubnet,
        double nearToFar,
        double farToNear,
        byte protocol = 0,
        PortRange? nearPorts = null,
        PortRange? farPorts = null
    )
    {
        var flow = new Flow(
            world,
            this,
            Near.Protect(nearSubnet, farSubnet, protocol, nearPorts, farPorts),
            Far.Protect(farSubnet, nearSubnet, protocol, farPorts, nearPorts)
        );
        flow.Near.Traffic = new TrafficRate(nearToFar);
        flow.Far.Traffic = new TrafficRate(farToNear);
        flows.Add(flow);
        return flow;
    }

    /// <summary>No IKE SA comes about: another key, another proposal.</summary>
    public bool RefusesIke { get; set; }

    /// <summary>
    /// The far end takes no more child SAs: its PFS group is another one. The first child of an IKE SA takes its keys from that (RFC 7296 1.2), so it
    /// is not affected: the fault shows at the first rekey.
    /// </summary>
    public bool RefusesRekeys { get; set; }

    /// <summary>What one end tells the other of an SA that it ends does not arrive, or is not heeded.</summary>
    public bool LosesDeletes { get; set; }

    /// <summary>Whether a negotiation that this end begins now comes to nothing; both ends then say so in their logs.</summary>
    public bool Refuses(VpnPeer initiator)
    {
        var ikeIsUp = initiator.IkeSas.Exists(Opposite(initiator).IkeSas.Contains);
        var (refuses, because) =
            !ikeIsUp && RefusesIke ? (true, "Auth exchange failed")
            : ikeIsUp && RefusesRekeys ? (true, "Failed to find a matching policy")
            : (false, "");
        if (refuses)
        {
            LogBoth(
                4,
                750003,
                side =>
                    $"Local:{side.LocalAddress}:500 Remote:{side.Address}:500 Username:{side.Address} IKEv2 Negotiation aborted due to ERROR: {because}"
            );
        }

        return refuses;
    }

    /// <summary><c>vpn-idle-timeout</c>: when nothing was sent for so long, both ends let go of the whole session.</summary>
    public void EndWhenIdle(TimeSpan after, DateTimeOffset? since = null)
    {
        var idle = flows.TrueForAll(f => f.Near.Traffic.IsSilent && f.Far.Traffic.IsSilent);
        var idleSince = idle ? since ?? world.Now : (DateTimeOffset?)null;
        if (idleSince + after <= world.Now && Near.IkeSas.Count > 0)
        {
            LogBoth(
                4,
                113019,
                side =>
                    $"Group = {side.Address}, Username = {side.Address}, IP = {side.Address}, Session disconnected. Session Type: LAN-to-LAN, Duration: 4h:12m:09s, Bytes xmt: 81244, Bytes rcv: 90122, Reason: Idle Timeout"
            );
            ClearIkeSas(Near);
            ClearIkeSas(Far);
        }

        After(IdleIsLookedAtEvery, () => EndWhenIdle(after, idleSince));
    }

    public VpnPeer Opposite(VpnPeer peer) => peer == Near ? Far : Near;

    /// <summary>
    /// <c>clear crypto ipsec sa peer</c> on the box that <paramref name="side"/> belongs to: all its child SAs with the peer go, and the peer's
    /// that send with their SPIs. The IKE SA stays. A stale SA that only the peer still has is not named, and stays there.
    /// </summary>
    public void ClearChildSas(VpnPeer side)
    {
        // The standby's copies come back from the active unit at once, and nobody is told.
        if (world.Of(side.Owner).Standby)
        {
            return;
        }

        foreach (var flow in flows)
        {
            var end = EndOf(flow, side);
            foreach (var pair in end.Pairs.ToList())
            {
                flow.Delete(end, pair);
            }
        }
    }

    /// <summary>
    /// <c>clear crypto ikev1|ikev2 sa</c>: the IKE SAs, and with IKEv2 their children on both ends (RFC 7296 1.4.1). With IKEv1 the other end keeps a
    /// child that it was not told of.
    /// </summary>
    public void ClearIkeSas(VpnPeer side)
    {
        if (world.Of(side.Owner).Standby)
        {
            return;
        }

        var gone = side.IkeSas.ToHashSet();
        ClearChildSas(side);
        Opposite(side).IkeSas.RemoveAll(gone.Contains);
        side.IkeSas.Clear();
        foreach (
            var end in flows.SelectMany(f => new[] { f.Near, f.Far }).Where(e => e.Peer == side || side.IkeVersion == 2)
        )
        {
            foreach (var pair in end.Pairs.Where(p => gone.Contains(p.Ike)).ToList())
            {
                end.Remove(pair);
                world.LogSas(end, pair, created: false);
            }
        }
    }

    /// <summary>One box loses everything about this tunnel without a word to the other, as a restart without stateful failover does.</summary>
    public void Forget(VpnPeer side)
    {
        side.IkeSas.Clear();
        foreach (var flow in flows)
        {
            var end = EndOf(flow, side);
            foreach (var pair in end.Pairs.ToList())
            {
                end.Remove(pair);
            }
        }
    }

    /// <summary>The newest IKE SA that both ends still have, or a new one.</summary>
    public IkeSa IkeSaFor(VpnPeer initiator)
    {
        var shared = initiator.IkeSas.LastOrDefault(Opposite(initiator).IkeSas.Contains);
        if (shared is null)
        {
            shared = new IkeSa(
                world.Random.NextTunnelId(),
                world.Random.NextSessionId(),
                initiator.IkeVersion,
                initiator.Owner,
                world.Now
            );
            Near.IkeSas.Add(shared);
            Far.IkeSas.Add(shared);
        }

        return shared;
    }

    private static void DropChildlessIke(VpnPeer peer)
    {
        if (peer.IkeSas.Count > 1)
        {
            var newest = peer.IkeSas[^1];
            peer.IkeSas.RemoveAll(i => i != newest && !peer.Selectors.Any(s => s.Pairs.Any(p => p.Ike == i)));
        }
    }

    private void LogBoth(int severity, int id, Func<VpnPeer, string> text)
    {
        foreach (var side in new[] { Near, Far })
        {
            world.Of(side.Owner).Write(world.Now, severity, id, text(side));
        }
    }

    public SelectorEnd EndOf(Flow flow, VpnPeer side) => side == Near ? flow.Near : flow.Far;
}
