namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The SPIs are right and the packets inside are not what the SA was made for: the ends' crypto ACLs are no mirror images. A
/// new SA would be made from the same ACLs, so no clear is ever offered.
/// </summary>
internal sealed class AclMismatch : ICause
{
    public string Id => "acl-mismatch";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The crypto ACLs of the ends do not mirror each other",
            What: "Packets arrive with an SPI that is known, and what is inside does not belong to the networks of that SA: the box throws it away after the SPI was found.",
            Shows: "An end's decaps rise while its decrypts stand still and its receive errors rise, or `ipsec-selector-failure` rises while receive errors do or packets are lost. High with both, medium with one of them, low after one look. np-sp-invalid-spi stays flat.",
            Against: "Drops for an invalid SPI that rise too; packets that are decrypted; `ipsec-selector-failure` alone on a box whose tunnel passes packets is another peer's.",
            Helps: "Making the crypto ACLs mirror images of each other, on either side: each line here with source and destination exchanged there.",
            HelpsNot: "Any clear: the new SA is negotiated from the same ACLs. Waiting.",
            Source: "ASA syslog guide, 402116 and 713061; ASA command reference, show asp drop (ipsec-selector-failure)."
        );

    public Finding? Examine(Examination examination)
    {
        foreach (var end in examination.Ends)
        {
            var refusing = examination.PairsAt(end).FirstOrDefault(Refuses);
            var failing = DropReason.SelectorFailure.RisesAt(end);
            var boxSaysSo = failing && (examination.PairsAt(end).Any(ErrorsRise) || examination.SomethingIsLost);
            if (refusing is not null || (boxSaysSo && Noise.IsFewOrNone(examination.InvalidSpisAt(end))))
            {
                return Found(examination, end, refusing, failing);
            }
        }

        return null;
    }

    private Finding Found(Examination examination, TunnelEnd end, PairLooks? refusing, bool failing)
    {
        var pair = refusing ?? examination.PairsAt(end).FirstOrDefault(ErrorsRise);
        var (here, there) = ReferenceEquals(end, examination.Ours)
            ? (examination.OurName, examination.TheirName)
            : (examination.TheirName, examination.OurName);
        var rising = refusing?.Decrypted is not null;
        var selectors = failing
            ? $" It drops {Said.Rate(DropReason.SelectorFailure.At(end))} as {DropReason.SelectorFailure.Keyword}."
            : "";
        return new Finding(
            Id,
            refusing is not null && !rising ? Confidence.Low
                : refusing is not null && failing ? Confidence.High
                : Confidence.Medium,
            $"{here} knows {there}'s SPI but refuses what is inside: their crypto ACLs do not mirror each other",
            Seen(here, refusing, rising)
                + selectors
                + " No clear is offered: a new SA would be negotiated from the same ACLs, and refuse the same packets."
                + (
                    refusing is null ? " Not certain, because that counter is of the whole box."
                    : !rising ? " Not sure after one look: the counts may be old."
                    : failing ? ""
                    : " Not certain, because receive errors also count damaged packets: the box's log (402116) names the networks."
                ),
            [.. pair?.Said(Counts) ?? [], .. failing ? DropReason.SelectorFailure.Said(end) : [], .. Said.Drops(end)],
            Against(examination, end),
            Ladder(examination, pair)
        );
    }

    private static string Seen(string here, PairLooks? refusing, bool rising) =>
        refusing switch
        {
            null => $"Packets are refused at {here} for their networks, not for their SPI.",
            _ when rising =>
                $"Between the looks {Said.Count(refusing.Arrived ?? 0)} packets arrived on {refusing.Networks} at {here}, and none was decrypted.",
            _ =>
                $"On {refusing.Networks} {here} counts {Said.Count(refusing.Now.Decaps ?? 0)} packets that arrived, and none that was decrypted.",
        };

    private static List<string> Against(Examination examination, TunnelEnd end) =>
        Noise.IsFewOrNone(examination.InvalidSpisAt(end))
            ? []
            : [$"{end.Gateway} also drops {Said.Rate(examination.InvalidSpisAt(end))} for an invalid SPI."];

    private static List<Remedy> Ladder(Examination examination, PairLooks? pair)
    {
        var lines = pair is null ? "" : $" {pair.End.Gateway} has {pair.Networks}.";
        List<Remedy> ladder =
        [
            Remedies.Wait(
                examination.Ours,
                Helps.No,
                $"It stays until the crypto ACLs are made mirror images.{lines} Neither waiting nor a clear changes them."
            ),
        ];
        if (examination.Theirs is null)
        {
            ladder.Add(
                Remedies.AskPeer(
                    examination.Ours,
                    Helps.Yes,
                    $"Ask {examination.TheirName} for its crypto ACL (its proxy IDs, its traffic selectors) and hold it against ours.{lines}"
                )
            );
        }

        return ladder;
    }

    /// <summary>What arrives is not decrypted: seen to rise, or after one look by the totals.</summary>
    private static bool Refuses(PairLooks pair) =>
        pair.Before is not null
            ? pair is { Arrived: > 0, Decrypted: 0 } && (pair.Now.ReceiveErrors is null || pair.ReceiveErrors > 0)
            : pair.Now is { Decaps: > 0, Decrypts: 0, ReceiveErrors: > 0 };

    private static bool ErrorsRise(PairLooks pair) => pair.ReceiveErrors > 0;

    private static string Counts(ChildSa child) =>
        $"decaps {Said.Count(child.Decaps ?? 0)}, decrypt {Said.Count(child.Decrypts ?? 0)}, recv errors {Said.Count(child.ReceiveErrors ?? 0)}";
}
