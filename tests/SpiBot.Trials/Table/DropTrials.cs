using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>Drops that no SA explains.</summary>
internal static class DropTrials
{
    public static Trial[] All { get; } =
    [
        new("engine-or-limits", Minutes(15), Lasting(AtHq("engine-or-limits"))),
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
        new("undetermined", Minutes(7), Lasting(AtHq("undetermined"))),
    ];
}
