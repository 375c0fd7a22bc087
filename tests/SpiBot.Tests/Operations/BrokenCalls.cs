using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace SpiBot.Tests.Operations;

/// <summary>Calls between grains that go wrong as while a replica dies: they are not carried out, and the caller learns that, or not.</summary>
internal sealed class BrokenCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, int> broken = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> lost = new();

    /// <summary>The next so many calls of a method (<c>IGatewayGrain.Apply</c>) end with an exception.</summary>
    public void Break(string method, int times = 1) => broken[method] = times;

    /// <summary>The next call of a method seems to be carried out, and is not.</summary>
    /// <returns>Ends when it was made.</returns>
    public Task Lose(string method)
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lost[method] = called;
        return called.Task;
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        var method = $"{context.InterfaceMethod.DeclaringType?.Name}.{context.InterfaceMethod.Name}";
        if (lost.TryRemove(method, out var called))
        {
            context.Response = Response.Completed;
            called.SetResult();
            return Task.CompletedTask;
        }

        return broken.TryGetValue(method, out var left) && left > 0 && broken.TryUpdate(method, left - 1, left)
            ? throw new SiloUnavailableException($"{method} went wrong")
            : context.Invoke();
    }
}
