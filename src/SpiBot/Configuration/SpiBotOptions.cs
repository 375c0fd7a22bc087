namespace SpiBot.Configuration;

/// <summary>The section <c>SpiBot</c>: where the inventory is. A relative path starts at the working directory.</summary>
public sealed class SpiBotOptions
{
    public const string Section = "SpiBot";

    public string Inventory { get; set; } = "spibot.json";
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
