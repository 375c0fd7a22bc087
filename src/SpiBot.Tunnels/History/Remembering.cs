namespace SpiBot.Tunnels.History;

/// <summary>Adds to a history what one more reading, check or change tells. Pure; a reading that is not later than the last adds nothing.</summary>
public static class Remembering
{
    /// <exception cref="ArgumentException">The reading is of another tunnel.</exception>
    public static TunnelHistory With(this TunnelHistory history, TunnelReading reading)
    {
        if (
            !string.Equals(history.Gateway, reading.Gateway, StringComparison.OrdinalIgnoreCase)
            || !history.Peer.Equals(reading.Peer)
        )
        {
            throw new ArgumentException($"not of {history.Gateway} and {history.Peer}", nameof(reading));
        }

        if (reading.TakenAt <= history.LastLook)
        {
            return history;
        }

        var seen = SpiLives.After(history, reading);
        var listed = SpiLives.ListsAll(reading);
        return history with
        {
            Looks = history.Looks + 1,
            FirstLook = history.FirstLook ?? reading.TakenAt,
            LastLook = reading.TakenAt,
            LastListing = listed ? reading.TakenAt : history.LastListing,
            LastBox = BoxLooks.WorthKeeping(reading.Box, history.LastBox),
            Spis = seen,
            Changes = listed ? UpTimes.After(history, reading, seen) : history.Changes,
            Drops = BoxLooks.Drops(history, reading.Box),
            Units = BoxLooks.Units(history, reading.Box),
            Teardowns = LoggedTeardowns.After(history, reading),
        };
    }

    /// <summary>A check after two looks found these causes to be wrong; none of them when all is well.</summary>
    public static TunnelHistory With(this TunnelHistory history, IReadOnlyCollection<string> causes, DateTimeOffset at)
    {
        var faults = history.Faults.Select(fault => After(fault, causes, at)).ToList();
        foreach (var cause in causes.Distinct())
        {
            if (!faults.Exists(fault => fault.Cause == cause && fault.Over is null))
            {
                faults.Add(new Fault(cause, at, at));
            }
        }

        return history with
        {
            Faults = faults,
        };
    }

    /// <summary>What was found since then is not seen any more; what was found only before may be of a kind that is not looked for now.</summary>
    public static TunnelHistory Over(this TunnelHistory history, DateTimeOffset since, DateTimeOffset at) =>
        history with
        {
            Faults = [.. history.Faults.Select(fault => fault.LastSeen >= since ? After(fault, [], at) : fault)],
        };

    /// <summary>A change was made, or its outcome is known now.</summary>
    public static TunnelHistory With(this TunnelHistory history, PastAction action) =>
        history with
        {
            Actions = [.. history.Actions.Where(a => a.Id != action.Id).Append(action).OrderBy(a => a.At)],
        };

    private static Fault After(Fault fault, IReadOnlyCollection<string> causes, DateTimeOffset at) =>
        fault.Over is not null || fault.LastSeen >= at ? fault
        : causes.Contains(fault.Cause) ? fault with { LastSeen = at }
        : fault with { Over = at };
}
