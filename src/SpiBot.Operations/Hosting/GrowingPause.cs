namespace SpiBot.Operations.Hosting;

/// <summary>How long to wait before the next try: each pause is twice as long as the one before, up to the longest. Pure.</summary>
internal static class GrowingPause
{
    /// <param name="first">The pause before the first try again; above 0.</param>
    /// <param name="longest">No pause is longer, but <paramref name="first"/> where that is.</param>
    /// <param name="tries">How many pauses there were before this one: 0 gives <paramref name="first"/>.</param>
    public static TimeSpan Before(TimeSpan first, TimeSpan longest, int tries)
    {
        var pause = first;
        for (var doubled = 0; doubled < tries && pause < longest; doubled++)
        {
            // Halved rather than doubled: the longest may be half of all the time there is, and more.
            pause = pause < longest / 2 ? pause * 2 : longest;
        }

        return pause;
    }
}
