namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>One of our gateways drops what another of ours holds the SA for: the sender's packets come to the wrong one. Nothing of ours is stale.</summary>
internal sealed class WrongHeadend : ICause
{
    public string Id => "wrong-headend";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The peer's packets come to the wrong gateway of ours",
            What: "With two lines, two sites or a spare one, a peer has an SA with one gateway of ours and sends with it to another, which knows nothing of it.",
            Shows: "The log of one of our gateways names the peer and an SPI as invalid (402114), and another gateway of ours accepts that SPI from that peer now. High at two looks, medium after one.",
            Against: "An SPI that two boxes chose by chance: one in four thousand million.",
            Helps: "The other side: its routes, its DNS name or the address it is set to for the tunnel.",
            HelpsNot: "Any clear on either of our gateways: the SA is right, and its packets do not come to it.",
            Source: "RFC 4301, 4.1 (an SPI is its receiver's own)."
        );

    public Finding? Examine(Examination examination) =>
        !examination.OursIsStandby && Misrouted.In(examination.Evidence) is { } misrouted
            ? Found(examination, misrouted)
            : null;

    private Finding Found(Examination examination, Misrouted misrouted)
    {
        var (dropper, holder, witness) = (misrouted.Dropper, misrouted.Holder, misrouted.Witness);
        var peer = dropper.Latest.PeerInWords;
        return new Finding(
            Id,
            examination.TwoLooks ? Confidence.High : Confidence.Medium,
            $"{peer} sends to {dropper.Gateway} what {holder.Gateway} holds the SA for",
            $"{dropper.Gateway}'s log names {witness.Spi.Digits} from {witness.From} as invalid, and {holder.Gateway} accepts that SPI from {peer} now. "
                + "Both gateways are as they should be, and the packets come to the wrong one: routing or DNS on the other side. No clear is offered: it would not change where they go."
                + (examination.TwoLooks ? "" : " Not certain after one look."),
            [
                .. Said.Witnesses([witness]),
                .. holder
                    .Latest.Tunnels.SelectMany(t => t.Inbound)
                    .Where(sa => sa.Spi == witness.Spi)
                    .Select(sa => Said.Line(holder.Latest, $"inbound esp {sa.Spi.Digits}")),
                .. Said.Drops(examination.Ours),
            ],
            [],
            [
                Remedies.Wait(examination.Ours, Helps.No, "It stays until the other side sends to the right address."),
                Remedies.AskPeer(
                    examination.Ours,
                    Helps.Yes,
                    $"Ask {peer} why what is meant for {holder.Gateway} goes to {dropper.Gateway}: its routes, its DNS, the address of its tunnel."
                ),
            ]
        );
    }
}
