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

    /// <summary>So many of them one person may have set up. Default 20.</summary>
    public int MostPerPerson { get; set; } = 20;

    /// <summary>So many there may be in one channel. Default 50.</summary>
    public int MostPerChannel { get; set; } = 50;

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

        if (MostPerPerson < 1)
        {
            yield return $"Watches:MostPerPerson: {MostPerPerson} is not 1 or more";
        }

        if (MostPerChannel < 1)
        {
            yield return $"Watches:MostPerChannel: {MostPerChannel} is not 1 or more";
        }
    }

    /// <param name="lasting">The watches there are.</param>
    /// <param name="order">One more.</param>
    /// <returns>Why there may not be one more, in a sentence; null when there may.</returns>
    internal string? WhyNoMore(IReadOnlyList<StoredWatch> lasting, WatchOrder order) =>
        lasting.Count >= Most ? $"{Most} tunnels are watched already, more are not (Watches:Most): end one first."
        : lasting.Count(watch => WatchKey.Place(watch.Venue) == WatchKey.Place(order.Venue)) >= MostPerChannel
            ? $"{MostPerChannel} tunnels are watched in this channel already, more are not (Watches:MostPerChannel): end one first."
        : lasting.Count(watch => order.By is { } by ? watch.By?.IsSameAs(by) == true : watch.By is null)
        >= MostPerPerson
            ? $"{MostPerPerson} tunnels are watched for {order.By?.Name ?? "people whom Teams does not name"} already, here and in other channels, more are not (Watches:MostPerPerson): end one first."
        : null;
}
