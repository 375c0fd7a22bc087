using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>Rekeys that fail, collide, or come too early, too often or too late.</summary>
internal static class RekeyTrials
{
    public static Trial[] All { get; } =
    [
        new(
            "rekey-collision",
            Minutes(10),
            [
                Before(120, Is(Usual, "healthy")),
                At("at the onset", 40, Is(Usual, "rekey-collision")),
                At("minutes later", 420, Is(Usual, "rekey-collision")),
                AfterRekey(Is(Usual, "rekey-collision")),
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
    ];
}
