namespace SpiBot.Lab.Firewalls;

/// <summary>One selector between two boxes: carries packets, negotiates, rekeys.</summary>
public sealed class Flow(World world, VpnLink link, SelectorEnd near, SelectorEnd far)
{
    private static readonly TimeSpan RekeyMargin = TimeSpan.FromSeconds(300);
    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CountsKilobytesEvery = TimeSpan.FromSeconds(5);

    private readonly Delivery delivery = new(world);
    private bool negotiating;
    private bool refused;

    public SelectorEnd Near { get; } = near;

    public SelectorEnd Far { get; } = far;

    /// <summary>How long an end keeps accepting with the old pair after a rekey.</summary>
    public TimeSpan OldPairStays { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How much later than the responder the initiator has the new pair in its data path. What the responder sends meanwhile meets an unknown
    /// SPI: the handful of drops of an ordinary rekey.
    /// </summary>
    public TimeSpan InitiatorInstallsLater { get; set; }

    /// <summary>Both ends begin a rekey in the same moment, each time, and each keeps what came of both.</summary>
    public bool RekeysCollide { get; set; }

    public SelectorEnd Opposite(SelectorEnd end) => end == Near ? Far : Near;

    public void Carry(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, second) = Near.OnlyAnswers ? (Far, Near) : (Near, Far);
        var heard = delivery.Send(first, second, from, to);
        if (heard || !second.OnlyAnswers)
        {
            delivery.Send(second, first, from, to);
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
            link.After(
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
        Place(end, Pair(end, world.Random.NextSpi(), world.Random.NextSpi(), link.IkeSaFor(end.Peer), world.Now));
        lost.ForEach(pair => Remove(end, pair));
    }

    /// <summary>It has been up for so long: as if it had been negotiated then, and had carried its traffic since.</summary>
    public void BeUpSince(TimeSpan ago)
    {
        var ike = link.IkeSaFor(Near.Peer);
        var (own, others, since) = (world.Random.NextSpi(), world.Random.NextSpi(), world.Now - ago);
        foreach (
            var (end, pair) in new[]
            {
                (Near, Pair(Near, own, others, ike, since)),
                (Far, Pair(Far, others, own, ike, since)),
            }
        )
        {
            end.Install(pair);
            end.CountSent(pair, end.Traffic.Between(since, world.Now));
            end.CountReceived(pair, Opposite(end).Traffic.Between(since, world.Now));
            Schedule(end, pair);
        }
    }

    /// <summary>From now on kilobytes are looked at, and an SA that has used them up is replaced, or not, as the box is.</summary>
    public void MindKilobytes()
    {
        foreach (var end in new[] { Near, Far })
        {
            if (end.Sending is { IsUsedUp: true, IsRekeyed: false } && !world.Of(end.Peer.Owner).KilobytesStick)
            {
                Rekey(end);
            }
        }

        link.After(CountsKilobytesEvery, MindKilobytes);
    }

    private SaPair Pair(SelectorEnd end, uint inbound, uint outbound, IkeSa ike, DateTimeOffset since) =>
        new(inbound, outbound, ike, world.Random.NextConnectionId(), since, end.Peer.Lifetime, end.Peer.Kilobytes);

    private void Negotiate(SelectorEnd initiator)
    {
        negotiating = true;
        refused = link.Refuses(initiator.Peer);
        if (refused)
        {
            link.After(TriesAgainAfter, () => negotiating = false);
            return;
        }

        var responder = Opposite(initiator);
        var ike = link.IkeSaFor(initiator.Peer);
        if (RekeysCollide)
        {
            Cross(ike);
        }

        var (own, others) = (world.Random.NextSpi(), world.Random.NextSpi());
        Install(responder, Pair(responder, others, own, ike, world.Now), beside: RekeysCollide);
        if (InitiatorInstallsLater == TimeSpan.Zero)
        {
            Finish();
        }
        else
        {
            link.After(InitiatorInstallsLater, Finish);
        }

        void Finish()
        {
            Install(initiator, Pair(initiator, own, others, ike, world.Now), beside: RekeysCollide);
            negotiating = false;
        }
    }

    /// <summary>The other negotiation of two that meet: its pair takes over, and the one that follows stands beside it.</summary>
    private void Cross(IkeSa ike)
    {
        var (one, other) = (world.Random.NextSpi(), world.Random.NextSpi());
        Install(Near, Pair(Near, one, other, ike, world.Now));
        Install(Far, Pair(Far, other, one, ike, world.Now));
    }

    /// <summary>
    /// Takes a pair from one end, which tells the other the SPI it accepted until now (a DELETE names only the sender's own inbound SPI):
    /// the other end drops its pair that sends with it, if it has one.
    /// </summary>
    public void Delete(SelectorEnd end, SaPair pair)
    {
        Remove(end, pair);
        if (link.LosesDeletes)
        {
            return;
        }

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
    private void Install(SelectorEnd end, SaPair pair, bool beside = false)
    {
        if (!beside && !end.Peer.Owner.Traits.KeepsOldOutboundSa)
        {
            foreach (var old in end.Pairs.Where(p => !p.IsRekeyed).ToList())
            {
                old.IsRekeyed = true;
                link.After(OldPairStays, () => DeleteIfThere(end, old));
            }
        }

        Place(end, pair);
    }

    private void Place(SelectorEnd end, SaPair pair)
    {
        end.Install(pair);
        world.LogSas(end, pair, created: true);
        Schedule(end, pair);
    }

    private void Schedule(SelectorEnd end, SaPair pair)
    {
        if (!end.Peer.LetsSasRunOut)
        {
            link.At(pair.InstalledAt + pair.Lifetime - RekeyMargin, () => RekeyIfCurrent(end, pair));
        }

        link.At(pair.InstalledAt + pair.Lifetime, () => DeleteIfThere(end, pair));
    }

    private void RekeyIfCurrent(SelectorEnd end, SaPair pair)
    {
        if (!pair.IsRekeyed && end.Pairs.Contains(pair))
        {
            Rekey(end);
            if (refused)
            {
                link.After(TriesAgainAfter, () => RekeyIfCurrent(end, pair));
            }
        }
    }

    private void DeleteIfThere(SelectorEnd end, SaPair pair)
    {
        if (end.Pairs.Contains(pair))
        {
            Delete(end, pair);
        }
    }
}
