using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>The ends agree, and a rekey is under way or has just been: the few packets that were still on their way are dropped, and that is all.</summary>
internal sealed class RekeyNoise : ICause
{
    public string Id => "rekey-noise";

    public Severity Severity => Severity.Good;

    public CauseTexts Texts { get; } =
        new(
            Title: "Ordinary noise of a rekey",
            What: "Packets that were on their way while the SA changed arrive with the old SPI and are dropped.",
            Shows: "Both ends agree, and a few packets are dropped, or SAs from before a rekey are still installed beside the new ones. High when a rekey was seen at these looks, medium when only the count is that small.",
            Against: "A count that goes on rising at the next look; drops with nobody's rekey near.",
            Helps: "Nothing needs to be done; look again in a minute or two.",
            HelpsNot: "A clear: it only brings the next rekey.",
            Source: "Cisco's text on np-sp-invalid-spi (occasional drops are normal); Cisco technote 115801."
        );

    public Finding? Examine(Examination examination)
    {
        if (!(examination.EndsAgree || examination.SeemsWellFromHere) || examination.OursIsStandby)
        {
            return null;
        }

        var rekeyed = examination.WasRekeyed;
        var overlap = rekeyed && !examination.SpisChanged;
        var dropped = Noise.MostDropped(examination) ?? 0;
        if ((dropped == 0 && !rekeyed) || Noise.IsTooMuchForARekey(examination))
        {
            return null;
        }

        return new Finding(
            Id,
            rekeyed && examination is { TwoLooks: true, EndsAgree: true } ? Confidence.High
                : examination.TwoLooks ? Confidence.Medium
                : Confidence.Low,
            $"{(examination.EndsAgree ? $"{examination.OurName} and {examination.TheirName} agree" : $"What {examination.TheirName} sends arrives at {examination.OurName}")}; "
                + (dropped > 0 ? $"{Packets(dropped)} dropped, as is normal around a rekey" : "a rekey is under way"),
            Why(overlap, rekeyed, dropped),
            Evidence(examination),
            dropped > 0
                ? ["The counter does not say whose packets they were: another peer's are counted with them."]
                : [],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.Yes,
                    "Look again in a minute or two: the count should then stand still. A clear would only bring the next rekey."
                ),
            ]
        );
    }

    private static string Packets(long dropped) =>
        dropped == 1 ? "1 packet was" : $"{Said.Count(dropped)} packets were";

    private static string Why(bool overlap, bool rekeyed, long dropped)
    {
        var sign =
            overlap ? "The SAs from before a rekey are still installed beside the new ones, so both are accepted."
            : rekeyed ? "The SPIs changed between the two looks: the tunnel was rekeyed just now."
            : "What is sent is accepted.";
        return dropped == 0 ? sign
            : rekeyed
                ? sign
                    + " Packets sent just before the change arrive with the old SPI and are dropped; that ends by itself."
            : sign
                + " So few drops are what a rekey leaves; no rekey was seen at these looks, so that is likely, not sure.";
    }

    private static List<EvidenceLine> Evidence(Examination examination)
    {
        var row = examination.Comparison[0];
        foreach (var candidate in examination.Comparison)
        {
            if (candidate.Verdict == SelectorVerdict.RekeyOverlap)
            {
                row = candidate;
                break;
            }
        }

        return
        [
            .. Said.Drops(examination.Ours),
            .. Said.Drops(examination.Theirs),
            .. Said.Sends(examination.Theirs, row.Incoming.Sends),
            .. Said.Accepts(examination.Ours, row.Ours),
            .. Said.Sends(examination.Ours, row.Outgoing.Sends),
            .. Said.Accepts(examination.Theirs, row.Theirs),
        ];
    }
}
