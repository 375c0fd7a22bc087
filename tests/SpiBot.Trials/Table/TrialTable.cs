using System.Collections.Concurrent;

namespace SpiBot.Trials.Table;

/// <summary>Every scenario, from where it can be looked at, and what must be said.</summary>
public static class TrialTable
{
    /// <summary>Unrelated tunnels: as many as the Lab has for some of the seeds, and few for the others, so that many seeds stay cheap.</summary>
    private const int Few = 6;
    private const int Many = 200;
    private const int EveryManyth = 10;

    /// <summary>In the order of docs/diagnosis-matrix.md.</summary>
    public static IReadOnlyList<Trial> All { get; } =
    [
        .. NoFaultTrials.All,
        .. StaleSaTrials.All,
        .. RekeyTrials.All,
        .. OutageTrials.All,
        .. SelectorTrials.All,
        .. PathTrials.All,
        .. DropTrials.All,
    ];

    public static async Task<IReadOnlyList<Outcome>> Play(IReadOnlyList<Trial> trials, int seeds, CancellationToken ct)
    {
        var order = All.Index().ToDictionary(t => t.Item.Scenario, t => t.Index);
        var played = new ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(
            from seed in Enumerable.Range(1, seeds)
            from trial in trials
            select (trial, seed),
            ct,
            async (one, token) =>
            {
                // Each scenario has its turn with many, each at other seeds.
                var branches = (one.seed + order[one.trial.Scenario]) % EveryManyth == 0 ? Many : Few;
                foreach (var outcome in await TrialRun.Play(one.trial, one.seed, branches, token))
                {
                    played.Add(outcome);
                }
            }
        );
        return
        [
            .. played
                .OrderBy(o => order[o.Trial.Scenario])
                .ThenBy(o => o.Trial.Moments.Index().First(m => m.Item == o.Moment).Index)
                .ThenBy(o => o.Moment.Expected.Index().First(e => e.Item == o.Expected).Index)
                .ThenBy(o => o.Seed),
        ];
    }
}
