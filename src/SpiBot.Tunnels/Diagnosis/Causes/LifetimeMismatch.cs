using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.History;

namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>
/// The ends keep one SA for different times. With IKEv1 the shorter should hold for both, and where an end does not heed that, the one ends what the other still uses, once in
/// every shorter lifetime. With IKEv2 each end goes by its own and it is no fault by itself: it is named only where bursts of drops keep that time.
/// </summary>
internal sealed class LifetimeMismatch : ICause
{
    /// <summary>Listings of the two ends are some seconds apart.</summary>
    private const long Few = 120;

    private const double Part = 0.05;

    public string Id => "lifetime-mismatch";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "The ends keep their SAs for different times",
            What: "With IKEv1 the shorter lifetime should hold for both ends; where one does not heed that, the other ends the SA first, and what is sent with it until the next one is dropped: a burst once in every shorter lifetime. With IKEv2 lifetimes are local to each end, and differing ones are no fault by themselves.",
            Shows: "With IKEv1 and both ends read: one and the same SA has another time left at each end, by more than minutes, or the crypto maps set other lifetimes. Medium; high where packets were dropped at a rekey between the looks, or past bursts came at multiples of the shorter lifetime. With IKEv2 only with such bursts, and then medium.",
            Against: "Bursts that follow bytes (see `volume-rekey`); message 713073 to 713076 (the smaller value was taken) without any burst.",
            Helps: "With IKEv1 the same lifetimes on both ends (`crypto map … set security-association lifetime seconds`). With IKEv2 lifetimes that clearly differ are even good: they keep rekeys from meeting.",
            HelpsNot: "Any clear: the new SA is kept for the same different times.",
            Source: "RFC 2407, 4.5.4; RFC 7296, 2.8; ASA syslog guide, 713073 to 713076."
        );

    public Finding? Examine(Examination examination)
    {
        if (examination.OursIsStandby || !examination.BothEndsSeen || Lives(examination) is not { } lives)
        {
            return null;
        }

        var version1 = examination.Ours.Latest.Tunnels.Any(t => t.IkeVersion == "IKEv1");
        var rhythm = Rhythm(examination, lives.Shorter);
        var burst = examination.SpisChanged && Noise.MostDropped(examination) > 0;
        if (rhythm is null && (!version1 || !examination.EndsAgree))
        {
            return null;
        }

        var (longer, shorter) = (Said.Left(lives.Longer), Said.Left(lives.Shorter));
        return new Finding(
            Id,
            version1 && (burst || rhythm is not null) ? Confidence.High : Confidence.Medium,
            $"{lives.LongerAt} keeps its SAs for {longer}, {lives.ShorterAt} for {shorter}",
            $"With {(version1 ? "IKEv1 the shorter should hold for both" : "IKEv2 each end goes by its own")}: {lives.ShorterAt} ends an SA that {lives.LongerAt} goes on sending with, and drops what comes until the next one is there. "
                + (
                    rhythm is not null
                        ? $"{rhythm.AtMultiples} of {rhythm.Bursts} past bursts of drops came at multiples of {shorter}. "
                        : ""
                )
                + (
                    burst
                        ? $"It was so just now: the SAs changed between the looks, and {Said.Count(Noise.MostDropped(examination) ?? 0)} packets were dropped. "
                    : rhythm is null ? "Not certain, because nothing was dropped between these looks. "
                    : ""
                )
                + "No clear is offered: the new SA would be kept for the same different times.",
            [
                .. lives.Evidence,
                .. Said.Drops(examination.Ours),
                .. Said.Drops(examination.Theirs),
                .. Forced(examination),
            ],
            [],
            [
                Remedies.Wait(
                    examination.Ours,
                    Helps.No,
                    $"It comes again every {shorter} until both ends have the same lifetime: crypto map … set security-association lifetime seconds."
                ),
            ]
        );
    }

    private static IEnumerable<EvidenceLine> Forced(Examination examination) =>
        examination
            .Ends.SelectMany(end => PeerLog.Of(end, e => e.Id is >= 713073 and <= 713076))
            .TakeLast(2)
            .Select(l => l.Said());

    private static BurstRhythm? Rhythm(Examination examination, long shorter) =>
        new[] { examination.Ours, examination.Theirs }
            .Select(end => end?.History)
            .OfType<TunnelHistory>()
            .Select(history => DropBursts.AtMultiplesOf(history, TimeSpan.FromSeconds(shorter)))
            .OfType<BurstRhythm>()
            .FirstOrDefault();

    /// <summary>Both lifetimes as set; else what is left of the same SA at each end. Null when they are not known to differ.</summary>
    private static Kept? Lives(Examination examination)
    {
        var (ours, theirs) = (examination.Ours, examination.Theirs!);
        if (
            ConfiguredLifetime.SecondsSetOf(ours.Latest) is { } we
            && ConfiguredLifetime.SecondsSetOf(theirs.Latest) is { } they
        )
        {
            return Kept.Of(
                ours,
                we,
                theirs,
                they,
                Said.Line(ours.Latest, $"set security-association lifetime seconds {we}"),
                Said.Line(theirs.Latest, $"set security-association lifetime seconds {they}")
            );
        }

        foreach (var row in examination.Comparison.Where(r => r.Verdict == SelectorVerdict.Match))
        {
            var spi = row.Outgoing.Sends;
            var here = ours.Latest.Tunnels.SelectMany(t => t.Outbound).FirstOrDefault(sa => sa.Spi == spi);
            var there = theirs.Latest.Tunnels.SelectMany(t => t.Inbound).FirstOrDefault(sa => sa.Spi == spi);
            if (here?.RemainingSeconds is { } left && there?.RemainingSeconds is { } also && spi is not null)
            {
                return Kept.Of(
                    ours,
                    left,
                    theirs,
                    also,
                    Said.Line(ours.Latest, $"outbound esp {spi.Digits}, {Said.Count(left)} s left"),
                    Said.Line(theirs.Latest, $"inbound esp {spi.Digits}, {Said.Count(also)} s left")
                );
            }
        }

        return null;
    }

    private sealed record Kept(
        string LongerAt,
        long Longer,
        string ShorterAt,
        long Shorter,
        IReadOnlyList<EvidenceLine> Evidence
    )
    {
        public static Kept? Of(
            TunnelEnd one,
            long ones,
            TunnelEnd other,
            long others,
            params EvidenceLine[] evidence
        ) =>
            Math.Abs((double)ones - others) <= Math.Max(Few, Math.Max(ones, others) * Part) ? null
            : ones > others ? new Kept(one.Gateway, ones, other.Gateway, others, evidence)
            : new Kept(other.Gateway, others, one.Gateway, ones, evidence);
    }
}
