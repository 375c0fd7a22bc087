using Microsoft.Extensions.Time.Testing;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>
/// Made-up time that moves only while the code under test waits for it: a step is made once a timer was set, and after one went off
/// the next step waits for a new timer or for the end. So time never runs away from a thread that is slow to wake.
/// </summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private TaskCompletionSource set = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int wentOff;

    /// <summary>Lets time pass until the work is done.</summary>
    public async Task<T> Drive<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Volatile.Read(ref set).Task).WaitAsync(TestContext.Current.CancellationToken);
            var seen = Volatile.Read(ref wentOff);
            Interlocked.Exchange(ref set, new(TaskCreationOptions.RunContinuationsAsynchronously));
            while (!work.IsCompleted && !Volatile.Read(ref set).Task.IsCompleted && seen == Volatile.Read(ref wentOff))
            {
                Advance(Step);
            }
        }

        return await work;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = CreateQuietTimer(callback, state, dueTime, period);
        Volatile.Read(ref set).TrySetResult();
        return timer;
    }

    /// <summary>A timer of the test's own, which says nothing about whether the code under test waits.</summary>
    public ITimer CreateQuietTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(
            fired =>
            {
                Interlocked.Increment(ref wentOff);
                callback(fired);
            },
            state,
            dueTime,
            period
        );
}
