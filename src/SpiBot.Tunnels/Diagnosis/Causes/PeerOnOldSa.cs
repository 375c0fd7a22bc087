using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The other end still sends with an SA that our end has ended (a rekey that only one end finished, a lost DELETE). The
/// bad SA is theirs, so theirs is the box to clear: our clear cannot name an SA that we no longer have.
/// </summary>
internal sealed class PeerOnOldSa : ICause
{
    public string Id => "peer-on-old-sa";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The peer still sends with an SA that we have ended",
            What: "A rekey that only one end finished, or a DELETE that was lost: the other end sends with an SPI that ours no longer has, and every such packet is dropped.",
            Shows: "With both ends read: the SPI that the peer sends with is not among those that ours accepts, at both looks, and packets are dropped. High when the receiver was seen to end the SA or only one direction disagrees; medium when only the remaining lifetimes tell which end is behind; low after one look, or without drops.",
            Against: "Packets that do arrive; a peer that sent nothing; an SPI that changed between the looks (a rekey was under way).",
            Helps: "Clearing the SAs on the box that holds the old one, which is the peer's: with IKE up on both ends the next packet negotiates new ones. Waiting helps too: the SA ends at its next rekey. A peer without dead peer detection or INITIAL-CONTACT keeps such SAs until then.",
            HelpsNot: "Waiting for dead peer detection while IKE is up on both ends: it tests only that the peer's IKE lives. A clear on our side alone is a maybe: a DELETE lists its sender's own inbound SPIs, so it cannot name the SA that we no longer have.",
            Source: "RFC 7296, 1.4.1; Cisco technote 115801; Cisco's text on np-sp-invalid-spi."
        );

    public Finding? Examine(Examination examination)
    {
        // What was lost with a restart is told there: the restarted end has nothing to clear.
        var restarted = Restart.Of(examination.Ours) is not null;
        var found = StaleSender
            .In(examination, theirs: true)
            .FirstOrDefault(s => !restarted || s.Row.Because == StaleBecause.AcceptedBefore);
        return found is null ? null : OwnPeer(found);
    }

    private Finding OwnPeer(StaleSender stale) =>
        new(Id, stale.Confidence, stale.Headline, stale.Why(), stale.Evidence(), stale.Against(), Ladder(stale));

    private static List<Remedy> Ladder(StaleSender stale)
    {
        List<Remedy> ladder = [Remedies.Wait(stale.Receiver, Helps.Maybe, stale.EndsByItself())];
        if (!stale.IsWorthAClear)
        {
            return ladder;
        }

        var (holder, other) = (stale.Sender, stale.Receiver);
        var negotiates = stale.ReceiverIke.Up == true && IkeView.Of(holder.Latest).Up == true;
        if (stale.Direction.Sends is { } old)
        {
            ladder.Add(
                Remedies.ClearEntry(
                    holder,
                    old,
                    Helps.Maybe,
                    $"{holder.Gateway} holds the old SA. Nobody has shown in public what an ASA does with this command: use it only where somebody has tried it."
                )
            );
        }

        ladder.Add(
            Remedies.ClearPeer(
                holder,
                negotiates ? Helps.Yes : Helps.Maybe,
                negotiates
                    ? $"{holder.Gateway} holds the old SA; IKE is up on both ends, so the next packet negotiates a new one."
                    : $"{holder.Gateway} holds the old SA. IKE is not seen up on both ends, so it comes back only if a new negotiation succeeds."
            )
        );
        // Where it has nothing for these networks, it has nothing to clear.
        if (stale.Direction.Accepts.Count > 0)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    other,
                    Helps.Maybe,
                    $"{other.Gateway} cannot name the SA it no longer has; this helps only if {holder.Gateway} then moves to the newly negotiated one."
                )
            );
            if (!negotiates)
            {
                // Where one clear surely helps, nothing larger is offered.
                ladder.Add(
                    Remedies.BothEnds(
                        holder,
                        other,
                        Helps.Maybe,
                        $"{holder.Gateway} first, which holds the old SA; {other.Gateway} only if that does not help: then neither end keeps anything of before."
                    )
                );
            }
        }

        return ladder;
    }
}
