namespace SpiBot.Channel.Connector;

/// <summary>One sender at a time per conversation: the channel refuses concurrent operations on one (412), and messages must keep their order.</summary>
internal sealed class ConversationLanes
{
    private readonly Lock key = new();
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);

    private sealed class Lane
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    /// <returns>Dispose of it to let the next one in.</returns>
    public async Task<IDisposable> Enter(string conversation, CancellationToken ct)
    {
        Lane lane;
        lock (key)
        {
            if (!lanes.TryGetValue(conversation, out lane!))
                lanes[conversation] = lane = new Lane();
            lane.Users++;
        }

        try
        {
            await lane.Gate.WaitAsync(ct);
        }
        catch
        {
            Leave(conversation, lane);
            throw;
        }

        return new Turnstile(() =>
        {
            lane.Gate.Release();
            Leave(conversation, lane);
        });
    }

    private void Leave(string conversation, Lane lane)
    {
        lock (key)
        {
            if (--lane.Users > 0)
                return;
            lanes.Remove(conversation);
            lane.Gate.Dispose();
        }
    }

    private sealed class Turnstile(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
