using System.Runtime.CompilerServices;

namespace SpiBot.Lab.Channel;

/// <summary>An append-only list that can be read along while it grows. Safe for many writers and readers.</summary>
public sealed class Feed<T>
{
    private readonly Lock gate = new();
    private readonly List<T> items = [];
    private TaskCompletionSource more = NewSignal();

    public int Count
    {
        get
        {
            lock (gate)
                return items.Count;
        }
    }

    public IReadOnlyList<T> Snapshot()
    {
        lock (gate)
            return [.. items];
    }

    public void Add(T item)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            items.Add(item);
            waiting = more;
            more = NewSignal();
        }
        waiting.SetResult();
    }

    /// <summary>All items from <paramref name="index"/> on, those to come included; ends only by cancellation.</summary>
    public async IAsyncEnumerable<T> From(int index, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            T? next = default;
            Task? wait = null;
            lock (gate)
            {
                if (index < items.Count)
                    next = items[index++];
                else
                    wait = more.Task;
            }
            if (wait is null)
                yield return next!;
            else
                await wait.WaitAsync(ct);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
