namespace SpiBot.Benchmarks.Fleet;

/// <summary>How long something took, and how long this process had a processor for it: the second hardly depends on what else the machine does.</summary>
internal sealed record Effort(TimeSpan Time, TimeSpan Processor)
{
    public static async Task<Effort> Of(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        var time = await Stopwatches.Time(work);
        return new(time, Environment.CpuUsage.TotalTime - before);
    }
}
