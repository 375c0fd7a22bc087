namespace SpiBot.Tests;

/// <summary>Waits for what happens beside the test: looked for again and again, given up only when it surely hangs.</summary>
internal static class Eventually
{
    /// <summary>Far more than anything here takes, on a machine with much else to do.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(1);

    public static Task Holds(Func<bool> holds) => Holds(_ => Task.FromResult(holds()));

    /// <param name="holds">What is waited for.</param>
    /// <param name="meanwhile">Done after each look in vain: the test's clock moved on, say.</param>
    public static async Task Holds(Func<CancellationToken, Task<bool>> holds, Action? meanwhile = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!await holds(limit.Token))
        {
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }

    /// <param name="task">What is waited for.</param>
    /// <param name="meanwhile">Done again and again until then: the test's clock moved on, say.</param>
    /// <param name="milliseconds">Between two times: what it wakes has so long to happen.</param>
    public static async Task<T> Ends<T>(Task<T> task, Action meanwhile, int milliseconds = 50)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (!task.IsCompleted)
        {
            limit.Token.ThrowIfCancellationRequested();
            meanwhile();
            var pause = TimeSpan.FromMilliseconds(milliseconds);
            await Task.WhenAny(task, Task.Delay(pause, TimeProvider.System, limit.Token));
        }

        return await task;
    }
}
