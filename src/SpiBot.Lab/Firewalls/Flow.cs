namespace SpiBot.Lab.Firewalls;

/// <summary>
/// One selector between two boxes: carries packets, negotiates, rekeys. SPIs are matched as on the wire: what a sender puts into the packet the
/// receiver must have installed, else the packet counts as an invalid SPI.
/// </summary>
public sealed class Flow(World world, VpnLink link, SelectorEnd near, SelectorEnd far)
{
    private static readonly TimeSpan RekeyMargin = TimeSpan.FromSeconds(300);
    private bool negotiating;

    public SelectorEnd Near { get; } = near;

    public SelectorEnd Far { get; } = far;

    /// <summary>How long an end keeps accepting with the old pair after a rekey.</summary>
    public TimeSpan OldPairStays { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much later than the responder the initiator has the new pair in its data path. What the responder sends meanwhile meets an unknown
    /// SPI: the handful of drops of an ordinary rekey.
    /// </summary>
    public TimeSpan InitiatorInstallsLater { get; set; }

    public SelectorEnd Opposite(SelectorEnd end) => end == Near ? Far : Near;

    public void Carry(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, second) = Near.OnlyAnswers ? (Far, Near) : (Near, Far);
        var heard = Send(first, from, to);
        if (heard || !second.OnlyAnswers)
        {
            Send(second, from, to);
        }
    }

    /// <summary>Starts a negotiation when an end has traffic and no SA for it.</summary>
    public void NegotiateIfNeeded()
    {
        if (negotiating)
        {
            return;
        }

        var initiator =
            Near.NeedsSa ? Near
            : Far.NeedsSa ? Far
            : null;
        if (initiator is not null)
        {
            negotiating = true;
            world.After(
                world.Random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2.5)),
                () => Negotiate(initiator)
            );
        }
    }

    /// <summary>Takes a new pair into use on both ends, unless that is under way already or there is none to replace.</summary>
    public void Rekey(SelectorEnd initiator)
    {
        if (!negotiating && initiator.Pairs.Count > 0)
        {
            Negotiate(initiator);
        }
    }

    /// <summary>
    /// A rekey that one end alone completes: it has a new pair and has dropped the old one, the other never installed the new and never heard of the
    /// DELETE. Each then sends with an SPI that the other does not know.
    /// </summary>
    public void RekeyOnlyAt(SelectorEnd end)
    {
        var lost = end.Pairs.ToList();
        Place(
            end,
            new SaPair(
                world.Random.NextSpi(),
                world.Random.NextSpi(),
                link.IkeSaFor(end.Peer),
                world.Random.NextConnectionId(),
                world.Now
            )
        );
        lost.ForEach(pair => Remove(end, pair));
    }

    private void Negotiate(SelectorEnd initiator)
    {
        negotiating = true;
        var responder = Opposite(initiator);
        var ike = link.IkeSaFor(initiator.Peer);
        var (own, others) = (world.Random.NextSpi(), world.Random.NextSpi());
        Install(responder, new SaPair(others, own, ike, world.Random.NextConnectionId(), world.Now));
        if (InitiatorInstallsLater == TimeSpan.Zero)
        {
            Finish();
        }
        else
        {
            world.After(InitiatorInstallsLater, Finish);
        }

        void Finish()
        {
            Install(initiator, new SaPair(own, others, ike, world.Random.NextConnectionId(), world.Now));
            negotiating = false;
        }
    }

    /// <summary>
    /// Takes a pair from one end, which tells the other the SPI it accepted until now (a DELETE names only the sender's own inbound SPI):
    /// the other end drops its pair that sends with it, if it has one.
    /// </summary>
    public void Delete(SelectorEnd end, SaPair pair)
    {
        Remove(end, pair);
        var other = Opposite(end);
        foreach (var match in other.Pairs.Where(p => p.OutboundSpi == pair.InboundSpi).ToList())
        {
            Remove(other, match);
        }
    }

    private void Remove(SelectorEnd end, SaPair pair)
    {
        end.Remove(pair);
        world.LogSas(end, pair, created: false);
    }

    /// <summary>The newest pair takes over; the ones before it are still accepted for a while.</summary>
    private void Install(SelectorEnd end, SaPair pair)
    {
        if (!end.Peer.Owner.Traits.KeepsOldOutboundSa)
        {
            foreach (var old in end.Pairs.Where(p => !p.IsRekeyed).ToList())
            {
                old.IsRekeyed = true;
                world.After(OldPairStays, () => DeleteIfThere(end, old));
            }
        }

        Place(end, pair);
    }

    private void Place(SelectorEnd end, SaPair pair)
    {
        end.Install(pair);
        world.LogSas(end, pair, created: true);
        world.At(pair.InstalledAt + SaPair.Lifetime - RekeyMargin, () => RekeyIfCurrent(end, pair));
        world.At(pair.InstalledAt + SaPair.Lifetime, () => DeleteIfThere(end, pair));
    }

    private void RekeyIfCurrent(SelectorEnd end, SaPair pair)
    {
        if (!pair.IsRekeyed && end.Pairs.Contains(pair))
        {
            Rekey(end);
        }
    }

    private void DeleteIfThere(SelectorEnd end, SaPair pair)
    {
        if (end.Pairs.Contains(pair))
        {
            Delete(end, pair);
        }
    }

    /// <summary>True when packets reached the network on the other side.</summary>
    private bool Send(SelectorEnd sender, DateTimeOffset from, DateTimeOffset to)
    {
        var packets = sender.Traffic.Between(from, to);
        if (sender.Sending is not { } pair)
        {
            Drop(sender.Peer.Owner, DropReason.NoSaYet, packets);
            return false;
        }

        // A standby unit's counters stand still: its mate does the work.
        if (!sender.Peer.Owner.Traits.Standby)
        {
            sender.CountSent(pair, packets);
        }

        var receiver = Opposite(sender);
        if (receiver.Accepting(pair.OutboundSpi) is not { } accepting)
        {
            DropInvalidSpi(
                receiver.Peer,
                new DroppedPackets(
                    from,
                    to,
                    packets,
                    pair.OutboundSpi,
                    pair.PacketsOut - packets + 1,
                    sender.Peer.Owner.Address,
                    receiver.Peer.Owner.Address,
                    sender.Peer.BehindNat
                )
            );
            return false;
        }

        if (!receiver.Peer.Owner.Traits.Standby)
        {
            receiver.CountReceived(accepting, packets);
        }

        return !sender.Traffic.IsSilent;
    }

    private void DropInvalidSpi(VpnPeer peer, DroppedPackets packets)
    {
        var where = peer.Owner;
        if (!where.Traits.Standby)
        {
            var state = world.Of(where);
            state.Debug.AddInvalidSpi(packets, peer);
            state.DropInvalidSpi(packets);
            state.Log.AddInvalidSpi(packets, where.Traits.LogLevel);
        }
    }

    private void Drop(Firewall where, string keyword, long packets)
    {
        if (!where.Traits.Standby)
        {
            world.Of(where).Drops.Add(DropSection.Frame, keyword, packets);
        }
    }
}
