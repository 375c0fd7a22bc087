namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The other end still sends with an SA that our end has ended (a rekey that only one end finished, a lost DELETE). The
/// bad SA is theirs, so theirs is the box to clear: our clear cannot name an SA that we no longer have.
/// </summary>
internal sealed class PeerOnOldSa : ICause
{
    public string Id => "peer-on-old-sa";

    public Severity Severity => Severity.Attention;

    public Finding? Examine(Examination examination)
    {
        var found = StaleSender.In(examination, theirs: true);
        return found.Count > 0 ? OwnPeer(found[0]) : null;
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
        ladder.Add(
            Remedies.ClearPeer(
                holder,
                negotiates ? Helps.Yes : Helps.Maybe,
                negotiates
                    ? $"{holder.Gateway} holds the old SA; IKE is up on both ends, so the next packet negotiates a new one."
                    : $"{holder.Gateway} holds the old SA. IKE is not seen up on both ends, so it comes back only if a new negotiation succeeds."
            )
        );
        if (other.Latest.Tunnels.Count > 0)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    other,
                    Helps.Maybe,
                    $"{other.Gateway} cannot name the SA it no longer has; this helps only if {holder.Gateway} then moves to the newly negotiated one."
                )
            );
        }

        return ladder;
    }
}
