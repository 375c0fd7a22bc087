using Microsoft.Extensions.Time.Testing;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>A clock that tells when somebody has begun to wait for it, so that it can be moved on without a race.</summary>
public sealed class WaitedForClock(DateTimeOffset start) : FakeTimeProvider(start), IDisposable
{
    private readonly SemaphoreSlim waits = new(0);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Release();
        return timer;
    }

    public void Dispose() => waits.Dispose();

    public async Task SomebodyWaits()
    {
        if (!await waits.WaitAsync(TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException("Nobody waited for the clock");
        }
    }
}
