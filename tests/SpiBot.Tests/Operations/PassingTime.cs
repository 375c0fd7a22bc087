namespace SpiBot.Tests.Operations;

/// <summary>Goes on a little between any two looks at it, as a real clock does.</summary>
internal sealed class PassingTime(TimeProvider steady) : TimeProvider
{
    private long looks;

    public override long TimestampFrequency => steady.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow().AddTicks(Interlocked.Increment(ref looks));

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
