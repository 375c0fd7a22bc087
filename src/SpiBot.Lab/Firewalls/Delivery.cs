namespace SpiBot.Lab.Firewalls;

/// <summary>
/// What becomes of the packets that one end sends in a stretch of time in which nothing changes. SPIs are matched as on the wire: what a sender puts into the packet
/// the receiver must have installed, else the packet counts as an invalid SPI.
/// </summary>
public sealed class Delivery(World world)
{
    /// <returns>True when packets reached the network on the other side.</returns>
    public bool Send(SelectorEnd sender, SelectorEnd receiver, DateTimeOffset from, DateTimeOffset to)
    {
        var (here, wire) = (world.Of(sender.Peer.Owner), sender.Peer.Wire);
        if (sender.Sending is not { } pair)
        {
            Drop(here, DropReason.NoSaYet, sender.Traffic.Between(from, to));
            return false;
        }

        var (handled, failing) = sender.Traffic.Split(here.EngineFailsShare);
        GiveUp(here, sender, failing.Between(from, to));
        if (here.KilobytesStick && pair.IsUsedUp)
        {
            return false;
        }

        var (inOrder, late) = handled.Split(wire.LateShare);
        var (packets, tooLate) = (inOrder.Between(from, to), late.Between(from, to));
        if (!here.Standby)
        {
            sender.CountSent(pair, packets + tooLate);
        }

        if (wire.LosesAll)
        {
            return false;
        }

        var there = world.Of(wire.EndsAt ?? receiver.Peer.Owner);
        var accepting = there.Box == receiver.Peer.Owner ? receiver.Accepting(pair.OutboundSpi) : null;
        if (wire.MangledByNat)
        {
            Drop(there, DropReason.BadNatt, packets + tooLate);
            return false;
        }

        if (accepting is null || there.StaleContexts.ContainsKey(pair.OutboundSpi))
        {
            Unknown(there, sender, pair, packets + tooLate, from, to);
            return false;
        }

        return !there.Standby ? Arrive(there, receiver, accepting, sender, packets, tooLate, to) : !handled.IsSilent;
    }

    /// <summary>The SPI is right; what is in the packet, and its place in the order, need not be.</summary>
    private static bool Arrive(
        FirewallState there,
        SelectorEnd receiver,
        SaPair accepting,
        SelectorEnd sender,
        long packets,
        long tooLate,
        DateTimeOffset to
    )
    {
        if (receiver.ClaimedTwice)
        {
            Drop(there, DropReason.OverlapConflict, packets + tooLate);
            return false;
        }

        if (sender.SendsFrom is { } inside && !receiver.Remote.Contains(inside))
        {
            receiver.CountRefused(accepting, packets + tooLate);
            Drop(there, DropReason.SelectorFailure, packets + tooLate);
            there.WriteOnce(
                to,
                packets,
                402116,
                $"IPSEC: Received an ESP packet (SPI= 0x{accepting.InboundSpi:X8}, sequence number= 0x{accepting.PacketsIn:X}) from {receiver.Peer.Address} (user= {receiver.Peer.Address}) to {receiver.Peer.LocalAddress}.  The decapsulated inner packet doesn't match the negotiated policy in the SA.  The packet specifies its destination as {receiver.Local.Address}, its source as {inside.Address}, and its protocol as tcp.  The SA specifies its local proxy as {receiver.Local.Address}/{receiver.Local.Mask}/ip/0 and its remote_proxy as {receiver.Remote.Address}/{receiver.Remote.Mask}/ip/0."
            );
            return false;
        }

        receiver.CountReceived(accepting, packets);
        receiver.CountRefused(accepting, tooLate);
        there.WriteOnce(
            to,
            tooLate,
            402119,
            $"IPSEC: Received an ESP packet (SPI= 0x{accepting.InboundSpi:X8}, sequence number= 0x{accepting.PacketsIn:X}) from {receiver.Peer.Address} (user= {receiver.Peer.Address}) to {receiver.Peer.LocalAddress} that failed anti-replay checking."
        );
        return !sender.Traffic.IsSilent;
    }

    private static void Unknown(
        FirewallState there,
        SelectorEnd sender,
        SaPair pair,
        long packets,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        if (!there.IsWatched || there.Standby)
        {
            return;
        }

        var dropped = new DroppedPackets(
            from,
            to,
            packets,
            pair.OutboundSpi,
            pair.PacketsOut - packets + 1,
            sender.Peer.LocalAddress,
            there.Box == sender.Peer.Remote ? sender.Peer.Address : there.Box.Address,
            sender.Peer.BehindNat
        );
        if (there.Peers.FirstOrDefault(p => p.Remote == sender.Peer.Owner) is { } known)
        {
            there.Debug.AddInvalidSpi(dropped, known);
        }

        there.DropInvalidSpi(dropped);
        there.Log.AddInvalidSpi(dropped, there.Box.Traits.LogLevel);
    }

    private static void GiveUp(FirewallState here, SelectorEnd sender, long packets)
    {
        if (packets > 0 && !here.Standby)
        {
            sender.CountNotSent(packets);
            Drop(here, DropReason.CryptoError, packets);
        }
    }

    // A standby unit's counters stand still: its mate does the work.
    private static void Drop(FirewallState where, string keyword, long packets)
    {
        if (!where.Standby)
        {
            where.Drops.Add(DropSection.Frame, keyword, packets);
        }
    }
}
