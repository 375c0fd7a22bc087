using System.Text.Json.Nodes;

namespace SpiBot.Lab;

/// <summary>What kind of Lab is wanted.</summary>
public sealed record LabOptions
{
    public const string DefaultScenario = "peer-on-old-sa";

    /// <summary>One of <see cref="Scenarios.LabNetwork.Scenarios"/>.</summary>
    public string Scenario { get; init; } = DefaultScenario;

    /// <summary>Whether HQ and Berlin meet over IPv6.</summary>
    public bool OverIPv6 { get; init; }

    /// <summary>Of the page; 0 for a free one. Null: no page.</summary>
    public int? PagePort { get; init; } = 0;

    /// <summary>Whether the app is added to the channel at the start, so that SpiBot greets.</summary>
    public bool Greets { get; init; } = true;

    /// <summary>The pause between SpiBot's two looks at a tunnel: long enough for counters to rise, short enough to be watched.</summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Gateways that are far away, or whose answers come in pieces; the others answer at once.</summary>
    public IReadOnlyList<GatewayLink> Links { get; init; } = [];

    /// <summary>Same seed, same SPIs. Null: others each time.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Secrets from SpiBot's configuration and a channel without tokens: what the Lab does by itself where SpiBot could not be brought to trust
    /// the stand-in's certificate (it honours SSL_CERT_FILE on Linux only).
    /// </summary>
    public bool WithoutAzure { get; init; } = !OperatingSystem.IsLinux();

    /// <summary>More of SpiBot's configuration, as environment variables (<c>Sessions__RefusedFor</c>); they go before the Lab's own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How many SpiBots are started; more than one wants a PostgreSQL in <see cref="Settings"/>.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Changes the inventory before SpiBot gets it: a gateway that cannot be reached, a host key that is another one, ...</summary>
    public Action<JsonObject>? EditInventory { get; init; }

    /// <summary>More secrets in the vault, by name, for gateways that <see cref="EditInventory"/> adds.</summary>
    public IReadOnlyDictionary<string, string> MoreSecrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Where SpiBot's log goes as it comes. Null: only kept, and shown if SpiBot ends by itself.</summary>
    public TextWriter? SpiBotLog { get; init; }
}
