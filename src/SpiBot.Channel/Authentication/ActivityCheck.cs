using Microsoft.Extensions.Options;
using SpiBot.Channel.Activities;
using SpiBot.Channel.Connector;

namespace SpiBot.Channel.Authentication;

/// <summary>Does the activity fit the token that came with it, and may its serviceUrl be answered?</summary>
internal sealed class ActivityCheck(IOptions<ChannelOptions> options, ServiceUrls serviceUrls)
{
    /// <summary>
    /// The one channel that is answered. On others (Web Chat, Direct Line) the caller picks its own user id, so that nobody there is who they say.
    /// </summary>
    private const string Teams = "msteams";

    /// <returns>Null when it fits.</returns>
    public Refusal? Signed(ChannelToken token, Activity activity)
    {
        if (activity.ChannelId != Teams)
            return Refusal.Forbidden("The activity does not come from Teams.");
        if (!token.Endorsements.Contains(Teams))
            return Refusal.Forbidden("The key that signed the token is not endorsed for Teams.");
        if (token.ServiceUrl is null)
            return Refusal.Forbidden("The token names no serviceUrl.");
        if (!string.Equals(token.ServiceUrl, activity.ServiceUrl, StringComparison.OrdinalIgnoreCase))
            return Refusal.Forbidden("The activity's serviceUrl is not the token's.");
        if (serviceUrls.Judge(activity.ServiceUrl) == Reach.Refused)
            return Refusal.Forbidden($"The activity's serviceUrl is not a host that is answered{Host(activity)}.");
        return Tenant(activity);
    }

    /// <summary>An unsigned activity may only be answered where no token is sent: plain http on this machine.</summary>
    public Refusal? Unsigned(Activity activity) =>
        serviceUrls.Judge(activity.ServiceUrl) == Reach.WithoutToken
            ? null
            : Refusal.Forbidden("An unsigned activity is answered only at http on this machine.");

    private Refusal? Tenant(Activity activity)
    {
        var named = new[] { activity.Conversation?.TenantId, ChannelData.IdOf(activity, "tenant") }
            .OfType<string>()
            .Where(tenant => tenant.Length > 0)
            .ToList();
        if (named.Count == 0)
            return Refusal.Forbidden("The activity names no tenant.");
        return named.Find(tenant => !IsAllowed(tenant)) is { } other
            ? Refusal.Forbidden(
                $"The activity's tenant {(Guid.TryParse(other, out var id) ? $"{id:D} " : "")}is not one that is answered: neither Bot:TenantId nor in Bot:AllowedTenants."
            )
            : null;
    }

    /// <summary>Whoever has set this up looks for what came, and what did is as the channel signed it.</summary>
    private static string Host(Activity activity) =>
        Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var uri) && uri.HostNameType == UriHostNameType.Dns
            ? $" ({uri.IdnHost})"
            : "";

    private bool IsAllowed(string tenant) =>
        string.Equals(tenant, options.Value.TenantId, StringComparison.OrdinalIgnoreCase)
        || options.Value.AllowedTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase);
}
