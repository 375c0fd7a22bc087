namespace SpiBot.Channel;

/// <summary>
/// One of Microsoft's clouds, as the channel shows itself there: who signs tokens coming in, where the keys are published, and the scope of tokens going out.
/// Source: "Bot Connector authentication" (public) and its US Government twin.
/// </summary>
public sealed record ChannelCloud(string Name, string Issuer, IReadOnlyList<string> OpenIdMetadata, string Scope)
{
    public static ChannelCloud Public { get; } =
        new(
            "public",
            "https://api.botframework.com",
            [
                "https://login.botframework.com/v1/.well-known/openidconfiguration",
                "https://login.botframework.com/v1/.well-known/openid-configuration",
            ],
            "https://api.botframework.com/.default"
        );

    public static ChannelCloud UsGovernment { get; } =
        new(
            "US Government",
            "https://api.botframework.us",
            [
                "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
                "https://login.botframework.azure.us/v1/.well-known/openid-configuration",
            ],
            "https://api.botframework.us/.default"
        );

    public static IReadOnlyList<ChannelCloud> All { get; } = [Public, UsGovernment];
}
