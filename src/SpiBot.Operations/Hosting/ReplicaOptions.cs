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
}
