using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Tests.Operations;

/// <summary>What is kept of watches.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_watch_and_the_act_that_made_it_so_are_one_write()
    {
        var set = StoredWatch.From(Watched, Plans.Noon);
        var key = WatchKey.Of(set.Gateway, set.Peer, set.Venue);
        using (var database = await Opened())
        {
            var watches = new WatchStore(database, Stores.Journal(database));
            set = await watches.Put(key, set, WatchAct.Set, Plans.OnCall, Plans.Noon, because: null, Ct);
            await watches.Put(key, set with { Signs = [SignKind.Gone], FaultSince = Plans.Noon }, Ct);
            // The same act once more is none, and leaves the watch as it is.
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                watches.Put(key, set with { Acts = 0 }, WatchAct.Set, Plans.Lead, Plans.Noon, because: null, Ct)
            );
        }

        using (var database = await Opened())
        {
            var journal = Stores.Journal(database);
            var watches = new WatchStore(database, journal);
            var found = (await watches.Find(key, Ct))!;
            Assert.Equal((1, SignKind.Gone, Plans.OnCall), (found.Acts, Assert.Single(found.Signs), found.By));
            Assert.Empty(await journal.Open(Ct));
            Assert.Contains(Plans.OnCall.EntraId, Assert.Single(await journal.Read($"{set.Id}/1", Ct)).Entry.Json);
            Assert.Equal(
                (1, key),
                ((await watches.Lasting(Ct)).Count, Assert.Single(await watches.KeysIn(set.Venue, Ct)))
            );

            var ended = found with { EndedAt = Plans.Noon };
            await watches.Put(key, ended, WatchAct.Ended, by: null, Plans.Noon, "Its time is over.", Ct);
            Assert.Empty(await watches.Lasting(Ct));
            Assert.Empty(await watches.KeysIn(set.Venue, Ct));
            Assert.Single(await watches.Keys(Plans.Noon.AddMinutes(59), Ct));
            Assert.Empty(await watches.Keys(Plans.Noon.AddMinutes(61), Ct));

            var other = StoredWatch.From(Watched with { Peer = FakeNetwork.ForeignPeer }, Plans.Noon.AddHours(2));
            await watches.Put("other", other, WatchAct.Set, by: null, Plans.Noon.AddHours(2), because: null, Ct);
            Assert.Null(await watches.Find(key, Ct));

            await database.Write(db => db.Run("UPDATE watches SET schema = 2"), Ct);
            var newer = await Assert.ThrowsAsync<StorageRefusedException>(() => watches.Find("other", Ct));
            Assert.Contains("the watch other has schema 2", newer.Message);
        }
    }

    private static readonly WatchOrder Watched = new(
        "hq-fw1",
        FakeNetwork.BerlinAddress,
        TimeSpan.FromHours(8),
        new ThreadAddress("t"),
        Shortcuts.Venue,
        Plans.OnCall,
        Standing.Alone
    );
}
