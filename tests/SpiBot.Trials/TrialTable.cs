using System.Collections.Concurrent;

namespace SpiBot.Trials;

/// <summary>Every scenario, from where it can be looked at, and what must be said.</summary>
public static class TrialTable
{
    /// <summary>Unrelated tunnels: as many as the Lab has for some of the seeds, and few for the others, so that many seeds stay cheap.</summary>
    private const int Few = 6;
    private const int Many = 200;
    private const int EveryManyth = 10;

    private static readonly string[] Hq = ["hq-fw1"];
    private static readonly string[] Berlin = ["berlin-fw1"];
    private static readonly string[] Both = ["hq-fw1", "berlin-fw1"];
    private static readonly string[] Nowhere = [];

    /// <summary>All of them, the branches included.</summary>
    private static readonly string[] HqPeers = ["192.0.2.", "203.0.113.", "198.19."];
    private const string Well = "healthy|counter-residue|rekey-noise";
    private static readonly Sight[] Usual = [Sight.Hq, Sight.Berlin, Sight.HqAlone, Sight.BerlinAlone];

    public static IReadOnlyList<Trial> All { get; } =
    [
        new(
            "healthy",
            Minutes(5),
            [At("any", -60, Is(Usual, "healthy")), After("hours later", Hours(9), Is(Usual, Well))]
        ),
        new(
            "rekey-noise",
            TimeSpan.FromSeconds(5),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the rekey", -10, Is(Usual, "rekey-noise|healthy")),
                At("minutes later", 400, Is(Usual, "rekey-noise|healthy")),
            ]
        ),
        .. new[] { "peer-on-old-sa", "peer-on-old-sa-ikev1" }.Select(name => new Trial(
            name,
            Minutes(14),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 1, OldSa()),
                At("minutes later", 360, OldSa()),
                Mended("berlin-fw1", "clear crypto ipsec sa peer 198.51.100.1", 600, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        )),
        OldSaAt("router-on-old-sa", Sight.Munich, "clear crypto sa peer 198.51.100.1"),
        OldSaAt("ftd-on-old-sa", Sight.Vienna, "clear ipsec sa peer 198.51.100.1"),
        new(
            "partner-on-old-sa",
            Minutes(11),
            [
                Before(120, Is([Sight.Acme, Sight.Hq], "healthy")),
                At(
                    "at the onset",
                    1,
                    [
                        .. Is([Sight.Acme], "peer-on-old-sa", Hq),
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Globex], "misdirected-esp", Nowhere, "192.0.2.77"),
                    ]
                ),
                At(
                    "minutes later",
                    420,
                    [
                        .. Is([Sight.Acme], "peer-on-old-sa", Hq),
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Globex], "misdirected-esp", Nowhere, "192.0.2.77"),
                    ]
                ),
                Mended("hq-fw1", "clear crypto ipsec sa peer 192.0.2.77", 600, Is([Sight.Acme, Sight.Hq], Well)),
                WellAfterRekey([Sight.Acme, Sight.Hq]),
            ]
        ),
        new(
            "stale-outbound",
            Minutes(6),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 5, Stale()),
                At("minutes later", 400, Stale()),
                Mended("hq-fw1", "clear crypto ipsec sa peer 203.0.113.9", 600, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        ),
        new(
            "restart-without-state",
            Minutes(8),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 5, Lost()),
                At("minutes later", 400, Lost()),
                Mended("berlin-fw1", "clear crypto ipsec sa peer 198.51.100.1", 700, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        ),
        new(
            "inactive-sas",
            Minutes(17),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "minutes later",
                    300,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "inactive-sas", Hq),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                Mended("hq-fw1", "clear crypto ipsec sa inactive", 600, Is(Usual, "healthy")),
            ]
        ),
        new(
            "rekey-collision",
            Minutes(10),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 40, Is(Usual, "rekey-collision")),
                At("minutes later", 420, Is(Usual, "rekey-collision")),
                After("after the next rekey", Hours(8.5), Is(Usual, "rekey-collision")),
            ]
        ),
        new(
            "rekey-rejected",
            Minutes(12),
            [
                Before(120, Is([Sight.HqCloud], "healthy")),
                At("at the onset", 70, Is([Sight.HqCloud], "rekey-rejected")),
                At("when the SA ran out", 320, Is([Sight.HqCloud], "rekey-rejected", Hq)),
                At("minutes later", 640, Is([Sight.HqCloud], "rekey-rejected", Hq)),
                Mended("hq-fw1", "clear crypto ikev2 sa 192.0.2.200", 900, Is([Sight.HqCloud], "healthy")),
                At("when the next lifetime is over", 900 + 28_920, Is([Sight.HqCloud], "rekey-rejected", Hq)),
            ]
        ),
        new(
            "lifetime-mismatch",
            Hours(3),
            [
                At("at the first burst", 3_590, Is([Sight.Hq, Sight.Berlin], "lifetime-mismatch")),
                At("between bursts", 5_000, Is([Sight.Hq, Sight.Berlin], "lifetime-mismatch")),
                At("at the third burst", 10_795, Is([Sight.Hq, Sight.Berlin], "lifetime-mismatch")),
            ]
        ),
        new(
            "lifetime-exhausted",
            Minutes(9),
            [
                At(
                    "minutes later",
                    300,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "lifetime-exhausted", Hq),
                        .. Is([Sight.BerlinAlone], "dead-selector"),
                    ]
                ),
                Mended("hq-fw1", "clear crypto ipsec sa peer 203.0.113.9", 600, Is(Usual, "healthy")),
            ]
        ),
        new(
            "volume-rekey",
            Minutes(20),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the first one", 160, Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "volume-rekey")),
                At("between two", 300, Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "volume-rekey")),
                At("later", 900, Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "volume-rekey")),
            ]
        ),
        new(
            "own-teardown",
            Minutes(10),
            [
                Before(120, Is([Sight.Hq, Sight.Berlin], "healthy")),
                At("at the onset", 30, Is(Usual, "own-teardown")),
                At("minutes later", 400, Is(Usual, "own-teardown")),
            ]
        ),
        new(
            "tunnel-down",
            Minutes(13),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 5, Is(Usual, "tunnel-down")),
                At("minutes later", 400, Is(Usual, "tunnel-down")),
            ]
        ),
        new(
            "stale-data-plane",
            Minutes(9),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    40,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "stale-data-plane", Hq),
                        .. Is([Sight.BerlinAlone], "healthy|rekey-noise|undetermined"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "stale-data-plane", Hq),
                        .. Is([Sight.BerlinAlone], "healthy|undetermined"),
                    ]
                ),
                Mended("hq-fw1", "clear crypto ipsec sa peer 203.0.113.9", 600, Is(Usual, Well)),
                WellAfterRekey(Usual),
            ]
        ),
        new(
            "acl-mismatch",
            Minutes(25),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "acl-mismatch"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "acl-mismatch"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After("after the next rekey", Hours(8.5), Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "acl-mismatch")),
            ]
        ),
        new(
            "dead-selector",
            Minutes(16),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "dead-selector", Nowhere),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "dead-selector", Nowhere),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "dead-selector", Nowhere),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
            ]
        ),
        new(
            "overlapping-entries",
            Minutes(19),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 10, Is(Usual, "overlapping-entries")),
                At("minutes later", 400, Is(Usual, "overlapping-entries")),
                After("after the next rekey", Hours(8.5), Is(Usual, "overlapping-entries")),
            ]
        ),
        new(
            "nat-path",
            Minutes(14),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "nat-path"),
                        .. Is([Sight.BerlinAlone], "undetermined"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "nat-path"),
                        .. Is([Sight.BerlinAlone], "undetermined"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "nat-path"),
                        .. Is([Sight.BerlinAlone], "undetermined"),
                    ]
                ),
            ]
        ),
        new(
            "replay",
            Minutes(31),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [.. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "replay"), .. Is([Sight.BerlinAlone], "healthy")]
                ),
                At(
                    "minutes later",
                    400,
                    [.. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "replay"), .. Is([Sight.BerlinAlone], "healthy")]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [.. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "replay"), .. Is([Sight.BerlinAlone], "healthy")]
                ),
            ]
        ),
        new(
            "misdirected-esp",
            Minutes(21),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    10,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "misdirected-esp", Nowhere, "198.18."),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "misdirected-esp", Nowhere, "198.18."),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "misdirected-esp", Nowhere, "198.18."),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
            ]
        ),
        new(
            "wrong-headend",
            Minutes(18),
            [
                Before(120, Is([Sight.HqCloud, Sight.BerlinCloud, Sight.Hq], "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.HqCloud, Sight.BerlinCloud], "wrong-headend"),
                        .. Is([Sight.Hq], "misdirected-esp", Nowhere, "192.0.2.200"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.HqCloud, Sight.BerlinCloud], "wrong-headend"),
                        .. Is([Sight.Hq], "misdirected-esp", Nowhere, "192.0.2.200"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.HqCloud, Sight.BerlinCloud], "wrong-headend"),
                        .. Is([Sight.Hq], "misdirected-esp", Nowhere, "192.0.2.200"),
                    ]
                ),
            ]
        ),
        new(
            "wrong-unit",
            Minutes(12),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone], "wrong-unit"),
                        .. Is([Sight.Berlin, Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone], "wrong-unit"),
                        .. Is([Sight.Berlin, Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone], "wrong-unit"),
                        .. Is([Sight.Berlin, Sight.BerlinAlone], "healthy"),
                    ]
                ),
            ]
        ),
        new(
            "engine-or-limits",
            Minutes(15),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "engine-or-limits"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "engine-or-limits"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "engine-or-limits"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
            ]
        ),
        new(
            "counter-residue",
            Minutes(1),
            [
                At(
                    "any",
                    70,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone], "counter-residue"),
                        .. Is([Sight.Berlin, Sight.BerlinAlone], "healthy|counter-residue"),
                    ]
                ),
            ]
        ),
        new(
            "undetermined",
            Minutes(7),
            [
                Before(120, Is(Usual, "healthy")),
                At(
                    "at the onset",
                    5,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "undetermined"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                At(
                    "minutes later",
                    400,
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "undetermined"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
                After(
                    "after the next rekey",
                    Hours(8.5),
                    [
                        .. Is([Sight.Hq, Sight.HqAlone, Sight.Berlin], "undetermined"),
                        .. Is([Sight.BerlinAlone], "healthy"),
                    ]
                ),
            ]
        ),
    ];

    /// <summary>From Berlin's side the same is an SA that Berlin, which is the one asked, still sends with; alone, each end can only say it of the other.</summary>
    private static Expectation[] OldSa() =>
        [
            .. Is([Sight.Hq], "peer-on-old-sa", Both),
            .. Is([Sight.HqAlone], "peer-on-old-sa", Hq),
            .. Is([Sight.Berlin], "stale-outbound|peer-on-old-sa", Both),
            .. Is([Sight.BerlinAlone], "peer-on-old-sa", Berlin),
        ];

    /// <summary>HQ finished a rekey that a gateway of another platform did not.</summary>
    private static Trial OldSaAt(string scenario, Ends ends, string clear)
    {
        var other = ends.Other.Gateway;
        Expectation[] stale =
        [
            .. Is([ends.FromHq], "peer-on-old-sa", [.. Hq, other]),
            .. Is([ends.FromHqAlone], "peer-on-old-sa", Hq),
            .. Is([ends.FromOther], "stale-outbound|peer-on-old-sa", [.. Hq, other]),
            .. Is([ends.FromOtherAlone], "peer-on-old-sa", [other]),
        ];
        return new(
            scenario,
            Minutes(9),
            [
                Before(120, Is(ends.All, "healthy")),
                At("at the onset", 1, stale),
                At("minutes later", 360, stale),
                Mended(other, clear, 600, Is(ends.All, Well)),
                WellAfterRekey(ends.All),
            ]
        );
    }

    /// <summary>Berlin lost its SAs with all its peers: for some seconds the cloud, too, sends with what it has lost.</summary>
    private static Expectation[] Stale() =>
        [
            .. Is([Sight.Hq], "stale-outbound", Hq, "192.0.2.200"),
            .. Is([Sight.HqAlone], "dead-selector|undetermined", Hq),
            .. Is([Sight.Berlin], "restart-without-state", Hq, "192.0.2.200"),
            .. Is([Sight.BerlinAlone], "restart-without-state", Berlin, "192.0.2.200"),
        ];

    /// <summary>HQ lost its SAs with all its peers.</summary>
    private static Expectation[] Lost() =>
        [
            .. Is([Sight.Hq], "restart-without-state", Berlin, HqPeers),
            .. Is([Sight.HqAlone], "restart-without-state", Nowhere, HqPeers),
            .. Is([Sight.Berlin], "stale-outbound", Berlin, HqPeers),
            .. Is([Sight.BerlinAlone], "dead-selector|undetermined", Berlin),
        ];

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    private static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    private static Moment Before(int seconds, Expectation[] expected) =>
        new("before", TimeSpan.FromSeconds(-seconds), expected) { ShowsTheFault = false };

    private static Moment At(string name, int seconds, Expectation[] expected) =>
        new(name, TimeSpan.FromSeconds(seconds), expected);

    /// <summary>What was mended stays so.</summary>
    private static Moment WellAfterRekey(Sight[] from) =>
        After("after the next rekey", Hours(8.5), Is(from, Well)) with
        {
            ShowsTheFault = false,
        };

    private static Moment After(string name, TimeSpan after, Expectation[] expected) => new(name, after, expected);

    private static Moment Mended(string gateway, string line, int seconds, Expectation[] expected) =>
        new("after the remedy", TimeSpan.FromSeconds(seconds), expected)
        {
            ShowsTheFault = false,
            Typed = (gateway, line),
        };

    private static Expectation[] Is(Sight[] from, string causes) => Is(from, causes, Nowhere);

    private static Expectation[] Is(Sight[] from, string causes, string[] clears, params string[] named) =>
        [.. from.Select(sight => new Expectation(sight, causes.Split('|'), clears, named))];

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
