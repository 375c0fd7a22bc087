using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>Packets go astray, are repeated, or are changed on their way.</summary>
internal static class PathTrials
{
    public static Trial[] All { get; } =
    [
        new("nat-path", Minutes(14), Lasting(AtHq("nat-path", "undetermined"))),
        new("replay", Minutes(31), Lasting(AtHq("replay"))),
        new("misdirected-esp", Minutes(21), Lasting(AtHq("misdirected-esp", named: "198.18."), onset: 10)),
        new(
            "wrong-headend",
            Minutes(18),
            Lasting(
                [Sight.HqCloud, Sight.BerlinCloud, Sight.Hq],
                [
                    .. Is([Sight.HqCloud, Sight.BerlinCloud], "wrong-headend"),
                    .. Is([Sight.Hq], "misdirected-esp", Nowhere, "192.0.2.200"),
                ]
            )
        ),
        new(
            "wrong-unit",
            Minutes(12),
            Lasting([
                .. Is([Sight.Hq, Sight.HqAlone], "wrong-unit"),
                .. Is([Sight.Berlin, Sight.BerlinAlone], "healthy"),
            ])
        ),
    ];
}
