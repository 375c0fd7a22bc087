using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Duties;

/// <summary>
/// The right to type the lines of a duty on its gateway: those that set, or those that take away. Only a <see cref="Duty"/> makes one, so that nothing is left on
/// a gateway that nobody answers for, and nothing is taken away that is not ours. Never stored, serialised or passed between grains.
/// </summary>
public sealed class DutyAuthorization
{
    private readonly TimeProvider clock;
    private readonly long start;
    private readonly TimeSpan left;

    private DutyAuthorization(DutyTask task, IReadOnlyList<string> lines, TimeProvider clock, TimeSpan left)
    {
        Gateway = task.Gateway;
        Lines = [.. lines];
        IfRefused = task.Inside is { } enter ? new LinesInside(enter, Lines) : null;
        this.clock = clock;
        this.left = left;
        start = clock.GetTimestamp();
    }

    public string Gateway { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>Where the lines are typed on a gateway that does not know the first of them; null: nowhere.</summary>
    public LinesInside? IfRefused { get; }

    /// <summary>False once the deadline has passed on the monotonic clock; what takes away holds for ever.</summary>
    public bool StillHolds => left == Timeout.InfiniteTimeSpan || clock.GetElapsedTime(start) < left;

    /// <summary>Looks at the duty itself rather than trusting the caller.</summary>
    internal static DutyAuthorization? ToSet(Duty duty, string holder, TimeProvider clock)
    {
        if (!duty.IsOpen || duty.LateSince is not null || duty.Task.Found || duty.Task.Holder != holder)
        {
            return null;
        }

        // The wall clock may have been set back since: never longer than was written down.
        var untilDeadline = duty.Task.Deadline - clock.GetUtcNow();
        var whole = duty.Task.Deadline - duty.TakenAt;
        var shorter = untilDeadline < whole ? untilDeadline : whole;
        return shorter > TimeSpan.Zero ? new DutyAuthorization(duty.Task, duty.Task.Set, clock, shorter) : null;
    }

    internal static DutyAuthorization? ToRemove(Duty duty, Whereabouts found)
    {
        var lines = found switch
        {
            _ when !duty.IsOpen => null,
            Whereabouts.Here => duty.Task.Removal.Here,
            Whereabouts.BesideOthers => duty.Task.Removal.BesideOthers,
            Whereabouts.OnMate => duty.Task.Removal.OnMate,
            _ => null,
        };
        return lines is null
            ? null
            : new DutyAuthorization(duty.Task, lines, TimeProvider.System, Timeout.InfiniteTimeSpan);
    }
}
