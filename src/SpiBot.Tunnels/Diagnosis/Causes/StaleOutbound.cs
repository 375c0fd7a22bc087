using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>Our end sends with an SA that the other end has ended or lost (it restarted). The bad SA is ours, so clearing here helps.</summary>
internal sealed class StaleOutbound : ICause
{
    public string Id => "stale-outbound";

    public Severity Severity => Severity.Attention;

    public Finding? Examine(Examination examination)
    {
        var found = StaleSender.In(examination, theirs: false);
        if (found.Count == 0)
        {
            return null;
        }

        var stale = found[0];
        return new Finding(
            Id,
            stale.Confidence,
            stale.Headline,
            stale.Why(),
            stale.Evidence(),
            stale.Against(),
            Ladder(stale)
        );
    }

    private static List<Remedy> Ladder(StaleSender stale)
    {
        var (ours, theirs) = (stale.Sender, stale.Receiver);
        // DPD tests only that the peer's IKE lives: it ends our SA where they lost IKE, and never where IKE is up.
        var detected = stale.Row.Verdict == SelectorVerdict.MissingThere && stale.ReceiverIke.Up == false;
        List<Remedy> ladder =
        [
            Remedies.Wait(
                ours,
                Helps.Maybe,
                detected
                    ? $"{theirs.Gateway} has no IKE SA either: if dead peer detection is on, {ours.Gateway} notices and negotiates anew. {stale.EndsByItself()}"
                    : stale.EndsByItself()
            ),
        ];
        if (stale.IsWorthAClear)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    ours,
                    Helps.Yes,
                    $"{ours.Gateway} holds the stale SA and keeps sending with it; once it is gone the next packet negotiates a new one."
                )
            );
        }

        return ladder;
    }
}
