namespace SpiBot.Gateways.Duties;

/// <summary>Where a leftover was found, which says how it is taken away.</summary>
public enum Whereabouts
{
    /// <summary>It does not stand on the unit that it was set on.</summary>
    Gone,
    Here,

    /// <summary>On the unit that answers, beside somebody else's.</summary>
    BesideOthers,

    /// <summary>On the other unit of the pair, which can be reached through this one.</summary>
    OnMate,

    /// <summary>The gateway's answers do not tell.</summary>
    Unknown,
}

/// <summary>
/// The duty to take something away again, as the fold of its events. Immutable. The methods that return an event say what may be journaled; null: it may not.
/// <code>Taken -> (Late) -> Removed</code>
/// </summary>
public sealed class Duty
{
    private Duty(DutyTask task, DateTimeOffset takenAt, DutyEvent.Late? late, DutyEvent.Removed? removed)
    {
        Task = task;
        TakenAt = takenAt;
        LateSince = late?.At;
        RemovedAt = removed?.At;
        Note = removed?.Words ?? late?.Words;
    }

    public DutyTask Task { get; }

    public DateTimeOffset TakenAt { get; }

    /// <summary>When people were told that it is still there; null when it never came to that.</summary>
    public DateTimeOffset? LateSince { get; }

    public DateTimeOffset? RemovedAt { get; }

    /// <summary>What the gateway said when it was read last for the journal.</summary>
    public string? Note { get; }

    public bool IsOpen => RemovedAt is null;

    /// <returns>The duty that these events tell of; null when there are none.</returns>
    /// <exception cref="InvalidOperationException">They cannot have happened in this order: the journal is damaged.</exception>
    public static Duty? Of(IEnumerable<DutyEvent> events)
    {
        Duty? duty = null;
        foreach (var happened in events)
        {
            duty = duty?.After(happened) ?? Begin(happened);
        }

        return duty;
    }

    /// <returns>Null for a task that answers for nothing: without lines (but for what was found), or already over.</returns>
    public static DutyEvent.Taken? Take(DutyTask task, DateTimeOffset now) =>
        task is { Removal: { Here.Count: > 0, BesideOthers.Count: > 0 } }
        && task.Found == (task.Set.Count == 0)
        && task.Id.StartsWith(DutyTask.Prefix, StringComparison.Ordinal)
        && now < task.Deadline
            ? new DutyEvent.Taken(now, task)
            : null;

    /// <exception cref="InvalidOperationException">This event cannot follow what has happened: the journal is damaged.</exception>
    public Duty After(DutyEvent happened) =>
        happened switch
        {
            DutyEvent.Late late when IsOpen && LateSince is null => new Duty(Task, TakenAt, late, removed: null),
            DutyEvent.Removed removed when IsOpen => new Duty(Task, TakenAt, LateEvent(), removed),
            _ => throw new InvalidOperationException(
                $"duty {Task.Id}: {happened.GetType().Name} cannot follow {(IsOpen ? "Taken" : "Removed")}"
            ),
        };

    /// <summary>Once, however often it is tried in vain.</summary>
    public DutyEvent.Late? GrowLate(string words, DateTimeOffset now) =>
        IsOpen && LateSince is null ? new DutyEvent.Late(now, words) : null;

    public DutyEvent.Removed? Remove(string words, DateTimeOffset now) =>
        IsOpen ? new DutyEvent.Removed(now, words) : null;

    /// <summary>Whether it is to be taken away now: its time is over, or whoever used it is gone.</summary>
    public bool IsDue(DateTimeOffset now, bool holderLives) => IsOpen && (now >= Task.Deadline || !holderLives);

    /// <summary>The right to set what this duty answers for: its holder's, until the deadline. <paramref name="clock"/> must be the one it was taken by.</summary>
    /// <returns>Null when it is not the holder's, over, or done.</returns>
    public DutyAuthorization? AuthorizeSetting(string holder, TimeProvider clock) =>
        DutyAuthorization.ToSet(this, holder, clock);

    /// <summary>The right to take it away: anybody's, at any time, as long as it has not been seen to be gone.</summary>
    /// <returns>Null when there is nothing to type: it is gone, or was not found.</returns>
    public DutyAuthorization? AuthorizeRemoval(Whereabouts found) => DutyAuthorization.ToRemove(this, found);

    private DutyEvent.Late? LateEvent() => LateSince is { } since ? new DutyEvent.Late(since, Note ?? "") : null;

    private static Duty Begin(DutyEvent first) =>
        first is DutyEvent.Taken taken
            ? new Duty(taken.Task, taken.At, late: null, removed: null)
            : throw new InvalidOperationException($"a duty begins with Taken, not {first.GetType().Name}");
}
