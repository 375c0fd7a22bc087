namespace SpiBot.Operations.Threads;

/// <summary>Keeps what the channel does not take now, and sends it as soon as it does.</summary>
public interface IUnsentMessages
{
    /// <param name="thread">Where it belongs.</param>
    /// <param name="message">It takes the place of an older one of the same exchange.</param>
    /// <param name="ct">Cancels before it is written.</param>
    /// <exception cref="Storage.StorageAwayException">It could not be kept.</exception>
    Task Keep(ThreadAddress thread, Unsent message, CancellationToken ct);
}
