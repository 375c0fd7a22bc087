namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The ends of this tunnel agree, yet more is dropped than a rekey explains: the counter is of the whole box, so the
/// packets are another peer's, or a stranger's. Clearing this tunnel would not touch them.
/// </summary>
internal sealed class MisdirectedEsp : ICause
{
    public string Id => "misdirected-esp";

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "Drops that are not from this tunnel",
            What: "Somebody sends ESP with SPIs that the box does not know: another peer, a scan, or a stranger.",
            Shows: "Both ends of this tunnel agree on their SPIs, and more is dropped for an invalid SPI than a rekey explains. Medium: the counter names no sender.",
            Against: "A rekey at these looks; a peer that sends with an SA that neither end lists any more.",
            Helps: "Finding the sender: the box's log (402114 names address and SPI) or a capture of the drops; then that peer's own check, or a filter upstream.",
            HelpsNot: "A clear of this tunnel: it works, and the packets are not its own.",
            Source: "Cisco's text on np-sp-invalid-spi (attack or misdirected packets); ASA syslog guide, 402114."
        );

    public Finding? Examine(Examination examination)
    {
        if (!examination.EndsAgree || !Noise.IsTooMuchForARekey(examination))
        {
            return null;
        }

        var (dropper, drops) =
            examination.TheirDrops is { Dropped: > 0 } theirs && !(examination.OurDrops.Dropped >= theirs.Dropped)
                ? (examination.Theirs!, theirs)
                : (examination.Ours, examination.OurDrops);
        var row = examination.Comparison[0];
        return new Finding(
            Id,
            Confidence.Medium,
            $"{dropper.Gateway} drops packets for an invalid SPI, but they are not seen to be from this tunnel",
            $"{examination.OurName} and {examination.TheirName} agree on their SPIs, and {dropper.Gateway} drops {Said.Rate(drops)}. "
                + "The counter is of the whole box: the packets are another peer's, or a stranger's. "
                + "Not surer, because the counter does not name a sender: the box's log (message 402114) or a capture of the drops does.",
            [
                .. Said.Drops(dropper),
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
                    "It goes on until its sender is found: check the other peers of this gateway. A clear of this tunnel would not help."
                ),
            ]
        );
    }
}
