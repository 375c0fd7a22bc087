using SpiBot.Tunnels.History;

namespace SpiBot.Operations.History;

/// <summary>The section <c>History</c> of the configuration.</summary>
public sealed class HistoryOptions
{
    public const string Section = "History";

    /// <summary>What ended longer ago is forgotten, and a tunnel that nobody looked at for so long too. Default 90 days.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Of each tunnel so many past SPIs, drop samples, endings, faults and changes are kept at most; the oldest go first. Default 500.</summary>
    public int MostPerTunnel { get; set; } = 500;

    /// <summary>So many tunnels are remembered at most; those not looked at for longest go first. Default 20000.</summary>
    public int MostTunnels { get; set; } = 20_000;

    internal HistoryBounds Bounds => new(KeepFor, MostPerTunnel);

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (KeepFor < TimeSpan.FromHours(1) || KeepFor > TimeSpan.FromDays(3650))
        {
            yield return $"History:KeepFor: {KeepFor} is not between 01:00:00 and 3650.00:00:00";
        }

        if (MostPerTunnel is < 10 or > 10_000)
        {
            yield return $"History:MostPerTunnel: {MostPerTunnel} is not between 10 and 10000";
        }

        if (MostTunnels < 1)
        {
            yield return $"History:MostTunnels: {MostTunnels} is not 1 or more";
        }
    }
}
