using System.Net;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The ends of this tunnel agree, yet more is dropped than a rekey explains: the counter is of the whole box, so the
/// packets are another peer's, or a stranger's. Clearing this tunnel would not touch them.
/// </summary>
internal sealed class MisdirectedEsp : ICause
{
    /// <summary>More senders and SPIs nobody reads: of a scan each packet has another.</summary>
    private const int MostNamed = 3;

    internal const string Name = "misdirected-esp";

    public string Id => Name;

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "Drops that are not from this tunnel",
            What: "Somebody sends ESP with SPIs that the box does not know: another peer, a scan, or a stranger.",
            Shows: "Both ends of this tunnel agree on their SPIs (or, the other end unread, its packets arrive), and more is dropped for an invalid SPI than a rekey explains. Medium: the counter names no sender.",
            Against: "A rekey at these looks; a peer that sends with an SA that neither end lists any more.",
            Helps: "Finding the sender: the box's log (402114 names address and SPI) or a capture of the drops; then that peer's own check, or a filter upstream.",
            HelpsNot: "A clear of this tunnel: it works, and the packets are not its own.",
            Source: "Cisco's text on np-sp-invalid-spi (attack or misdirected packets); ASA syslog guide, 402114."
        );

    public Finding? Examine(Examination examination)
    {
        if (
            !(examination.EndsAgree || examination.SeemsWellFromHere)
            || examination.OursIsStandby
            || !Noise.IsTooMuchForARekey(examination)
        )
        {
            return null;
        }

        var (dropper, drops) = Dropper(
            examination.Ours,
            examination.OurDrops,
            examination.Theirs,
            examination.TheirDrops
        );
        var row = examination.Comparison[0];
        var named = DropWitness.At(dropper).Where(w => w.IsNow).ToList();
        // What the box lists and drops all the same is its own packets, and another cause's.
        if (named.Exists(w => w.IsFromPeer && dropper.Latest.Tunnels.Any(t => t.Accepting.Contains(w.Spi))))
        {
            return null;
        }

        var senders = Senders(named);
        var (confidence, verdict, who) = Sender(examination, dropper, named, senders);
        return new Finding(
            Id,
            confidence,
            verdict,
            $"{(examination.EndsAgree ? $"{examination.OurName} and {examination.TheirName} agree on their SPIs" : $"What {examination.TheirName} sends arrives at {examination.OurName}")}, and {dropper.Gateway} drops {Said.Rate(drops)}. {who}",
            [
                .. Said.Drops(dropper),
                .. Said.Witnesses(named),
                .. Said.Sends(examination.Theirs, row.Incoming.Sends),
                .. Said.Accepts(examination.Ours, row.Ours),
                .. Said.Sends(examination.Ours, row.Outgoing.Sends),
                .. Said.Accepts(examination.Theirs, row.Theirs),
            ],
            ["A peer may also send with an SA that neither end lists any more."],
            [
                Remedies.Wait(
                    dropper,
                    Helps.No,
                    $"{Next(dropper, senders)} A clear of this tunnel would not help: it works, and the packets are not its own."
                ),
            ]
        );
    }

    /// <summary>The end that drops more.</summary>
    internal static (TunnelEnd End, DropRate Drops) Dropper(
        TunnelEnd ours,
        DropRate here,
        TunnelEnd? theirs,
        DropRate? there
    ) =>
        theirs is not null && there is { Dropped: > 0 } && !(here.Dropped >= there.Dropped)
            ? (theirs, there)
            : (ours, here);

    /// <summary>The other peers of a box whose packets it drops now.</summary>
    internal static IReadOnlyList<string> Peers(TunnelEnd dropper) =>
        Peers(dropper, Senders([.. DropWitness.At(dropper).Where(w => w.IsNow)]));

    private static List<string> Peers(TunnelEnd dropper, List<string> senders) =>
        [.. senders.Except(Strangers(dropper, senders)).Where(_ => dropper.Latest.CryptoMaps.Value is not null)];

    private static List<string> Senders(IReadOnlyList<DropWitness> named) =>
        [.. named.Where(w => !w.IsFromPeer).Select(w => w.From).Distinct().Take(MostNamed)];

    /// <summary>Who sends what is dropped: another than this tunnel's peer, the peer with an SA that nobody lists, or nobody knows.</summary>
    private static (Confidence, string Verdict, string Why) Sender(
        Examination examination,
        TunnelEnd dropper,
        IReadOnlyList<DropWitness> named,
        List<string> senders
    )
    {
        var what = named.Select(w => $"{w.Spi.Digits} from {w.From}").Distinct().Take(MostNamed);
        var whose = named.Select(w => w.WhoseSpi(examination)).OfType<string>().Distinct().Take(MostNamed).ToList();
        var log = named.Count > 0 ? $"{named[0].Names} them: {string.Join(", ", what)}." : "";
        var known = whose.Count > 0 ? $" {string.Join("; ", whose)}." : "";
        if (named.Any(w => w.IsFromPeer))
        {
            var others = senders.Count > 0 ? " and of others" : "";
            return (
                Confidence.Medium,
                $"{dropper.Gateway} drops packets of {dropper.Latest.Peer}{others} for an SPI that is not of the SAs in use",
                $"{log}{known} The SAs that are listed work, so the sender holds one beside them. "
                    + "Not certain, because no listing shows it."
            );
        }

        return senders.Count > 0
            ? (
                Confidence.High,
                $"{dropper.Gateway} drops packets of {string.Join(", ", senders)} for an invalid SPI; they are not of this tunnel",
                $"{log}{known} This tunnel's peer is {dropper.Latest.Peer}, and none of its packets is among them.{Configured(dropper, senders)}"
            )
            : (
                Confidence.Medium,
                $"{dropper.Gateway} drops packets for an invalid SPI, but they are not seen to be from this tunnel",
                "The counter is of the whole box: the packets are another peer's, or a stranger's. "
                    + $"Not certain, because the counter does not name a sender, and {DropWitness.WhyNoWitness(dropper) ?? $"{dropper.Gateway}'s log holds no message 402114 of now"}."
            );
    }

    /// <summary>What to do now: other peers have their own check, strangers are kept off.</summary>
    private static string Next(TunnelEnd dropper, List<string> senders)
    {
        var strangers = Strangers(dropper, senders);
        var peers = Peers(dropper, senders);
        return peers.Count > 0 ? $"Look at that tunnel: check {string.Join(", check ", peers)} on {dropper.Gateway}."
            : strangers.Count > 0 && dropper.Latest.CryptoMaps.Value is { TakesUnnamed: true }
                ? $"{dropper.Gateway} names them nowhere, but an entry of its crypto map is dynamic and may take them: find out whose they are before you filter them."
            : senders.Count > 0 && strangers.Count == senders.Count
                ? $"They are no peers of {dropper.Gateway}: a scan, an attack or somebody's mistake. Filter them upstream, or by an access list on the control plane."
            : $"It goes on until its sender is found: check the other peers of {dropper.Gateway}.";
    }

    /// <summary>Neither a crypto map nor an IKE SA is with them, where all of both was read: a tunnel interface's peer stands in no crypto map.</summary>
    private static List<string> Strangers(TunnelEnd dropper, IEnumerable<string> senders) =>
        [
            .. senders.Where(s =>
                IPAddress.TryParse(s, out var from)
                && dropper.Latest is { Ikev1.Value.Complete: true, Ikev2.Value.Complete: true }
                && dropper.Latest.CryptoMaps.Value?.Knows(from) == false
                && !dropper.Latest.Ikev1.Value.Knows(from)
                && !dropper.Latest.Ikev2.Value.Knows(from)
            ),
        ];

    /// <summary>Whether the senders are peers of the box at all, where its crypto map was read.</summary>
    private static string Configured(TunnelEnd dropper, IReadOnlyList<string> senders)
    {
        var strangers = Strangers(dropper, senders);
        return strangers.Count > 0
            ? $" {dropper.Gateway} has {string.Join(", ", strangers)} in no crypto map, and no IKE SA with them."
            : "";
    }
}
