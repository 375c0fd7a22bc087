namespace SpiBot.Gateways.Ssh;

/// <summary>How long a session waits, and how much it takes.</summary>
public sealed record SessionLimits
{
    /// <summary>Where they stand in the configuration.</summary>
    public const string Section = "Sessions";

    /// <summary>A listing of fewer bytes is no listing: one SA alone takes some hundreds.</summary>
    private const int ShortestLimit = 64 * 1024;

    private static readonly TimeSpan LongestRefused = TimeSpan.FromDays(365);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>For the whole of connecting and logging in, but not for waiting until fewer than <see cref="LoginsAtOnce"/> do.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When a secret that was refused may be shown to the same server again. Null: when it is another one in the store, and not before.</summary>
    public TimeSpan? RefusedFor { get; init; }

    /// <summary>How many sessions log in at the same time. A machine that is asked for hundreds at once would keep each of them waiting until it seems silent.</summary>
    public int LoginsAtOnce { get; init; } = 50;

    /// <summary>How long the gateway may stay silent in the middle of an answer. An answer that keeps coming may take longer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may follow a prompt for it to end an answer: a line inside the output can look like one.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The same where the prompt is in doubt: it is not learned yet, or the echo of what was typed was not seen.</summary>
    public TimeSpan LongQuiet { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a box that has taken lines typed ahead may stand at its prompt before it reads the next of them. A busy one does; one that has thrown them away says nothing either.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the gateway gets to close the session after it was told to.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest answer, in bytes as they came; one that goes on is cut off with its session.</summary>
    public int LongestAnswer { get; init; } = 32 * 1024 * 1024;

    /// <summary>In characters: what has come of a longer answer is read before the rest is there, so that no listing stands in memory as a whole.</summary>
    internal int PartOfAnswer { get; init; } = 16 * 1024;

    /// <summary>What is wrong with them, a sentence each, the setting's name first.</summary>
    public IEnumerable<string> Problems()
    {
        if (LongestAnswer < ShortestLimit)
        {
            yield return $"{Section}:{nameof(LongestAnswer)}: {LongestAnswer} is less than {ShortestLimit} bytes";
        }

        if (LoginsAtOnce < 1)
        {
            yield return $"{Section}:{nameof(LoginsAtOnce)}: {LoginsAtOnce} lets nobody in";
        }

        if (RefusedFor > LongestRefused)
        {
            yield return $"{Section}:{nameof(RefusedFor)}: {RefusedFor} is longer than {LongestRefused.TotalDays} days: without it, a refused secret is not tried again at all";
        }

        (string Name, TimeSpan Value)[] times =
        [
            (nameof(Connect), Connect),
            (nameof(Silence), Silence),
            (nameof(Quiet), Quiet),
            (nameof(LongQuiet), LongQuiet),
            (nameof(Stall), Stall),
            (nameof(Farewell), Farewell),
        ];
        foreach (var (name, value) in times.Where(time => time.Value > LongestWait))
        {
            yield return $"{Section}:{name}: {value} is longer than {LongestWait}";
        }

        foreach (var (name, value) in times.Append((nameof(RefusedFor), RefusedFor ?? LongestRefused)))
        {
            if (value <= TimeSpan.Zero)
            {
                yield return $"{Section}:{name}: {value} is no time to wait";
            }
        }
    }
}
