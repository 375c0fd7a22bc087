namespace SpiBot.Channel;

/// <summary>
/// The section <c>Bot</c> of the configuration. Everything that loosens a check against the real channel is accepted only in Development and only for loopback hosts; otherwise the start is refused.
/// </summary>
public sealed class ChannelOptions
{
    public const string Section = "Bot";

    /// <summary>The bot's app id (the managed identity's client id): audience of tokens coming in. Required unless <see cref="AllowUnsigned"/>.</summary>
    public string? AppId { get; set; }

    public string? TenantId { get; set; }

    /// <summary>Further tenants whose activities are answered, beside <see cref="TenantId"/>.</summary>
    public IList<string> AllowedTenants { get; } = [];

    public string Issuer { get; set; } = "https://api.botframework.com";

    public string OpenIdMetadata { get; set; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>The scope of tokens going out.</summary>
    public string Scope { get; set; } = "https://api.botframework.com/.default";

    /// <summary>Where Microsoft Graph is: asked who is in the groups and teams of the inventory, and only when it names any.</summary>
    public string Graph { get; set; } = ChannelCloud.Public.Graphs[0];

    /// <summary>The scope of tokens for it; a stand-in on this machine takes those of the public one.</summary>
    internal string GraphScope =>
        (new Uri(Graph).IsLoopback ? ChannelCloud.Public.Graphs[0] : Graph.TrimEnd('/')) + "/.default";

    /// <summary>Answer unsigned activities (Agents Playground): Development only, loopback only.</summary>
    public bool AllowUnsigned { get; set; }
}
