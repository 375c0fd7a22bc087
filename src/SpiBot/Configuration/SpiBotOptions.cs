namespace SpiBot.Configuration;

/// <summary>The section <c>SpiBot</c>: where the inventory and the state are. Relative paths start at the working directory.</summary>
public sealed class SpiBotOptions
{
    public const string Section = "SpiBot";

    public string Inventory { get; set; } = "spibot.json";

    /// <summary>The SQLite file. It is made when it is not there.</summary>
    public string Database { get; set; } = "spibot.db";
}

/// <summary>The section <c>Vault</c>: the Azure Key Vault with the gateways' secrets. Without a Uri, secrets come from the section <c>Secrets</c>.</summary>
public sealed class VaultOptions
{
    public const string Section = "Vault";

    public string? Uri { get; set; }
}

/// <summary>The section <c>Azure</c>: for a stand-in on this machine, in Development only.</summary>
public sealed class AzureOptions
{
    public const string Section = "Azure";

    public bool DisableInstanceDiscovery { get; set; }

    public bool DisableChallengeResourceVerification { get; set; }
}

/// <summary>The section <c>Checks</c>.</summary>
public sealed class ChecksOptions
{
    public const string Section = "Checks";

    /// <summary>How long after the first look the second one is taken: 1 second to 10 minutes.</summary>
    public TimeSpan SecondLookAfter { get; set; } = TimeSpan.FromSeconds(30);
}
