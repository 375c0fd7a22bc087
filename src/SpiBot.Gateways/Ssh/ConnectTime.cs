namespace SpiBot.Gateways.Ssh;

/// <summary>How long a gateway may take for connecting and logging in. While we let it wait ourselves it stands still.</summary>
internal sealed class ConnectTime : IDisposable
{
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource over;
    private TimeSpan left;
    private long since;

    public ConnectTime(TimeSpan time, TimeProvider clock)
    {
        this.clock = clock;
        over = new CancellationTokenSource(time, clock);
        (left, since) = (time, clock.GetTimestamp());
    }

    /// <summary>Cancelled when it is over.</summary>
    public CancellationToken Over => over.Token;

    public void Pause()
    {
        over.CancelAfter(Timeout.InfiniteTimeSpan);
        left -= clock.GetElapsedTime(since);
    }

    public void GoOn()
    {
        since = clock.GetTimestamp();
        over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    public void Dispose() => over.Dispose();
}
