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
}
