using static SpiBot.Trials.Table.Expected;

namespace SpiBot.Trials.Table;

/// <summary>Nothing is wrong, or nothing that a rekey does not bring with it.</summary>
internal static class NoFaultTrials
{
    public static Trial[] All { get; } =
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
    ];
}
