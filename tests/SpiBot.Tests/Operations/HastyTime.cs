using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace SpiBot.Tests.Operations;

/// <summary>Its timers ring up to two milliseconds before their time, as those of a coarse clock do.</summary>
internal sealed class HastyTime(FakeTimeProvider steady) : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>How long a timer was asked to wait, and until when, each time.</summary>
    private readonly ConcurrentQueue<(TimeSpan Wait, DateTimeOffset Until)> asked = [];

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow();

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(this, steady.CreateTimer(callback, state, Hastened(dueTime), period));

    /// <summary>Goes on to that time; a millisecond before, the timer that waits for it has rung.</summary>
    public async Task GoTo(DateTimeOffset time)
    {
        await Eventually.Holds(() => asked.Any(timer => timer.Until == time));
        steady.Advance(time - steady.GetUtcNow() - Millisecond);
        await Eventually.Holds(() => asked.Contains((Millisecond, time)));
        steady.Advance(Millisecond);
    }

    private TimeSpan Hastened(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero)
        {
            return wait;
        }

        asked.Enqueue((wait, GetUtcNow() + wait));
        return wait > 2 * Early ? wait - Early : wait / 2;
    }

    private sealed class HastyTimer(HastyTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Hastened(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
