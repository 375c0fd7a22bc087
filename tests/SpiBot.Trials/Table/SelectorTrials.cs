using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>The ends, or two entries of one crypto map, do not agree which packets belong into the tunnel.</summary>
internal static class SelectorTrials
{
    public static Trial[] All { get; } =
    [
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
                AfterRekey(Is([Sight.Hq, Sight.Berlin, Sight.HqAlone], "acl-mismatch")),
            ]
        ),
        new("dead-selector", Minutes(16), Lasting(AtHq("dead-selector"))),
        new("overlapping-entries", Minutes(19), Lasting(Is(Usual, "overlapping-entries"), onset: 10)),
    ];
}
