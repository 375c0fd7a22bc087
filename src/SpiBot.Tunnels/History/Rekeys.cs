namespace SpiBot.Tunnels.History;

/// <summary>One SPI took another's place, for the same networks and direction, without the tunnel having been down between. <see cref="AfterAction"/>: somebody had cleared it just before, through this program.</summary>
public sealed record Rekey(
    bool Inbound,
    Selector? LocalSelector,
    Selector? RemoteSelector,
    Spi Old,
    Spi New,
    Moment When,
    bool AfterAction
);

/// <summary>How long a tunnel usually goes from one rekey to the next: the median of so many gaps, and the least and the longest of them.</summary>
public sealed record RekeyPeriod(TimeSpan Usual, int Gaps, TimeSpan Least, TimeSpan Longest);

/// <summary>The rekeys that follow from the SPIs that were seen.</summary>
public static class Rekeys
{
    /// <summary>Fewer gaps are no habit.</summary>
    public const int FewestGaps = 3;

    /// <summary>A gap whose ends are known worse than this part of it is not counted.</summary>
    private const double WorstKnown = 0.2;

    /// <summary>SAs that come up so long after a clear came from it.</summary>
    private static readonly TimeSpan ByAction = TimeSpan.FromMinutes(10);

    /// <summary>In the order of time.</summary>
    public static IReadOnlyList<Rekey> Of(TunnelHistory history) =>
        [
            .. Steps(history)
                .Where(step => !WasDown(history, step))
                .Select(step => Of(history, step))
                .OrderBy(r => r.When.NoLaterThan),
        ];

    /// <summary>The last one that is known to have been before a time; null when none is.</summary>
    public static Rekey? LastBefore(TunnelHistory history, DateTimeOffset at) =>
        Of(history).LastOrDefault(rekey => rekey.When.NoLaterThan <= at);

    /// <summary>What took the place of an SPI; null when nothing is known to have.</summary>
    public static Rekey? Of(TunnelHistory history, SpiLife old) =>
        Of(history).FirstOrDefault(rekey => rekey.Old == old.Spi && rekey.Inbound == old.Inbound);

    /// <summary>Null when too few rekeys were seen closely enough.</summary>
    public static RekeyPeriod? Usual(TunnelHistory history)
    {
        var gaps = Steps(history)
            .Where(step => !WasDown(history, step) && !Of(history, step).AfterAction)
            .Select(Gap)
            .OfType<TimeSpan>()
            .Order()
            .ToList();
        return gaps.Count >= FewestGaps
            ? new RekeyPeriod((gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2, gaps.Count, gaps[0], gaps[^1])
            : null;
    }

    private static Rekey Of(TunnelHistory history, Step step) =>
        new(
            step.New.Inbound,
            step.New.LocalSelector ?? step.Old.LocalSelector,
            step.New.RemoteSelector ?? step.Old.RemoteSelector,
            step.Old.Spi,
            step.New.Spi,
            step.New.Born,
            history.Actions.Any(action =>
                action.At <= step.New.Born.NoLaterThan
                && step.New.Born.NoLaterThan - action.At <= ByAction + (step.New.Born.Width ?? TimeSpan.Zero)
            )
        );

    private sealed record Step(SpiLife Old, SpiLife New);

    /// <summary>Each SPI with the one that came after it.</summary>
    private static IEnumerable<Step> Steps(TunnelHistory history)
    {
        var networks = history.Spis.Where(l => l.Selectors.Known).Select(l => l.Selectors).Distinct().ToList();
        // What only the log told of has no networks: they are known where the tunnel has had no others.
        var only = networks is [var one] ? one : null;
        return history
            .Spis.Select(life => (Life: life, Networks: life.Selectors.Known ? life.Selectors : only))
            .Where(l => l.Networks is not null)
            .GroupBy(l => (l.Life.Inbound, l.Networks))
            .SelectMany(group =>
            {
                var inOrder = group
                    .Select(l => l.Life)
                    .OrderBy(l => l.Born.NoLaterThan)
                    // Seen first at one look: the one marked as replaced, or with less left, is the older.
                    .ThenByDescending(l => l.Rekeyed)
                    .ThenBy(l => l.MostSecondsLeft ?? long.MaxValue)
                    .ToList();
                return inOrder.Zip(inOrder.Skip(1), (old, young) => new Step(old, young));
            });
    }

    private static bool WasDown(TunnelHistory history, Step step) =>
        history.Changes.Any(change =>
            !change.Up && change.When.NoLaterThan > step.Old.FirstSeen && change.When.NoLaterThan <= step.New.FirstSeen
        );

    /// <summary>Null when one end is not known well, or one more rekey may have gone unseen between.</summary>
    private static TimeSpan? Gap(Step step)
    {
        var (from, to) = (step.Old.Born, step.New.Born);
        var gap = to.Likeliest - from.Likeliest;
        var unseen = step.New.FirstSeen - step.Old.LastSeen;
        return gap > TimeSpan.Zero && from.Width + to.Width <= gap * WorstKnown && unseen < gap / 2 ? gap : null;
    }
}
