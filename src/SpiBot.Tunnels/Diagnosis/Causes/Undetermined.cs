using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>What is said when no rule speaks: what was seen, what is missing, and how to get it. Always gives a finding.</summary>
internal sealed class Undetermined : ICause
{
    private const int Shown = 5;

    public string Id => "undetermined";

    public Severity Severity => Severity.Unknown;

    public CauseTexts Texts { get; } =
        new(
            Title: "Not enough was seen",
            What: "No rule speaks.",
            Shows: "Always with what was seen and what is missing: the other end, a second look, a command that the box refused.",
            Against: "Nothing: it says only that more must be seen.",
            Helps: "Getting what is missing: a second look, the other side's output, the box's log.",
            HelpsNot: "A clear on suspicion: it interrupts, and destroys what would have told the cause.",
            Source: "None."
        );

    public Finding Examine(Examination examination)
    {
        var ours = examination.Ours;
        // Those of which something is unclear, before the others; a card has no room for hundreds.
        var rows = examination.Comparison.OrderBy(row => IsUnclear(row) ? 0 : 1).Take(Shown).ToList();
        return new Finding(
            Id,
            Confidence.Low,
            Headline(examination),
            Why(examination),
            [
                .. Said.Drops(ours),
                .. Said.Drops(examination.Theirs),
                .. Said.Witnesses(DropWitness.At(ours)),
                .. rows.SelectMany(row => Said.Packets(ours, row.LocalSelector, row.RemoteSelector)),
                .. examination.IsLostBetween
                    ? rows.SelectMany(row => Said.Packets(examination.Theirs, row.RemoteSelector, row.LocalSelector))
                    : [],
                .. rows.SelectMany(row => Said.Sends(examination.Theirs, row.Incoming.Sends)),
                .. rows.SelectMany(row => Said.Accepts(ours, row.Ours)),
                .. Said.Ike(ours),
            ],
            [],
            Ladder(examination)
        );
    }

    Finding? ICause.Examine(Examination examination) => Examine(examination);

    private static string Headline(Examination examination)
    {
        var (we, they) = (examination.OurName, examination.TheirName);
        if (!examination.Ours.Latest.Sas.WasRead)
        {
            return $"The SAs of {we} were not read, so the tunnel to {they} cannot be judged";
        }

        if (examination.Comparison.Any(row => row.Verdict == SelectorVerdict.Differ))
        {
            return $"{we} and {they} use different SPIs, and which end is behind cannot be seen";
        }

        return examination.IsLostBetween ? $"{Lost(examination)}, and no box of ours counts it as dropped"
            : OneWay(examination) ? $"{we} sends to {they}, and nothing comes back"
            : examination.OurDrops.Dropped > 0
                ? $"{we} drops packets for an invalid SPI, and whose they are cannot be seen"
            : IsIdle(examination)
                ? $"{we} has SAs with {they}, but they are idle, so from here nothing shows whether they work"
            : $"Not enough was seen to judge the tunnel between {we} and {they}";
    }

    private static string Why(Examination examination)
    {
        // Where an end was not seen, what is missing says it already.
        List<string> said = examination.BothEndsSeen
            ? [.. examination.Comparison.Where(IsUnclear).Select(row => row.Words).Distinct().Take(Shown)]
            : [];
        if (examination.IsLostBetween)
        {
            var (from, to, row) = LosingWay(examination);
            var (sender, receiver) = ReferenceEquals(from, examination.Ours)
                ? (examination.OurTraffic(row), examination.TheirTraffic(row))
                : (examination.TheirTraffic(row), examination.OurTraffic(row));
            said.Add(
                $"{from.Gateway} counts {Said.Count(sender.Sent ?? 0)} packets as sent between the looks, and {to.Gateway} {Said.Count(receiver.Arrived ?? 0)} as arrived{(examination.EndsAgree ? "; the SPIs agree" : "")}."
            );
        }

        said.Add($"Drops on {examination.OurName}: {Said.Rate(examination.OurDrops)}.");
        foreach (var dropper in new[] { examination.Ours, examination.Theirs }.OfType<TunnelEnd>().Where(TraceHelps.At))
        {
            said.Add($"Whose packets {dropper.Gateway} drops a trace would show.");
        }

        return string.Join(" ", said);
    }

    private static List<Remedy> Ladder(Examination examination)
    {
        List<Remedy> ladder =
        [
            examination.IsLostBetween
                ? Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"Look whether the packets reach {LosingWay(examination).To.Gateway} at all, by a capture on its outside interface. If they do not, look at the way between: a provider, a firewall that lets no ESP or UDP 4500 through. A clear is not offered: nothing says that an SA is at fault."
                )
                : Remedies.Wait(
                    examination.Ours,
                    Helps.Maybe,
                    "Check again: what is missing may then be there, and what was caught in the middle of a rekey is over."
                ),
        ];
        if (examination.Theirs is not { Latest.Sas.WasRead: true })
        {
            var sends = string.Join(
                ", ",
                examination.Comparison.Select(r => r.Outgoing.Sends?.Digits).OfType<string>().Take(Shown)
            );
            var compare = sends.Length > 0 ? $" Does it accept {sends}?" : "";
            ladder.Add(
                Remedies.AskPeer(
                    examination.Ours,
                    Helps.Maybe,
                    $"Ask {examination.TheirName} for the SPIs it sends with and accepts.{compare}"
                )
            );
        }

        return ladder;
    }

    private static bool OneWay(Examination examination) =>
        examination.Comparison.Any(row => examination.OurTraffic(row).OneWay);

    private static string Lost(Examination examination)
    {
        var (from, to, _) = LosingWay(examination);
        return $"What {from.Gateway} sends to {to.Gateway} is lost between the two";
    }

    /// <summary>Which way, and on which networks; both ends were read.</summary>
    private static (TunnelEnd From, TunnelEnd To, SelectorComparison Row) LosingWay(Examination examination)
    {
        var (ours, theirs) = (examination.Ours, examination.Theirs!);
        return
            examination.Comparison.FirstOrDefault(row =>
                examination.TheirTraffic(row).Sent > examination.OurTraffic(row).Arrived * 2
            )
                is { } coming
            ? (theirs, ours, coming)
            : (
                ours,
                theirs,
                examination.Comparison.FirstOrDefault(row =>
                    examination.OurTraffic(row).Sent > examination.TheirTraffic(row).Arrived * 2
                ) ?? examination.Comparison[0]
            );
    }

    private static bool IsIdle(Examination examination) =>
        examination.Comparison.Count > 0 && examination.Comparison.All(row => examination.OurTraffic(row).Idle);

    private static bool IsUnclear(SelectorComparison row) =>
        row.Verdict is not (SelectorVerdict.Match or SelectorVerdict.RekeyOverlap);
}
