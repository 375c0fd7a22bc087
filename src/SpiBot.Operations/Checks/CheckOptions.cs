namespace SpiBot.Operations.Checks;

/// <summary>The section <c>Checks</c> of the configuration.</summary>
public sealed class CheckOptions
{
    public const string Section = "Checks";

    /// <summary>From the first look to the second: two looks make a rate. Default 30 seconds.</summary>
    public TimeSpan SecondLookAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>So long a check can be proposed from and pasted to. Default 7 days.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>So many checks that have ended are kept at most, the newest. Default 2000.</summary>
    public int Most { get; set; } = 2000;

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (SecondLookAfter < TimeSpan.FromSeconds(1) || SecondLookAfter > TimeSpan.FromMinutes(10))
        {
            yield return $"Checks:SecondLookAfter: {SecondLookAfter} is not between 00:00:01 and 00:10:00";
        }

        if (KeepFor < TimeSpan.FromHours(1) || KeepFor > TimeSpan.FromDays(3650))
        {
            yield return $"Checks:KeepFor: {KeepFor} is not between 01:00:00 and 3650.00:00:00";
        }

        if (Most < 1)
        {
            yield return $"Checks:Most: {Most} is not 1 or more";
        }
    }
}
