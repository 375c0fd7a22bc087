namespace SpiBot.Lab.Firewalls;

/// <summary>What will happen, in order: equal times in the order they were entered, so that a run can be repeated exactly.</summary>
public sealed class Timeline(DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Entered)> due = new();
    private long entered;

    public DateTimeOffset Now { get; private set; } = start;

    public void At(DateTimeOffset moment, Action happens) => due.Enqueue(happens, (moment, entered++));

    /// <summary>Goes on to <paramref name="until"/>, event by event.</summary>
    public void RunTo(DateTimeOffset until)
    {
        while (due.TryPeek(out var happens, out var when) && when.Due <= until)
        {
            due.Dequeue();
            Step(when.Due);
            happens();
        }

        Step(until);
    }

    // Clocks may be set back (tests, NTP): time then stands still until it has caught up.
    private void Step(DateTimeOffset to) => Now = to > Now ? to : Now;
}
