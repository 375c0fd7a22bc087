namespace SpiBot.Lab.Firewalls;

/// <summary>Two boxes that are each other's peer. What one of them clears is felt by the other as facts 2 says.</summary>
public sealed class VpnLink(World world, VpnPeer near, VpnPeer far)
{
    private readonly List<Flow> flows = [];

    public VpnPeer Near { get; } = near;

    public VpnPeer Far { get; } = far;

    public IReadOnlyList<Flow> Flows => flows;

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

    public VpnPeer Opposite(VpnPeer peer) => peer == Near ? Far : Near;

    /// <summary>
    /// <c>clear crypto ipsec sa peer</c> on the box that <paramref name="side"/> belongs to: all its child SAs with the peer go, and the peer's
    /// that send with their SPIs. The IKE SA stays. A stale SA that only the peer still has is not named, and stays there.
    /// </summary>
    public void ClearChildSas(VpnPeer side)
    {
        // The standby's copies come back from the active unit at once, and nobody is told.
        if (side.Owner.Traits.Standby)
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

    /// <summary><c>clear crypto ikev1|ikev2 sa</c>: the IKE SAs, and with them their children on both ends (RFC 7296 1.4.1).</summary>
    public void ClearIkeSas(VpnPeer side)
    {
        if (side.Owner.Traits.Standby)
        {
            return;
        }

        var gone = side.IkeSas.ToHashSet();
        ClearChildSas(side);
        Opposite(side).IkeSas.RemoveAll(gone.Contains);
        side.IkeSas.Clear();
        foreach (var end in flows.SelectMany(f => new[] { f.Near, f.Far }))
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

    public SelectorEnd EndOf(Flow flow, VpnPeer side) => side == Near ? flow.Near : flow.Far;
}
