using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The same as <see cref="PeerOnOldSa"/> where the other end cannot be read: told from our end alone, so never more than
/// medium sure, unless our log names the peer and its SPI. Drops rise, IKE is up, we send and nothing comes back, and our own SA is healthy and the same at both looks.
/// </summary>
internal sealed class ForeignPeerOnOldSa : ICause
{
    public string Id => "peer-on-old-sa";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The peer seems to send with an SA that we have ended (seen from our end alone)",
            What: "The same fault where the other end cannot be read.",
            Shows: "Drops for an invalid SPI rise by more than noise, IKE is up, we send and nothing comes back, and our own SA is healthy and the same at both looks. Never more than medium: the counter does not say whose packets are dropped.",
            Against: "Packets that arrive on this tunnel; other peers of the same box, to whom the drops may belong.",
            Helps: "Asking the other side for its outbound SPI and letting it clear its SAs; waiting for its next rekey.",
            HelpsNot: "Waiting for dead peer detection while IKE is up. Our own clear is a maybe: it helps only if the peer then moves to the newly negotiated SA.",
            Source: "RFC 7296, 1.4.1; Cisco technote 115801."
        );

    public Finding? Examine(Examination examination)
    {
        var ours = examination.Ours;
        if (
            examination.BothEndsSeen
            || examination.OursIsStandby
            || !DropsAreMoreThanNoise(examination.OurDrops)
            || IkeView.Of(ours.Latest).Up != true
        )
        {
            return null;
        }

        var row = examination.Comparison.FirstOrDefault(r => IsOneWay(examination, r));
        if (row is null)
        {
            return null;
        }

        var peer = examination.TheirName;
        var traffic = examination.OurTraffic(row);
        var named = DropWitness.At(ours).Where(w => w.IsNow).ToList();
        // An SPI that we list and drop all the same is not the peer's fault.
        if (named.Exists(w => w.IsFromPeer && ours.Latest.Tunnels.Any(t => t.Accepting.Contains(w.Spi))))
        {
            return null;
        }

        var theirs = named.Find(w => w.IsFromPeer && !ours.Latest.Tunnels.Any(t => t.Accepting.Contains(w.Spi)));
        return new Finding(
            Id,
            theirs is not null ? Confidence.High
                : named.Count > 0 ? Confidence.Low
                : Confidence.Medium,
            $"{peer} {(theirs is null ? "seems to send" : "sends")} with an SPI that {ours.Gateway} no longer knows",
            $"{ours.Gateway} drops {Said.Rate(examination.OurDrops)} for an invalid SPI, and while it sent {Said.Count(traffic.Sent ?? 0)} packets to {peer} none came back, "
                + "though IKE is up and its own SA is healthy and was the same at both looks. "
                + HowSure(examination, theirs),
            [
                .. Said.Drops(ours),
                .. Said.Witnesses(named.OrderByDescending(w => w == theirs)),
                .. Said.Deleted(ours, theirs?.Spi),
                .. Said.Packets(ours, row.LocalSelector, row.RemoteSelector),
                .. Said.Accepts(ours, row.Ours),
                .. Said.Sends(ours, row.Outgoing.Sends),
                .. Said.Ike(ours),
            ],
            Against(examination, row, named),
            Ladder(examination, row)
        );
    }

    private static bool IsOneWay(Examination examination, SelectorComparison row)
    {
        if (row.Ours is null || !examination.OurTraffic(row).OneWay || examination.SpisChanged)
        {
            return false;
        }

        return examination.ListsHealthyInbound(row);
    }

    private static bool DropsAreMoreThanNoise(DropRate drops) => drops.Dropped > 0 && !Noise.IsFew(drops);

    private static string HowSure(Examination examination, DropWitness? theirs) =>
        theirs is null
            ? $"Not certain, because {examination.TheirName}'s own SAs cannot be seen, the counter does not say whose packets are dropped, and {NoWitness(examination.Ours)}."
            : $"Sure, because {theirs.Names} the packets: {theirs.Spi.Digits} from {theirs.From}"
                + (theirs.WhoseSpi(examination) is { } whose ? $"; {whose}." : ".");

    private static string NoWitness(TunnelEnd ours) =>
        (DropWitness.WhyNoWitness(ours) ?? $"{ours.Gateway}'s log names no packet of it that is dropped now")
        + (TraceHelps.At(ours) ? " (a trace would show sender and SPI)" : "");

    private static List<string> Against(
        Examination examination,
        SelectorComparison oneWay,
        IReadOnlyList<DropWitness> named
    )
    {
        var strangers = named.Where(w => !w.IsFromPeer).Select(w => w.From).Distinct().Take(3).ToList();
        List<string> against =
        [
            strangers.Count > 0
                ? $"{examination.OurName}'s log names other senders of dropped packets: {string.Join(", ", strangers)}."
                : "Somebody else may be the sender of the dropped packets: the counter is of the whole box.",
        ];
        var passing = examination.Comparison.Count(r => r != oneWay && examination.OurTraffic(r).Arrived > 0);
        if (passing > 0)
        {
            against.Add($"Packets do arrive on {Said.OtherPairs(passing)} of networks of this peer.");
        }

        if (examination.Theirs is not null)
        {
            against.Add($"{examination.TheirName} is ours but was not fully read: check again when it answers.");
        }

        return against;
    }

    private static List<Remedy> Ladder(Examination examination, SelectorComparison row)
    {
        var (ours, peer) = (examination.Ours, examination.TheirName);
        var accepts = string.Join(", ", row.Incoming.Accepts.Select(s => s.Digits));
        return
        [
            Remedies.Wait(
                ours,
                Helps.Maybe,
                $"{peer}'s old SA ends by itself at its next rekey; when that is only {peer} can see."
            ),
            Remedies.AskPeer(
                ours,
                Helps.Yes,
                $"Only {peer} holds the old SA. Ask for its outbound SPI: {ours.Gateway} accepts {accepts}. If it is another one, let them clear their SAs with us."
            ),
            Remedies.ClearPeer(
                ours,
                Helps.Maybe,
                $"{ours.Gateway} cannot name the SA it no longer has; this helps only if {peer} then moves to the newly negotiated one."
            ),
            .. Remedies.ClearIke(ours, peer) is { } ike ? [ike] : (Remedy[])[],
        ];
    }
}
