namespace SpiBot.Gateways.Duties;

/// <summary>One step of a duty, as it is journaled: a closed set.</summary>
public abstract record DutyEvent(DateTimeOffset At)
{
    /// <summary>From now on SpiBot answers for it. Nothing was typed yet.</summary>
    public sealed record Taken(DateTimeOffset At, DutyTask Task) : DutyEvent(At);

    /// <summary>It could not be taken away for so long that people have to know. SpiBot goes on trying.</summary>
    public sealed record Late(DateTimeOffset At, string Words) : DutyEvent(At);

    /// <summary>The gateway was read, and it does not stand there (any more).</summary>
    public sealed record Removed(DateTimeOffset At, string Words) : DutyEvent(At);
}
