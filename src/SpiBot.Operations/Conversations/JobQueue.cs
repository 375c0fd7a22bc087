using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace SpiBot.Operations.Conversations;

/// <summary>
/// What is to be done with one gateway, one thing after the other: what was decided goes before what is only wanted to be known, and of two of a kind the one that came first. Nothing
/// that has begun is interrupted.
/// </summary>
internal sealed class JobQueue
{
    private readonly Channel<Job> channel = Channel.CreateUnboundedPrioritized(
        new UnboundedPrioritizedChannelOptions<Job>
        {
            SingleReader = true,
            Comparer = Comparer<Job>.Create((one, other) => one.Turn.CompareTo(other.Turn)),
        }
    );

    private long came;

    /// <returns>False when it has ended.</returns>
    public bool Add(Func<Task> job) => Write(job, isDecided: false);

    /// <summary>Before all that was added by <see cref="Add"/> and has not begun.</summary>
    /// <returns>False when it has ended.</returns>
    public bool AddFirst(Func<Task> job) => Write(job, isDecided: true);

    /// <summary>Waits for the next; false when it has ended and nothing is left.</summary>
    public Task<bool> More() => channel.Reader.WaitToReadAsync(CancellationToken.None).AsTask();

    public bool TryTake([NotNullWhen(true)] out Func<Task>? job)
    {
        job = channel.Reader.TryRead(out var next) ? next.Do : null;
        return job is not null;
    }

    /// <summary>Nothing is added any more; what is there can still be taken.</summary>
    public void End() => channel.Writer.TryComplete();

    private bool Write(Func<Task> job, bool isDecided) =>
        channel.Writer.TryWrite(new Job((isDecided ? 0 : 1, Interlocked.Increment(ref came)), job));

    private sealed record Job((int Kind, long Number) Turn, Func<Task> Do);
}
