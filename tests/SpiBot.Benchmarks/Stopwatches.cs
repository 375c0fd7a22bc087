namespace SpiBot.Benchmarks;

/// <summary>How long something takes, as the median of several runs.</summary>
internal static class Stopwatches
{
    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static async Task<TimeSpan> Median(int runs, Func<Task<TimeSpan>> measure)
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < runs; run++)
        {
            times.Add(await measure());
        }

        return Median(times);
    }

    public static async Task<TimeSpan> Time(Func<Task> work)
    {
        var began = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(began);
    }

    public static TimeSpan Time(Action work)
    {
        var began = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(began);
    }
}
