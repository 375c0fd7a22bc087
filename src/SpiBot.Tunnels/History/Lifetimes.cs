namespace SpiBot.Tunnels.History;

/// <summary>The lifetime that was negotiated, inferred from the most that was ever left of one.</summary>
public static class Lifetimes
{
    /// <summary>What people configure, in seconds: a little below one of these, it is that one.</summary>
    private static readonly long[] Usual =
    [
        300,
        600,
        900,
        1800,
        2700,
        3600,
        7200,
        10_800,
        14_400,
        21_600,
        28_800,
        43_200,
        86_400,
    ];

    /// <summary>So much of it may have passed before the SA was first seen.</summary>
    private const double PassedUnseen = 0.03;

    /// <summary>Null when no time was ever listed, or no SA was seen young enough to tell.</summary>
    public static TimeSpan? OfTime(TunnelHistory history)
    {
        var most = history.Spis.Max(life => life.MostSecondsLeft);
        var lifetime = Usual.FirstOrDefault(seconds => most <= seconds && most >= seconds * (1 - PassedUnseen));
        return lifetime > 0 ? TimeSpan.FromSeconds(lifetime) : null;
    }
}
