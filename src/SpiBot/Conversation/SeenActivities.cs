using SpiBot.Channel.Turns;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>The channel's question "was this seen before?", answered from what operations store.</summary>
public sealed class SeenActivities(IThreadMemory memory) : ISeenActivities
{
    public Task<bool> IsFirstSighting(string key, CancellationToken ct) => memory.IsFirstSighting(key, ct);

    public Task Forget(string key, CancellationToken ct) => memory.Forget(key, ct);
}
