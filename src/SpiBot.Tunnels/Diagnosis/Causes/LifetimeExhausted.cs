namespace SpiBot.Tunnels.Diagnosis.Causes;

/// <summary>An SA whose kilobytes are used up, that is not replaced (CSCtq57752): it carries nothing until its seconds are over.</summary>
internal sealed class LifetimeExhausted : ICause
{
    public string Id => "lifetime-exhausted";

    public Severity Severity => Severity.Attention;

    public CauseTexts Texts { get; } =
        new(
            Title: "An SA has used up its kilobytes and is not replaced",
            What: "An SA ends after its seconds or its kilobytes, whichever is first. With some images the kilobytes stay at 0 and no rekey comes: the SA carries nothing until its seconds are over.",
            Shows: "`remaining key lifetime (kB/sec): (0/n)` on the SA in use, the same SPI at both looks, and packets that pass in one direction at most. High when packets were sent and none came back, or the other way round; medium when nothing was sent at all; low after one look.",
            Against: "Packets that pass both ways; another SA beside it that has kilobytes left (the rekey came); no SA of the box with kilobytes left and nothing sent: some gateways print 0 where they count none.",
            Helps: "Clearing the peer's SAs on the box that shows the 0: the next packet negotiates a new SA. For good: `set security-association lifetime kilobytes unlimited`, or an image without CSCtq57752 (8.6.1(5) and later).",
            HelpsNot: "Waiting for a rekey: none comes before the seconds are over.",
            Source: "CSCtq57752; ASA command reference, show crypto ipsec sa."
        );

    public Finding? Examine(Examination examination)
    {
        var stuck = examination.Ends.SelectMany(end => StuckAt(examination, end)).ToList();
        if (stuck.Count == 0)
        {
            return null;
        }

        var pair = stuck.Find(Persists) ?? stuck[0];
        var (persists, end, sa) = (Persists(pair), pair.End, StuckSas(pair.Now).First());
        var still = StandsStill(pair);
        return new Finding(
            Id,
            !persists ? Confidence.Low
                : still ? Confidence.High
                : Confidence.Medium,
            $"{end.Gateway}'s SA {sa.Spi.Digits} has used up its kilobytes{(persists ? " and is not replaced" : "")}",
            $"It has 0 kB left{(persists ? " at both looks" : "")}, and {Seconds(sa)}. "
                + (
                    !persists ? "Not sure: it may be replaced at this moment; only a second look tells."
                    : still
                        ? "Sure: the same SA was there at both looks, and in at least one direction no packet passes."
                    : "Not certain, because nothing was sent that would show it."
                ),
            [.. Evidence(pair), .. Said.Ike(end)],
            stuck.Count == 1 ? [] : [$"It is so on {stuck.Count} pairs of networks; the first is shown."],
            Ladder(pair, sa, persists)
        );
    }

    /// <summary>The pairs of networks that have such an SA at either end, as our end names them.</summary>
    internal static IReadOnlySet<SelectorPair> PairsIn(Examination examination) =>
        examination
            .Ends.SelectMany(end =>
                StuckAt(examination, end)
                    .Select(pair => ReferenceEquals(end, examination.Ours) ? pair.Selectors : pair.Selectors.Mirrored)
            )
            .ToHashSet();

    private static IEnumerable<PairLooks> StuckAt(Examination examination, TunnelEnd end)
    {
        var counts = CountsKilobytes(end);
        return examination
            .PairsAt(end)
            .Where(pair => StuckSas(pair.Now).Any() && !(pair.Sent > 0 && pair.Arrived > 0))
            .Where(pair => counts || StandsStill(pair));
    }

    private static List<Remedy> Ladder(PairLooks pair, SecurityAssociation sa, bool persists)
    {
        List<Remedy> ladder =
        [
            Remedies.Wait(
                pair.End,
                Helps.Maybe,
                $"The SA ends when its seconds are over ({Seconds(sa)}); until then nothing passes."
            ),
        ];
        if (persists)
        {
            ladder.Add(
                Remedies.ClearPeer(
                    pair.End,
                    Helps.Yes,
                    $"{pair.End.Gateway} holds the used-up SA; the next packet negotiates one with new kilobytes. It comes back unless the kilobytes are set to unlimited or the image is newer (CSCtq57752)."
                )
            );
        }

        return ladder;
    }

    /// <summary>Something passes or is tried in one direction and nothing in the other. Where nothing passes at all, idle looks the same as dead.</summary>
    private static bool StandsStill(PairLooks pair) =>
        pair is { Sent: > 0, Arrived: 0 } or { Sent: 0, Arrived: > 0 } or { Arrived: 0, SendErrors: > 0 };

    /// <summary>Another SA of this end has kilobytes left, so its 0 is a count: some gateways print 0 where they count no kilobytes.</summary>
    private static bool CountsKilobytes(TunnelEnd end) =>
        end.Latest.Tunnels.Any(t => t.Inbound.Concat(t.Outbound).Any(sa => sa.RemainingKilobytes > 0));

    private static bool Persists(PairLooks pair) =>
        pair.Before is { } before
        && StuckSas(before).Select(sa => sa.Spi).Intersect(StuckSas(pair.Now).Select(sa => sa.Spi)).Any();

    /// <summary>Per direction, those in use, where none beside them has kilobytes left.</summary>
    private static IEnumerable<SecurityAssociation> StuckSas(ChildSa child) =>
        new[] { child.Outbound, child.Inbound }
            .Select(direction => direction.Where(sa => !sa.Rekeyed && sa.SettingsRead).ToList())
            .Where(live => live.Count > 0 && live.TrueForAll(sa => sa.RemainingKilobytes == 0))
            .SelectMany(live => live)
            .Where(sa => sa.RemainingSeconds is > 0);

    private static IEnumerable<EvidenceLine> Evidence(PairLooks pair) =>
        pair.Said(child =>
            string.Join(
                ", ",
                StuckSas(child)
                    .Select(sa => $"{sa.Spi.Digits} 0 kB, {Said.Count(sa.RemainingSeconds ?? 0)} s left")
                    .DefaultIfEmpty("no SA at 0 kB")
            ) + $"; encaps {Count(child.Encaps)}, decaps {Count(child.Decaps)}"
        );

    private static string Seconds(SecurityAssociation sa) =>
        $"{Said.Left(sa.RemainingSeconds ?? 0)} of its time are left";

    private static string Count(long? count) => count is { } number ? Said.Count(number) : "not listed";
}
