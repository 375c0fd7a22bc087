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
}
