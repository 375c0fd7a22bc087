namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>A large total that no longer rises, and ends that agree: old news.</summary>
internal sealed class CounterResidue : ICause
{
    public string Id => "counter-residue";

    public Severity Severity => Severity.Good;

    public bool SaysAllIsWell => true;

    public CauseTexts Texts { get; } =
        new(
            Title: "Old news: a large total that stands still",
            What: "The counter holds drops of the past. Counters run for years unless somebody clears them.",
            Shows: "A large total, not one drop between two looks, and ends that agree (high), or, the other end unread, packets that arrive (medium).",
            Against: "Drops that come in bursts can fall between two looks.",
            Helps: "Nothing needs to be done. If somebody sees the total jump, check again then.",
            HelpsNot: "A clear of SAs: nothing is wrong now, and it does not change the counter.",
            Source: "ASA command reference, show asp drop and clear asp drop."
        );

    public Finding? Examine(Examination examination)
    {
        if (
            !(examination.EndsAgree || examination.SeemsWellFromHere)
            || examination.OursIsStandby
            || examination.IsLostBetween
            || examination.OurDrops.Dropped != 0
        )
        {
            return null;
        }

        if (examination.TheirDrops?.Dropped > 0 || InactiveOrRekeying(examination))
        {
            return null;
        }

        var drops = examination.Ours.Latest.Box.Drops.Value;
        if (drops is null || drops.InvalidSpis < Noise.WorryingTotal)
        {
            return null;
        }

        var since = drops.FrameLastClearing switch
        {
            null => "",
            "Never" => " The counter was never cleared, so it may be years old.",
            var cleared => $" It counts since {cleared}.",
        };
        return new Finding(
            Id,
            examination.EndsAgree ? Confidence.High : Confidence.Medium,
            $"Old news: {examination.OurName}'s {Said.Count(drops.InvalidSpis)} drops for an invalid SPI are not rising",
            $"Between the looks not one was added in {examination.OurDrops.Window!.Value.TotalSeconds:0} s, and {(examination.EndsAgree ? "both ends agree on their SPIs" : $"packets of {examination.TheirName} arrive")}.{since} "
                + "Nothing is offered to clear: there is nothing wrong now, and clearing SAs does not change the counter.",
            [
                .. Said.Drops(examination.Ours),
                .. Said.Sends(examination.Theirs, examination.Comparison[0].Incoming.Sends),
                .. Said.Accepts(examination.Ours, examination.Comparison[0].Ours),
            ],
            [Texts.Against],
            [Remedies.Wait(examination.Ours, Helps.Yes, Texts.Helps)]
        );
    }

    private static bool InactiveOrRekeying(Examination examination) =>
        examination.SpisChanged
        || examination.Comparison.Any(row => row.Verdict == Comparison.SelectorVerdict.RekeyOverlap);
}
