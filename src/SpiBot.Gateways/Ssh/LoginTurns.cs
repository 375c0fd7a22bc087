namespace SpiBot.Gateways.Ssh;

/// <summary>
/// Logging in costs this machine something, and an AAA server too: so many at a time, in the order in which they came. A turn begins where the other side has
/// answered: one that is out of reach keeps nobody waiting.
/// </summary>
internal sealed class LoginTurns(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim free = new(atOnce, atOnce);

    /// <param name="time">Stands still until it is its turn.</param>
    /// <returns>Ends the turn where it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<Turn> Take(ConnectTime time, CancellationToken ct)
    {
        time.Pause();
        await free.WaitAsync(ct);
        var turn = new Turn(free);
        try
        {
            time.GoOn();
            return turn;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    public void Dispose() => free.Dispose();

    /// <summary>Ends when it is disposed of, however often that is.</summary>
    public sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
