using System.Net;
using SpiBot.Operations.Checks;

namespace SpiBot.Operations.Conversations;

/// <summary>The last reading of one gateway, and of its tunnel to each peer, as long as it is recent. Not thread safe.</summary>
/// <param name="for">How long a reading stays recent, from the moment it was taken.</param>
internal sealed class RecentReads(TimeSpan @for, TimeProvider clock)
{
    private readonly Dictionary<string, ReadOutcome> reads = [];

    /// <param name="peer">Null: the box alone.</param>
    /// <returns>Null when there is none that is recent.</returns>
    public ReadOutcome? Find(IPAddress? peer) =>
        reads.TryGetValue(Key(peer), out var read) && IsRecent(read) ? read : null;

    /// <summary>A failure is not kept: whoever comes next may have more luck.</summary>
    public void Keep(IPAddress? peer, ReadOutcome outcome)
    {
        foreach (var old in reads.Where(read => !IsRecent(read.Value)).Select(read => read.Key).ToList())
        {
            reads.Remove(old);
        }

        if (outcome.Failure is null && IsRecent(outcome))
        {
            reads[Key(peer)] = outcome;
        }
    }

    public void Forget() => reads.Clear();

    /// <summary>A clock that was set back makes nothing recent.</summary>
    private bool IsRecent(ReadOutcome read) =>
        clock.GetUtcNow() - read.Box?.TakenAt is { } age && age >= TimeSpan.Zero && age < @for;

    private static string Key(IPAddress? peer) => peer?.ToString() ?? "";
}
