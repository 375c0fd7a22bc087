namespace SpiBot.Operations.Threads;

/// <summary>What must be remembered of conversations, over restarts.</summary>
public interface IThreadMemory
{
    /// <summary>Notes that the activity with this key is begun: one that is delivered twice runs once.</summary>
    /// <returns>False once it is done (kept for some days), and as long as the replica that began it lives and may still be at it.</returns>
    Task<bool> Begin(string key, CancellationToken ct);

    Task Done(string key, CancellationToken ct);

    Task<bool> IsDone(string key, CancellationToken ct);

    /// <summary>Takes it back when the work could not be done, so that a redelivery may try again.</summary>
    Task Forget(string key, CancellationToken ct);

    /// <summary>The message that belongs to an exchange, as the channel named it; null before it was posted.</summary>
    Task<string?> MessageOf(string exchange, CancellationToken ct);

    Task RememberMessage(string exchange, string messageId, CancellationToken ct);

    /// <summary>The same for one that must not take the place of any other message than that which was <paramref name="old"/> when it was sent (null: there was none).</summary>
    /// <returns>False when another is remembered by now.</returns>
    Task<bool> ReplaceMessage(string exchange, string? old, string messageId, CancellationToken ct);

    /// <summary>Whether a plan is journaled that is told in this exchange: then what its check has to say there is out of date.</summary>
    Task<bool> HasPlan(string exchange, CancellationToken ct);

    /// <summary>The gateway that a thread last spoke of.</summary>
    Task<string?> LastGateway(string thread, CancellationToken ct);

    Task RememberGateway(string thread, string gateway, CancellationToken ct);
}
