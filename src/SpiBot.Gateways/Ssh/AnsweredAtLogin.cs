using System.Collections.Concurrent;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// What the box has answered while it was logged in to, for the first who asks the same right afterwards: a check that opened the session need not wait
/// once more for what is asked of every box. Each answer is given once.
/// </summary>
internal sealed class AnsweredAtLogin(TimeProvider clock)
{
    /// <summary>As long as an answer on its way may take: who asks later wants to know how it is now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (ShellReply Reply, long At)> replies = new(StringComparer.Ordinal);

    /// <param name="reply">Ended well.</param>
    public void Keep(string line, ShellReply reply) => replies[line] = (reply, clock.GetTimestamp());

    /// <summary>Null where it was not asked, was given already, or is of some while ago.</summary>
    public ShellReply? Take(string line) =>
        replies.TryRemove(line, out var kept) && clock.GetElapsedTime(kept.At) <= Fresh ? kept.Reply : null;
}
