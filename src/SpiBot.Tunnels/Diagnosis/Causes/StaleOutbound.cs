using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>Our end sends with an SA that the other end has ended or lost (it restarted). The bad SA is ours, so clearing here helps.</summary>
internal sealed class StaleOutbound : ICause
{
    public string Id => "stale-outbound";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "We send with an SA that the peer has ended or lost",
            What: "The other end restarted or ended the SA, and ours has not noticed: what we send is dropped there. On our own box no drop counter rises.",
            Shows: "With both ends read: the SPI that we send with is not among those that the other end accepts, at both looks, and its drops rise or our packets do not arrive. High when the other end has no SA for these networks, or was seen to end it.",
            Against: "Packets that do arrive at the other end; a tunnel on which we sent nothing.",
            Helps: "Clearing the peer's SAs on our box: it holds the stale one, and the next packet negotiates a new one. Where the other end has lost its IKE SA too, dead peer detection does the same by itself.",
            HelpsNot: "A clear at the other end: it has already ended what we still use.",
            Source: "RFC 7296, 1.4.1 and 2.4; Cisco technote 115801."
        );

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
            if (stale.Direction.Sends is { } old)
            {
                ladder.Add(
                    Remedies.ClearEntry(
                        ours,
                        old,
                        Helps.Maybe,
                        $"{ours.Gateway} holds the stale SA. Nobody has shown in public what an ASA does with this command: use it only where somebody has tried it."
                    )
                );
            }

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
