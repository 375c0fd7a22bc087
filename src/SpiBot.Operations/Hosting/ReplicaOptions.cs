using System.Net;

namespace SpiBot.Operations.Hosting;

/// <summary>The section <c>Replicas</c> of the configuration: how the replicas that share one PostgreSQL reach each other. Nobody else should reach these ports.</summary>
public sealed class ReplicaOptions
{
    public const string Section = "Replicas";

    /// <summary>This replica's address for the others; null: the machine's first that is not loopback.</summary>
    public string? Address { get; set; }

    /// <summary>Where the others reach it; 0: a free one.</summary>
    public int SiloPort { get; set; } = 11_111;

    /// <summary>Where callers in the cluster reach it; 0: a free one.</summary>
    public int GatewayPort { get; set; } = 30_000;

    /// <returns>What is wrong with these settings, a sentence each, the setting's name first.</returns>
    public IEnumerable<string> Problems()
    {
        if (Address is { } address && !IPAddress.TryParse(address, out _))
        {
            yield return $"Replicas:Address: \"{address}\" is not an IP address";
        }

        if (SiloPort is < 0 or > 65_535)
        {
            yield return $"Replicas:SiloPort: {SiloPort} is not a port (1-65535, or 0 for a free one)";
        }

        if (GatewayPort is < 0 or > 65_535)
        {
            yield return $"Replicas:GatewayPort: {GatewayPort} is not a port (1-65535, or 0 for a free one)";
        }

        if (SiloPort == GatewayPort && SiloPort != 0)
        {
            yield return $"Replicas:GatewayPort: {GatewayPort} is Replicas:SiloPort, too: each needs a port of its own";
        }
    }
}
