using SpiBot.Gateways.Changes;

namespace SpiBot.Operations.Watches;

/// <summary>Reads from the store which there are, and asks each what it sees.</summary>
internal sealed class WhatIsWatched(WatchStore store, IGrainFactory grains) : IWatches
{
    public async Task<IReadOnlyList<WatchView>> In(Venue venue, CancellationToken ct)
    {
        var keys = await store.KeysIn(venue, ct);
        var views = await Task.WhenAll(keys.Select(key => grains.GetGrain<IWatchGrain>(key).View(ct)));
        return [.. views.OfType<WatchView>().OrderBy(view => view.Until)];
    }

    public async Task<int> Left(Venue venue, string? team, Person? by, string because, CancellationToken ct)
    {
        var unread = (await store.Lasting(ct))
            .Where(watch => IsThere(watch, venue, team))
            .Select(watch => WatchKey.Of(watch.Gateway, watch.Peer, watch.Venue))
            .ToList();
        await Task.WhenAll(unread.Select(key => grains.GetGrain<IWatchGrain>(key).Abandon(by, because, ct)));
        return unread.Count;
    }

    private static bool IsThere(StoredWatch watch, Venue venue, string? team) =>
        WatchKey.Place(watch.Venue) == WatchKey.Place(venue)
        || (
            team is not null
            && watch.Team == team
            && string.Equals(watch.Venue.Tenant, venue.Tenant, StringComparison.OrdinalIgnoreCase)
        );
}
