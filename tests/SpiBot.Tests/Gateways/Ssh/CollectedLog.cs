using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Everything that was logged, at every level, rendered.</summary>
public sealed class CollectedLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<string> entries = new();

    public string Text => string.Join('\n', entries);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => entries.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
}
