using SpiBot.Channel.Turns;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Conversation;

/// <summary>
/// The channel's question "was this seen before?", answered from what operations store. While the store is away every activity is new: it can do nothing
/// but be told so.
/// </summary>
public sealed class SeenActivities(IThreadMemory memory) : ISeenActivities
{
    public async Task<bool> Begin(string key, CancellationToken ct)
    {
        try
        {
            return await memory.Begin(key, ct);
        }
        catch (StorageAwayException)
        {
            return true;
        }
    }

    public Task Done(string key, CancellationToken ct) => memory.Done(key, ct);

    public Task<bool> IsDone(string key, CancellationToken ct) => memory.IsDone(key, ct);

    public Task Forget(string key, CancellationToken ct) => memory.Forget(key, ct);
}
