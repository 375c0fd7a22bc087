namespace SpiBot.Benchmarks;

/// <summary>How long something takes.</summary>
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

    /// <summary>
    /// The shortest of many runs once the code is warm, for work of the processor alone: what else the machine does only adds to a run, so the shortest is the one
    /// that says most of the work.
    /// </summary>
    public static TimeSpan Least(Action work, int runs = 30)
    {
        const int warm = 10;
        for (var run = 0; run < warm; run++)
        {
            work();
        }

        return Enumerable.Range(0, runs).Min(_ => Time(work));
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
