namespace SpiBot.Tunnels.History;

/// <summary>How many packets the box dropped for an invalid SPI, of all its peers, between two looks of one unit. Looks with no drop between them are one sample.</summary>
public sealed record DropSample(DateTimeOffset From, DateTimeOffset Until, long Dropped)
{
    public double PerSecond => Dropped / (Until - From).TotalSeconds;
}
