namespace SpiBot.Tunnels;

/// <summary>
/// How fast frames are dropped for an invalid SPI, from two readings of one unit. Either a rate, or why there is none
/// (<see cref="NoRateBecause"/>: one reading only, another unit, a reload, counters cleared in between, not read).
/// </summary>
public sealed record DropRate(long? Dropped, TimeSpan? Window, string? NoRateBecause)
{
    public double? PerSecond => Dropped is { } dropped && Window is { } window ? dropped / window.TotalSeconds : null;
}
