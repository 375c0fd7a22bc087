using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tunnels.Diagnosis;

/// <summary>The rows of before and now: drops, the SPI of each direction, arriving packets.</summary>
internal static class OutcomeRows
{
    public static IReadOnlyList<BeforeAndNow> Of(Examination was, Examination now)
    {
        List<BeforeAndNow> rows = [Drops(now.OurName, was.OurDrops, now.OurDrops)];
        if (now.TheirDrops is { } theirDrops)
        {
            rows.Add(Drops(now.TheirName, was.TheirDrops, theirDrops));
        }

        List<SelectorComparison> pairs =
        [
            .. now.Comparison,
            .. was.Comparison.Where(row => Same(now.Comparison, row) is null),
        ];
        // What was or is broken is shown in full; pairs that were well and still are fit into one row.
        var shown = pairs.Where(row => !WasAndIsWell(was, now, row)).ToList();
        if (shown.Count == 0)
        {
            shown = [.. pairs.Take(1)];
        }

        foreach (var row in shown)
        {
            rows.AddRange(OfPair(was, now, row, named: shown.Count > 1));
        }

        var well = pairs.Count - shown.Count;
        if (well > 0)
        {
            rows.Add(new($"{well} other {(well == 1 ? "pair" : "pairs")} of networks", "match", "match", Good: true));
        }

        return rows;
    }

    private static IEnumerable<BeforeAndNow> OfPair(
        Examination was,
        Examination now,
        SelectorComparison row,
        bool named
    )
    {
        var (before, after) = (Same(was.Comparison, row), Same(now.Comparison, row));
        var networks = named ? $", {row.LocalSelector?.Addresses} ↔ {row.RemoteSelector?.Addresses}" : "";
        yield return Sends(
            row.Incoming,
            Sent(was.Theirs, before?.Incoming),
            Sent(now.Theirs, after?.Incoming),
            after?.Incoming,
            networks
        );
        yield return Sends(
            row.Outgoing,
            Sent(was.Ours, before?.Outgoing),
            Sent(now.Ours, after?.Outgoing),
            after?.Outgoing,
            networks
        );
        yield return Arriving(
            now.OurName + networks,
            before is null ? null : was.OurTraffic(before),
            after is null ? null : now.OurTraffic(after)
        );
        if (now.Theirs is not null)
        {
            yield return Arriving(
                now.TheirName + networks,
                before is null ? null : was.TheirTraffic(before),
                after is null ? null : now.TheirTraffic(after)
            );
        }
    }

    private static bool WasAndIsWell(Examination was, Examination now, SelectorComparison row) =>
        Agrees(Same(was.Comparison, row)) && Agrees(Same(now.Comparison, row));

    private static bool Agrees(SelectorComparison? row) =>
        row?.Verdict is SelectorVerdict.Match or SelectorVerdict.RekeyOverlap;

    /// <summary>
    /// Packets come in on the pair that was judged: between two looks after the change, or since it on the new SA's own
    /// counter where there was one look. Where both ends are seen, the direction that was broken must be among them.
    /// </summary>
    public static bool Arrives(Examination was, Examination now)
    {
        var wereBroken = was.Comparison.Where(r => !Agrees(r)).ToList();
        foreach (var row in now.Comparison)
        {
            var before = Same(was.Comparison, row);
            if (wereBroken.Count > 0 && (before is null || !wereBroken.Contains(before)))
            {
                continue;
            }

            var here = Arrived(was.Ours, now.Ours, row.LocalSelector, row.RemoteSelector);
            var there = now.Theirs is { } theirs && Arrived(was.Theirs, theirs, row.RemoteSelector, row.LocalSelector);
            var outgoingWasBroken = before?.Outgoing.Verdict == DirectionVerdict.NoMatch;
            var incomingWasBroken = before?.Incoming.Verdict == DirectionVerdict.NoMatch;
            if (outgoingWasBroken || incomingWasBroken)
            {
                if ((incomingWasBroken && here) || (outgoingWasBroken && there))
                {
                    return true;
                }
            }
            else if (here || there)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Arrived(TunnelEnd? was, TunnelEnd now, Selector? local, Selector? remote)
    {
        if (Traffic.Between(now.Earlier, now.Latest, local, remote).Arrived is { } between)
        {
            return between > 0;
        }

        var pair = SelectorPair.Of(local, remote);
        var after = Decaps(now.Latest, pair);
        var before = was is null ? null : Decaps(was.Latest, pair);
        // A counter below that of before is the new SA's own, from 0.
        return after > 0 && (before is null || after != before);
    }

    private static long? Decaps(TunnelReading reading, SelectorPair pair) =>
        reading.Tunnels.FirstOrDefault(t => SelectorPair.Of(t) == pair)?.Decaps;

    private static SelectorComparison? Same(IReadOnlyList<SelectorComparison> rows, SelectorComparison wanted)
    {
        var pair = SelectorPair.Of(wanted.LocalSelector, wanted.RemoteSelector);
        return rows.FirstOrDefault(r => SelectorPair.Of(r.LocalSelector, r.RemoteSelector) == pair);
    }

    private static BeforeAndNow Drops(string gateway, DropRate? before, DropRate now) =>
        new(
            $"Drops on {gateway}",
            before is null ? "not read" : Said.Rate(before),
            Said.Rate(now),
            now.Dropped is not null && (now.Dropped == 0 || Causes.Noise.IsFew(now))
        );

    private static BeforeAndNow Sends(
        DirectionComparison names,
        string before,
        string now,
        DirectionComparison? after,
        string networks
    ) =>
        new(
            $"{names.Sender} → {names.Receiver}{networks}",
            before,
            now,
            after?.Verdict is DirectionVerdict.Match or DirectionVerdict.RekeyOverlap
        );

    private static string Sent(TunnelEnd? sender, DirectionComparison? direction) =>
        sender?.Latest.Sas.WasRead != true ? "not read"
        : direction?.Sends is not { } spi ? "no SA seen"
        : direction.Verdict switch
        {
            DirectionVerdict.NoMatch => $"{spi.Digits}, not accepted",
            DirectionVerdict.CannotTell => spi.Digits,
            _ => $"{spi.Digits}, accepted",
        };

    private static BeforeAndNow Arriving(string gateway, Traffic? before, Traffic? now) =>
        new($"Arriving at {gateway}", PerSecond(before), PerSecond(now), now?.Arrived > 0);

    private static string PerSecond(Traffic? traffic) =>
        traffic?.ArrivedPerSecond is { } rate ? Said.PerSecond(rate) : "not known";
}
