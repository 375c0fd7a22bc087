using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>The tunnel is down, or its data path is not the one that the box lists.</summary>
internal static class OutageTrials
{
    public static Trial[] All { get; } =
    [
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
                Before(120, [.. Is(Usual, "healthy"), .. Is([Sight.Nobody], "no-such-peer")]),
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
    ];
}
