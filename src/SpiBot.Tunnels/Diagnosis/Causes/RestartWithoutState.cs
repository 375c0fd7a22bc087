using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// Our box was reloaded, or its pair switched over without the state of its SAs, and the other end still sends with what was lost.
/// The bad SA is the sender's: a box that has lost it has nothing to clear. Seen from the other end, the same is <see cref="StaleOutbound"/>.
/// </summary>
internal sealed class RestartWithoutState : ICause
{
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(30);

    public string Id => "restart-without-state";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "Our gateway restarted and lost its SAs",
            What: "After a reload, or a switch of a failover pair without stateful replication, a gateway knows none of the SAs that its peers still send with. All its peers are affected at once. Where it was the other end, see `stale-outbound`.",
            Shows: "A short uptime or a recent `Last Failover at`, and the other end sends with an SPI that this box does not know; or, the other end unread, drops for an invalid SPI rise while there is no SA with the peer or nothing comes in on it. High when both ends were read, packets are dropped and it was within half an hour; medium within two hours; low after one look.",
            Against: "An SPI that the box accepted after the restart: then the SA was lost later. A restart longer ago than an SA lives.",
            Helps: "Dead peer detection on the other ends ends this by itself where the restarted box has no IKE SA with them. Else clearing the peer's SAs on the box that still sends with the old one, one peer after the other. For good: stateful failover (`show failover` says whether the stateful link is configured).",
            HelpsNot: "A clear on the restarted box: it has already lost what the others still use. A clear of all peers at once: it breaks those that have already come back.",
            Source: "RFC 7296, 2.4; ASA configuration guide, failover (what is replicated)."
        );

    public Finding? Examine(Examination examination)
    {
        if (examination.OursIsStandby || Restart.Of(examination.Ours) is not { } restart)
        {
            return null;
        }

        var stale = StaleSender
            .In(examination, theirs: true)
            .FirstOrDefault(s => s.Row.Because != StaleBecause.AcceptedBefore);
        return stale is not null ? BothSeen(restart, stale)
            : examination.BothEndsSeen ? null
            : OursAlone(examination, restart);
    }

    private Finding BothSeen(Restart restart, StaleSender stale)
    {
        var (sender, lost) = (stale.Sender, restart.End);
        List<Remedy> ladder =
        [
            Remedies.Wait(
                lost,
                Helps.Maybe,
                stale.ReceiverIke.Up == false
                    ? $"{lost.Gateway} has no IKE SA with {sender.Gateway}: if dead peer detection is on there, it notices and negotiates anew. {stale.EndsByItself()}"
                    : stale.EndsByItself()
            ),
        ];
        if (stale.IsWorthAClear)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    sender,
                    Helps.Yes,
                    $"{sender.Gateway} still holds the SA that {lost.Gateway} has lost; once it is gone the next packet negotiates a new one. Other peers of {lost.Gateway} are likely affected too: one after the other, never all at once."
                )
            );
        }

        var sure = stale.IsWorthAClear && stale.Drops && restart.Ago <= JustNow;
        return new Finding(
            Id,
            !stale.Persists ? Confidence.Low
                : sure ? Confidence.High
                : Confidence.Medium,
            $"{restart.Words} and lost its SAs; {sender.Gateway} still sends with the old one",
            $"{sender.Gateway} sends with {stale.Direction.Sends?.Digits}, which {lost.Gateway} does not know. "
                + (
                    stale.ReceiverDrops.Dropped > 0
                        ? $"{lost.Gateway} drops {Said.Rate(stale.ReceiverDrops)} for an invalid SPI now. "
                        : ""
                )
                + (
                    !stale.Persists ? "Not sure: it may be about to end; only a second look with the same SPI tells."
                    : sure ? "Sure: it was the same SPI at both looks, and packets are being dropped."
                    : "Not certain, because an SA may also have been lost since then for another reason."
                ),
            [.. restart.Evidence(), .. stale.Evidence()],
            stale.Against(),
            ladder
        );
    }

    /// <summary>The other end was not read: told from the drops, and from what does not come in.</summary>
    private Finding? OursAlone(Examination examination, Restart restart)
    {
        var ours = restart.End;
        var none = ours.Latest.HasNoSa;
        var silent = examination.Comparison.Any(row => examination.OurTraffic(row).OneWay);
        var lost = DropWitness
            .At(ours)
            .FirstOrDefault(w =>
                w is { IsFromPeer: true, IsNow: true } && !ours.Latest.Tunnels.Any(t => t.Accepting.Contains(w.Spi))
            );
        if (Noise.IsFewOrNone(examination.OurDrops) || !(none || silent || lost is not null))
        {
            return null;
        }

        var peer = examination.TheirName;
        var row = examination.Comparison.FirstOrDefault(r => examination.OurTraffic(r).OneWay);
        List<Remedy> ladder =
        [
            Remedies.Wait(
                ours,
                Helps.Maybe,
                $"Peers with dead peer detection notice that {ours.Gateway} has lost its IKE SA, and come back by themselves."
            ),
            Remedies.AskPeer(
                ours,
                Helps.Yes,
                $"Ask {peer} to clear its SAs with {ours.Gateway}: it holds what {ours.Gateway} has lost."
            ),
        ];
        if (silent)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    ours,
                    Helps.Maybe,
                    $"{ours.Gateway} cannot name the SA it has lost; this helps only if {peer} then moves to the newly negotiated one."
                )
            );
        }

        return new Finding(
            Id,
            Confidence.Medium,
            $"{restart.Words} and lost its SAs; {peer} {(lost is null ? "seems to send" : "sends")} with an old one",
            $"{ours.Gateway} drops {Said.Rate(examination.OurDrops)} for an invalid SPI, and "
                + (
                    lost is not null ? $"its log names {lost.Spi.Digits} from {lost.From}, which it does not list"
                    : none ? $"has no SA with {peer}"
                    : $"nothing comes back on the SA with {peer}"
                )
                + $". Not certain, because {peer}'s own SAs cannot be seen, and the counter is of the whole box: all its peers may be affected.",
            [
                .. restart.Evidence(),
                .. Said.Drops(ours),
                .. Said.Witnesses(lost is null ? [] : [lost]),
                .. none ? [Said.NoSa(ours.Latest)] : Array.Empty<EvidenceLine>(),
                .. row is null ? [] : Said.Packets(ours, row.LocalSelector, row.RemoteSelector),
                .. Said.Ike(ours),
            ],
            ["Other peers of the box may be the senders of the dropped packets."],
            ladder
        );
    }
}
