using System.Net;
using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Watches;

/// <summary>Of one tunnel, as one gateway sees it, there is one watch for each channel, whichever thread it is set in.</summary>
public static class WatchKey
{
    public static string Of(string gateway, IPAddress peer, Venue venue) =>
        $"{gateway.ToLowerInvariant()} {peer} {Place(venue)}";

    /// <summary>The channel, as the store keeps it.</summary>
    internal static string Place(Venue venue) => $"{venue.Tenant.ToLowerInvariant()} {venue.Channel}";
}
