using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SpiBot.Channel.Turns;

namespace SpiBot.Tests.Channel;

/// <summary>Remembers what it was told; <see cref="Does"/> runs inside every handler.</summary>
internal sealed class RecordingBot : IBot
{
    public ConcurrentQueue<Turn> Messages { get; } = new();

    public ConcurrentQueue<Turn> Added { get; } = new();

    public ConcurrentQueue<(Turn Turn, CardAction Action)> Pressed { get; } = new();

    public ConcurrentQueue<(Turn Turn, Removal Removal)> Removed { get; } = new();

    public Func<CancellationToken, Task> Does { get; set; } = _ => Task.CompletedTask;

    public CardActionAnswer Answer { get; set; } =
        new CardActionAnswer.Card(new JsonObject { ["type"] = "AdaptiveCard" });

    public int Calls => Messages.Count + Added.Count + Pressed.Count;

    public async Task OnMessage(Turn turn, CancellationToken ct)
    {
        Messages.Enqueue(turn);
        await Does(ct);
    }

    public async Task OnAdded(Turn turn, CancellationToken ct)
    {
        Added.Enqueue(turn);
        await Does(ct);
    }

    public async Task OnRemoved(Turn turn, Removal removal, CancellationToken ct)
    {
        Removed.Enqueue((turn, removal));
        await Does(ct);
    }

    public async Task<CardActionAnswer> OnCardAction(Turn turn, CardAction action, CancellationToken ct)
    {
        Pressed.Enqueue((turn, action));
        await Does(ct);
        return Answer;
    }
}

internal sealed class SeenInMemory : ISeenActivities
{
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <summary>Those that a replica has begun which is gone.</summary>
    public ConcurrentQueue<string> Abandoned { get; } = new();

    /// <summary>Those that are done, in order.</summary>
    public ConcurrentQueue<string> AreDone { get; } = new();

    public Task<bool> Begin(string key, CancellationToken ct) => Task.FromResult(seen.TryAdd(key, true));

    public Task Done(string key, CancellationToken ct)
    {
        AreDone.Enqueue(key);
        return Task.CompletedTask;
    }

    public Task<bool> IsDone(string key, CancellationToken ct)
    {
        // By then it has been noticed that the other one is gone.
        if (Abandoned.TryDequeue(out var gone))
            seen.TryRemove(gone, out _);
        return Task.FromResult(AreDone.Contains(key));
    }

    public Task Forget(string key, CancellationToken ct)
    {
        seen.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
