namespace SpiBot.Operations.Hosting;

/// <summary>Whether SpiBot can do its work now. Cheap, whoever asks and however often: what was found out some seconds ago is said again, and nothing is asked twice at a time.</summary>
public interface IReadiness
{
    /// <returns>What is not ready, by name and nothing more (<c>store</c>, <c>writer</c>, <c>outbox</c>), since anybody may ask; why stands in the log. Empty: all is.</returns>
    Task<IReadOnlyList<string>> NotReady();
}
