namespace SpiBot.Operations.Threads;

/// <summary>What must be remembered of conversations, over restarts.</summary>
public interface IThreadMemory
{
    /// <summary>True the first time this key is seen, false ever after (kept for some days): an activity delivered twice runs once.</summary>
    Task<bool> IsFirstSighting(string key, CancellationToken ct);

    /// <summary>Takes a sighting back when the work could not be started, so that a redelivery may try again.</summary>
    Task Forget(string key, CancellationToken ct);

    /// <summary>The message that belongs to an exchange, as the channel named it; null before it was posted.</summary>
    Task<string?> MessageOf(string exchange, CancellationToken ct);

    Task RememberMessage(string exchange, string messageId, CancellationToken ct);

    /// <summary>The gateway that a thread last spoke of.</summary>
    Task<string?> LastGateway(string thread, CancellationToken ct);

    Task RememberGateway(string thread, string gateway, CancellationToken ct);
}
