namespace SpiBot.Tunnels;

/// <summary>
/// Packets of one pair of selectors between two readings, as one end counts them: encapsulated (sent) and decapsulated
/// (arrived and accepted). Null where it cannot be said: looked once, not counted, or a counter that went down (a new SA).
/// </summary>
public sealed record Traffic(long? Sent, long? Arrived, TimeSpan? Window)
{
    public static Traffic Unknown { get; } = new(Sent: null, Arrived: null, Window: null);

    public double? ArrivedPerSecond => PerSecond(Arrived);

    /// <summary>Sends, and nothing comes back.</summary>
    public bool OneWay => Sent > 0 && Arrived == 0;

    public bool Idle => Sent == 0 && Arrived == 0;

    /// <summary>The traffic of the child SAs between these selectors, named as this end names them; null for both selectors: where the text gives none.</summary>
    public static Traffic Between(TunnelReading? earlier, TunnelReading latest, Selector? local, Selector? remote)
    {
        if (earlier is null || SameUnit.WhyNot(earlier.Box, latest.Box) is not null)
        {
            return Unknown;
        }

        var pair = SelectorPair.Of(local, remote);
        var before = earlier.Tunnels.Where(t => SelectorPair.Of(t) == pair).ToList();
        var now = latest.Tunnels.Where(t => SelectorPair.Of(t) == pair).ToList();
        return Between(before, now, latest.TakenAt - earlier.TakenAt);
    }

    /// <summary>The traffic of one pair of selectors, out of its child SAs at both looks.</summary>
    internal static Traffic Between(List<ChildSa> before, List<ChildSa> now, TimeSpan window) =>
        new(Difference(before, now, t => t.Encaps), Difference(before, now, t => t.Decaps), window);

    private static long? Difference(List<ChildSa> before, List<ChildSa> now, Func<ChildSa, long?> counter)
    {
        // With several child SAs of one pair a sum would hide that one of them is new.
        if (before.Count != 1 || now.Count != 1)
        {
            return null;
        }

        return counter(before[0]) is { } then and >= 0 && counter(now[0]) is { } since && since >= then
            ? since - then
            : null;
    }

    private double? PerSecond(long? packets) =>
        packets is { } count && Window is { } window ? count / window.TotalSeconds : null;
}
