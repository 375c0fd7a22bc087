namespace SpiBot.Channel;

/// <summary>
/// One of Microsoft's clouds, as the channel shows itself there: who signs tokens coming in, where the keys are published, and the scope of tokens going out, and where Microsoft Graph is.
/// Sources: "Bot Connector authentication" (public) and its US Government twin; "National cloud deployments" of Microsoft Graph.
/// </summary>
public sealed record ChannelCloud(
    string Name,
    string Issuer,
    IReadOnlyList<string> OpenIdMetadata,
    string Scope,
    IReadOnlyList<string> Graphs
)
{
    public static ChannelCloud Public { get; } =
        new(
            "public",
            "https://api.botframework.com",
            [
                "https://login.botframework.com/v1/.well-known/openidconfiguration",
                "https://login.botframework.com/v1/.well-known/openid-configuration",
            ],
            "https://api.botframework.com/.default",
            ["https://graph.microsoft.com"]
        );

    public static ChannelCloud UsGovernment { get; } =
        new(
            "US Government",
            "https://api.botframework.us",
            [
                "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
                "https://login.botframework.azure.us/v1/.well-known/openid-configuration",
            ],
            "https://api.botframework.us/.default",
            ["https://graph.microsoft.us", "https://dod-graph.microsoft.us"]
        );

    public static IReadOnlyList<ChannelCloud> All { get; } = [Public, UsGovernment];
}
