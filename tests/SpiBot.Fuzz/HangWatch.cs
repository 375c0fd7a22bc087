namespace SpiBot.Fuzz;

/// <summary>Ends the process with the input that is being read when that takes for ever.</summary>
internal sealed class HangWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FuzzRun run;
    private readonly ITimer timer;
    private long seen = -1;

    public HangWatch(FuzzRun run)
    {
        this.run = run;
        timer = TimeProvider.System.CreateTimer(_ => Look(), null, Patience, Patience);
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var readings = run.Readings;
        if (readings == seen)
        {
            Environment.FailFast($"hangs in {run.Reading}:\n{run.Input}");
        }

        seen = readings;
    }
}
