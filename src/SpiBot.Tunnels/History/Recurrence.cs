namespace SpiBot.Tunnels.History;

/// <summary>
/// How often a cause was found in the last <see cref="Within"/>, this time included, and how many of those came soon after a rekey. <see cref="Since"/> is when it was
/// first seen this time.
/// </summary>
public sealed record Recurrence(int Times, int AfterRekey, TimeSpan Within, DateTimeOffset Since)
{
    public static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>A fault that is seen so soon after a rekey came with it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    /// <summary>For a check that finds the cause at this time, whether or not it is in the history already.</summary>
    public static Recurrence Of(TunnelHistory history, string cause, DateTimeOffset now)
    {
        var faults = history
            .With([cause], now)
            .Faults.Where(f => f.Cause == cause && f.LastSeen > now - Month)
            .ToList();
        var rekeys = Rekeys.Of(history);
        return new Recurrence(
            faults.Count,
            faults.Count(fault =>
                rekeys.Any(rekey =>
                    !rekey.AfterAction
                    && rekey.When.NoLaterThan <= fault.FirstSeen
                    && fault.FirstSeen - rekey.When.Likeliest <= Soon
                )
            ),
            Month,
            faults[^1].FirstSeen
        );
    }
}
