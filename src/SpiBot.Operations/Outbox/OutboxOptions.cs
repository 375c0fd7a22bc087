namespace SpiBot.Operations.Outbox;

/// <summary>The section <c>Outbox</c> of the configuration.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>A message that could not be sent for so long is given up: the incident is over. Default 1 day.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>So many messages are kept at most; the oldest go first. Default 1000.</summary>
    public int Most { get; set; } = 1000;

    /// <summary>The pause before the first try to send again; each later one is twice as long. Default 2 seconds.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause. Default 2 minutes.</summary>
    public TimeSpan RetryAtMost { get; set; } = TimeSpan.FromMinutes(2);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (KeepFor < TimeSpan.FromMinutes(1) || KeepFor > TimeSpan.FromDays(30))
        {
            yield return $"Outbox:KeepFor: {KeepFor} is not between 00:01:00 and 30.00:00:00";
        }

        if (Most < 1)
        {
            yield return $"Outbox:Most: {Most} is not 1 or more";
        }

        if (RetryAfter < TimeSpan.FromMilliseconds(100) || RetryAfter > RetryAtMost)
        {
            yield return $"Outbox:RetryAfter: {RetryAfter} is not between 00:00:00.1 and Outbox:RetryAtMost ({RetryAtMost})";
        }

        if (RetryAtMost > TimeSpan.FromHours(1))
        {
            yield return $"Outbox:RetryAtMost: {RetryAtMost} is more than an hour";
        }
    }
}
