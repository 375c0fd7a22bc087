using System.Diagnostics;
using SpiBot.Lab.Channel;

namespace SpiBot.EndToEnd.Faults;

/// <summary>Changes on all gateways at once, one after the other on each, while SpiBots are killed at moments that nobody has chosen.</summary>
internal static class RandomKills
{
    /// <summary>Which gateway clears which peers: no tunnel from both of its ends, whose SPIs would go from under the other's plan.</summary>
    private static readonly (string Gateway, string[] Peers)[] Clears =
    [
        ("hq-fw1", ["192.0.2.77", "192.0.2.141", "192.0.2.210", "192.0.2.200"]),
        ("berlin-fw1", ["192.0.2.200", "198.51.100.1"]),
        ("munich-rtr1", ["198.51.100.1"]),
    ];

    /// <summary>
    /// A SpiBot lives so long at most, or twice as long as it took to start: on a slow machine all takes longer. Some of them live longer than a claim of one that died is waited
    /// out (4 seconds here): else nobody would ever ask the log.
    /// </summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(7);

    /// <summary>Whoever watches a long run sees how far it is.</summary>
    private const int ToldEvery = 25;

    /// <returns>What happened, in lines for whoever reads the test's output.</returns>
    public static async Task<IReadOnlyList<string>> Run(FaultyLab lab, int kills, int seed)
    {
        var (began, since) = (Stopwatch.GetTimestamp(), TimeProvider.System.GetUtcNow());
        using var enough = new CancellationTokenSource();
        var stories = Clears
            .Select((clears, i) => Stories(lab, clears.Gateway, clears.Peers, new Random(seed + i), enough.Token))
            .ToList();
        var killing = Kill(lab, kills, new Random(seed));
        var first = await Task.WhenAny([killing, .. stories]);
        await enough.CancelAsync();
        // One that broke is told of at once; those that wait for it would only wait for their limit.
        await first;
        var told = (await Task.WhenAll(stories)).SelectMany(all => all).ToList();
        await killing;

        var trails = await Reckoning.Hold(lab, told, since);
        var ends = trails
            .GroupBy(trail => trail.Last.Kind)
            .OrderBy(kind => kind.Key)
            .Select(kind => $"{kind.Count()} {kind.Key}");
        return
        [
            $"{kills} kills in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, {told.Count} stories, {trails.Count} remediations: {string.Join(", ", ends)}",
            .. trails.Select(trail => trail.ToString()),
        ];
    }

    private static async Task Kill(FaultyLab lab, int kills, Random random)
    {
        var longest = LongestLife;
        for (var kill = 0; kill < kills; kill++)
        {
            var replica = random.Next(lab.Lab.SpiBots.Count);
            // One in eight is killed while it starts.
            if (random.Next(8) > 0)
            {
                var began = Stopwatch.GetTimestamp();
                await lab.Up(replica);
                var start = Stopwatch.GetElapsedTime(began);
                longest = 2 * start > LongestLife ? 2 * start : LongestLife;
            }
            await Task.Delay(longest * random.NextDouble(), TimeProvider.System, TestContext.Current.CancellationToken);
            await lab.Lab.KillAndRelaunch(replica);
            if ((kill + 1) % ToldEvery == 0)
                TestContext.Current.TestOutputHelper?.WriteLine($"{kill + 1} of {kills} kills");
        }
    }

    private static async Task<IReadOnlyList<Told>> Stories(
        FaultyLab lab,
        string gateway,
        string[] peers,
        Random random,
        CancellationToken enough
    )
    {
        var told = new List<Told>();
        var isAsa = !gateway.Contains("rtr", StringComparison.Ordinal);
        while (!enough.IsCancellationRequested)
        {
            var story = new ChangeStory(
                lab,
                Wished(gateway, peers, isAsa, random),
                () => random.Next(lab.Lab.SpiBots.Count)
            )
            {
                Crowded = random.Next(3) == 0,
                Denied = random.Next(8) == 0,
            };
            told.Add(await story.Run());
            // What is left on a box meanwhile: whatever becomes of it, it is taken away.
            if (isAsa && random.Next(3) == 0)
                await lab.Say(
                    Person.OnCallEngineer,
                    $"trace {peers[0]} on {gateway}",
                    random.Next(lab.Lab.SpiBots.Count)
                );
        }
        return told;
    }

    /// <summary>Mostly a clear of one peer.</summary>
    private static Wish Wished(string gateway, string[] peers, bool isAsa, Random random)
    {
        var peer = peers[random.Next(peers.Length)];
        var wish = random.Next(isAsa ? 12 : 1) switch
        {
            < 8 => Wish.ClearPeer(gateway, peer),
            8 or 9 => Wish.Debug(gateway, peer),
            10 when gateway == "berlin-fw1" => Wish.BothEnds(gateway),
            _ => Wish.ClearDrops(gateway),
        };
        return random.Next(8) == 0 ? wish.Alone() : wish;
    }
}
