namespace SpiBot.Channel.Connector;

/// <summary>May a serviceUrl be answered, and with the bot's token?</summary>
public enum Reach
{
    /// <summary>Not one of the channel's hosts: nothing is ever sent there.</summary>
    Refused,

    /// <summary>Plain http on this machine (Agents Playground, Development only): answered without a token.</summary>
    WithoutToken,

    /// <summary>One of the channel's https hosts, or https on this machine in Development.</summary>
    WithToken,
}

/// <summary>
/// The hosts that may be answered. They are listed one by one: anybody can register a name below <c>trafficmanager.net</c>.
/// Source: Teams documentation, "Send proactive messages" (public, GCC, GCC High, DoD).
/// </summary>
public sealed class ServiceUrls(bool development)
{
    private static readonly string[] Hosts =
    [
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    ];

    public Reach Judge(string? serviceUrl)
    {
        if (
            !Uri.TryCreate(serviceUrl, UriKind.Absolute, out var uri)
            || uri.UserInfo.Length > 0
            || uri.Query.Length > 0
            || uri.Fragment.Length > 0
        )
        {
            return Reach.Refused;
        }

        if (uri.Scheme == Uri.UriSchemeHttps)
        {
            if (uri.Port == 443 && Hosts.Contains(uri.Host, StringComparer.OrdinalIgnoreCase))
                return Reach.WithToken;
            return development && Loopback.IsHost(uri.Host) ? Reach.WithToken : Reach.Refused;
        }

        return development && uri.Scheme == Uri.UriSchemeHttp && Loopback.IsHost(uri.Host)
            ? Reach.WithoutToken
            : Reach.Refused;
    }
}
