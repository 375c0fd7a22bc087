using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The ends agree and nothing is dropped; or, where the other end cannot be read, packets arrive and nothing is dropped.
/// Says whether packets pass or the tunnel is idle.
/// </summary>
internal sealed class Healthy : ICause
{
    public string Id => "healthy";

    public Severity Severity => Severity.Good;

    public bool SaysAllIsWell => true;

    public CauseTexts Texts { get; } =
        new(
            Title: "In order",
            What: "The ends agree on their SPIs and nothing is dropped.",
            Shows: "Each end sends with an SPI that the other accepts, and no drop for an invalid SPI between the looks. High when packets pass both ways; medium when idle, or when the other end was not read; low after one look.",
            Against: "An idle tunnel shows no fault that only traffic would show.",
            Helps: "Nothing needs to be done. If users still complain, look at what is not the tunnel: routes, NAT rules, the hosts.",
            HelpsNot: "A clear: it would interrupt what works.",
            Source: "RFC 7296, 2.8 (both SAs of a rekey are accepted)."
        );

    public Finding? Examine(Examination examination)
    {
        if (examination.OursIsStandby || Holds(examination.Ours) || Holds(examination.Theirs))
        {
            return null;
        }

        if (examination.OurDrops.Dropped > 0 || examination.TheirDrops?.Dropped > 0 || examination.IsLostBetween)
        {
            return null;
        }

        var traffic = examination.Comparison.Select(examination.OurTraffic).ToList();
        var passes = traffic.Exists(t => t.Arrived > 0);
        if (examination.EndsAgree)
        {
            return IsOtherGoodNews(examination) ? null : Agreed(examination, traffic, passes);
        }

        var silentPair = traffic.Exists(t => t.OneWay);
        return
            !examination.BothEndsSeen
            && passes
            && !silentPair
            && examination.OurDrops.Dropped == 0
            && !IsOtherGoodNews(examination)
            ? OurSideOnly(examination)
            : null;
    }

    private Finding Agreed(Examination examination, List<Traffic> traffic, bool passes)
    {
        var idle = traffic.TrueForAll(t => t.Idle);
        var theyReceive = examination.Comparison.Any(row => examination.TheirTraffic(row).Arrived > 0);
        var oneWay = !passes && !theyReceive && traffic.Exists(t => t.OneWay);
        var how =
            passes && theyReceive ? "packets pass both ways"
            : passes || theyReceive ? "packets pass"
            : idle ? "it is idle"
            : oneWay ? "packets are sent, none were counted as received"
            : "whether packets pass is not known yet";
        return new Finding(
            Id,
            !examination.TwoLooks || oneWay ? Confidence.Low
                : passes && theyReceive && examination.OurDrops.Dropped == 0 ? Confidence.High
                : Confidence.Medium,
            $"The tunnel between {examination.OurName} and {examination.TheirName} is in order; {how}",
            Why(examination, idle),
            Evidence(examination),
            Against(examination, idle),
            []
        );
    }

    private Finding OurSideOnly(Examination examination) =>
        new(
            Id,
            Confidence.Medium,
            $"The tunnel from {examination.OurName} to {examination.TheirName} passes packets, and {examination.OurName} drops none for an invalid SPI",
            $"Packets arrived between the looks, so {examination.TheirName} sends with an SPI that {examination.OurName} accepts. Not certain, because the other end was not read: whether it accepts ours only it can see.",
            Evidence(examination),
            [],
            []
        );

    private static bool Holds(TunnelEnd? end) => end?.Latest.Box.Inactive.Value?.Count > 0;

    // A rekey under way and an old total are said in their own words.
    private static bool IsOtherGoodNews(Examination examination) =>
        examination.WasRekeyed
        || (
            examination.OurDrops.Dropped == 0
            && examination.Ours.Latest.Box.Drops.Value?.InvalidSpis >= Noise.WorryingTotal
        );

    private static string Why(Examination examination, bool idle)
    {
        var agree = "Each end sends with an SPI that the other accepts";
        var drops =
            examination.OurDrops.Dropped == 0
                ? $", and {examination.OurName} dropped nothing for an invalid SPI between the looks."
                : $". Whether anything is dropped now is not known: {examination.OurDrops.NoRateBecause}.";
        return agree + drops + (idle ? " No packet passed between the looks, so nothing was proven by traffic." : "");
    }

    private static List<string> Against(Examination examination, bool idle) =>
        !examination.TwoLooks ? ["This rests on one look."]
        : idle ? ["An idle tunnel shows no fault that only traffic would show."]
        : [];

    private static List<EvidenceLine> Evidence(Examination examination)
    {
        var row = examination.Comparison[0];
        return
        [
            .. Said.Drops(examination.Ours),
            .. Said.Sends(examination.Theirs, row.Incoming.Sends),
            .. Said.Accepts(examination.Ours, row.Ours),
            .. Said.Sends(examination.Ours, row.Outgoing.Sends),
            .. Said.Accepts(examination.Theirs, row.Theirs),
            .. Said.Packets(examination.Ours, row.LocalSelector, row.RemoteSelector),
        ];
    }
}
