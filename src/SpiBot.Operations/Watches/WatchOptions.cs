namespace SpiBot.Operations.Watches;

/// <summary>The section <c>Watches</c> of the configuration.</summary>
public sealed class WatchOptions
{
    public const string Section = "Watches";

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(30);

    /// <summary>From look to look at a gateway, for all its watches together. Default 1 minute; 30 seconds at least: each look is some lines in the box's own log.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a watch lasts where nobody says how long. Default 8 hours.</summary>
    public TimeSpan Lasts { get; set; } = TimeSpan.FromHours(8);

    /// <summary>No watch is set for longer. Default 72 hours.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(72);

    /// <summary>From this rate on drops for an invalid SPI are the sign of a fault. Default 1 a second.</summary>
    public double DropsPerSecond { get; set; } = 1;

    /// <summary>So many watches there may be at a time. Default 200.</summary>
    public int Most { get; set; } = 200;

    /// <summary>Whether a watch proposes by itself what its check finds to help most, in the name of who set it up. Default no: people press the button.</summary>
    public bool Proposes { get; set; }

    /// <param name="development">On a desk a look costs nobody anything: there it may be sooner.</param>
    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems(bool development)
    {
        var least = development ? TimeSpan.FromMilliseconds(100) : LeastInterval;
        if (LookEvery < least || LookEvery > TimeSpan.FromMinutes(10))
        {
            yield return $"Watches:LookEvery: {LookEvery} is not between {least} and 00:10:00";
        }

        if (Lasts < TimeSpan.FromMinutes(1) || Lasts > Longest)
        {
            yield return $"Watches:Lasts: {Lasts} is not between 00:01:00 and Watches:Longest ({Longest})";
        }

        if (Longest > TimeSpan.FromDays(30))
        {
            yield return $"Watches:Longest: {Longest} is more than 30 days";
        }

        if (DropsPerSecond is not (> 0 and <= 1_000_000))
        {
            yield return $"Watches:DropsPerSecond: {DropsPerSecond} is not a rate above 0";
        }

        if (Most is < 1 or > 10_000)
        {
            yield return $"Watches:Most: {Most} is not between 1 and 10000";
        }
    }
}
