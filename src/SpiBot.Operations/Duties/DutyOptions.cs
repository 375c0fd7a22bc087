namespace SpiBot.Operations.Duties;

/// <summary>The section <c>Duties</c> of the configuration.</summary>
public sealed class DutyOptions
{
    public const string Section = "Duties";

    /// <summary>How long after a vain try the next one is; each later pause is twice as long. Default 5 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two tries; they never end. Default 10 minutes.</summary>
    public TimeSpan RetryAtMost { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>What could not be taken away for so long is told in the thread. Default 2 minutes.</summary>
    public TimeSpan TellAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (RetryAfter < TimeSpan.FromMilliseconds(100) || RetryAfter > RetryAtMost)
        {
            yield return $"Duties:RetryAfter: {RetryAfter} is not between 00:00:00.1 and Duties:RetryAtMost ({RetryAtMost})";
        }

        if (RetryAtMost > TimeSpan.FromDays(1))
        {
            yield return $"Duties:RetryAtMost: {RetryAtMost} is more than a day";
        }

        if (TellAfter < TimeSpan.Zero || TellAfter > TimeSpan.FromDays(1))
        {
            yield return $"Duties:TellAfter: {TellAfter} is not between 00:00:00 and 1.00:00:00";
        }
    }
}
