using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Operations.Checks;
using SpiBot.Operations.History;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Tunnels;
using SpiBot.Tests.Tunnels.History;
using SpiBot.Tunnels.History;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Tests.Operations;

/// <summary>What every store does.</summary>
public abstract class StoreContract
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected static Entry Entry(string kind = "k", bool ends = false) =>
        new(kind, Schema: 1, Plans.Noon, """{"a":1}""", ends);

    /// <summary>The same store each time, made when it is not there.</summary>
    private protected abstract Task<StorageOptions> Options();

    private protected async Task<Database> Opened(ChainKey? key = null) => Stores.Open(await Options(), key);

    [Fact]
    public async Task OfManyWhoAppendTheSameSequenceOneWins()
    {
        using var database = await Opened();
        var journal = Stores.Journal(database);
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => journal.Append("x", 0, Entry($"k{i}"), Ct))
        );
        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.All(outcomes.OfType<AppendOutcome.Conflict>(), c => Assert.Equal(1, c.LatestSequence));
        Assert.Single(await journal.Read("x", Ct));
    }

    [Fact]
    public async Task WhatHasEndedIsNotOpenAndTakesNothingMore()
    {
        using var database = await Opened();
        var journal = Stores.Journal(database);
        await journal.Append("open", 0, Entry(), Ct);
        await journal.Append("done", 0, Entry(), Ct);
        Assert.Equal(new AppendOutcome.Appended(2), await journal.Append("done", 1, Entry(ends: true), Ct));
        Assert.Equal(new AppendOutcome.Conflict(2), await journal.Append("done", 2, Entry(), Ct));
        Assert.Equal(["open"], await journal.Open(Ct));
        Assert.Equal(new JournaledEntry("open", 1, Entry()), Assert.Single(await journal.Read("open", Ct)));
    }

    [Fact]
    public async Task ChecksAreForgottenByTheirAgeAndTheirNumber()
    {
        using var database = await Opened();
        var store = new CheckStore(
            database,
            Microsoft.Extensions.Options.Options.Create(new CheckOptions { KeepFor = TimeSpan.FromHours(2), Most = 2 })
        );
        var order = new CheckOrder(
            CheckKind.Drops,
            "hq-fw1",
            Peer: null,
            new ThreadAddress("t"),
            By: null,
            Venue: null
        );
        foreach (
            var (id, minute) in (IEnumerable<(string, int)>)[("never ended", 0), ("a", 1), ("b", 2), ("c", 3), ("d", 4)]
        )
        {
            Assert.True(await store.Begin(id, order, Plans.Noon.AddMinutes(minute), Ct));
            if (id.Length == 1)
            {
                await store.End(id, found: null, Ct);
            }
        }

        // Two that have ended before this one are kept; what is under way goes only with its age.
        await store.Begin("e", order, Plans.Noon.AddMinutes(5), Ct);
        Assert.Equal(["c", "d", "e", "never ended"], await Kept());
        await store.Begin("f", order, Plans.Noon.AddMinutes(123), Ct);
        Assert.Equal(["d", "e", "f"], await Kept());

        async Task<IEnumerable<string>> Kept()
        {
            var kept = new List<string>();
            foreach (var id in (string[])["a", "b", "c", "d", "e", "f", "never ended"])
            {
                if (await store.Find(id, Ct) is not null)
                {
                    kept.Add(id);
                }
            }

            return kept;
        }
    }

    [Fact]
    public async Task AFailedWriteLeavesNothingAndHurtsNobodyElse()
    {
        using var database = await Opened();
        var memory = new ThreadMemory(database, new FakeHolders(), new FakeTimeProvider(Plans.Noon));
        await Assert.ThrowsAnyAsync<DbException>(() =>
            database.Write(
                db =>
                {
                    db.Run("INSERT INTO seen VALUES ('a', 'x')");
                    return db.Run("INSERT INTO nowhere VALUES (1)");
                },
                Ct
            )
        );
        Assert.True(await memory.Begin("a", Ct));
    }

    [Fact]
    public async Task AnActivityIsBegunOnceUnlessWhoeverBeganItIsGone()
    {
        using var database = await Opened();
        var clock = new FakeTimeProvider(Plans.Noon);
        var holders = new FakeHolders();
        var mine = new ThreadMemory(database, holders, clock);
        var others = new ThreadMemory(database, new FakeHolders { Me = "other", Alive = holders.Alive }, clock);

        Assert.True(await mine.Begin("a", Ct));
        Assert.False(await others.Begin("a", Ct));
        holders.Alive.Remove(holders.Me);
        Assert.True(await others.Begin("a", Ct));
        Assert.False(await mine.Begin("a", Ct));

        // Alive, and at it for longer than any turn lasts.
        clock.Advance(TimeSpan.FromSeconds(21));
        Assert.True(await mine.Begin("a", Ct));
        Assert.False(await others.IsDone("a", Ct));
        await mine.Done("a", Ct);
        Assert.True(await others.IsDone("a", Ct));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await mine.Begin("a", Ct));
        Assert.False(await others.Begin("a", Ct));
    }

    [Fact]
    public async Task ThreadsAreRememberedOverRestarts()
    {
        var clock = new FakeTimeProvider(Plans.Noon);
        using (var database = await Opened())
        {
            var memory = new ThreadMemory(database, new FakeHolders(), clock);
            var sightings = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => memory.Begin("a", Ct)));
            Assert.Single(sightings, first => first);
            await memory.Done("a", Ct);
            Assert.Null(await memory.MessageOf("check-1", Ct));
            await memory.RememberMessage("check-1", "m1", Ct);
            await memory.RememberGateway("t", "hq-fw1", Ct);
            await memory.RememberGateway("t", "berlin-fw1", Ct);
        }

        using (var database = await Opened())
        {
            var memory = new ThreadMemory(database, new FakeHolders(), clock);
            Assert.False(await memory.Begin("a", Ct));
            Assert.Equal("m1", await memory.MessageOf("check-1", Ct));
            Assert.Equal("berlin-fw1", await memory.LastGateway("t", Ct));
            await memory.Forget("a", Ct);
            Assert.True(await memory.Begin("a", Ct));
            await memory.Done("a", Ct);
            clock.Advance(TimeSpan.FromDays(8));
            Assert.True(await memory.Begin("a", Ct));
        }
    }

    [Fact]
    public async Task ARemediationReadsBackAsItWasWrittenWithoutTypeNames()
    {
        using var database = await Opened();
        var journal = Stores.Journal(database);
        var remediations = new RemediationJournal(journal);
        var plan = Plans.ClearPeer();
        var proposed = SpiBot.Gateways.Changes.Remediation.Propose(plan, Plans.Noon).Granted!;
        var record = await remediations.Begin(
            (SpiBot.Gateways.Changes.RemediationEvent.Proposed)proposed,
            new ThreadAddress("t"),
            new RemediationTarget("hq-fw1", FakeNetwork.BerlinAddress),
            Ct
        );
        var approve = record!.Remediation.Approve(record.Remediation.Digest, Plans.Lead, Plans.Leads, Plans.Noon);
        await remediations.Append(record, approve.Granted!, Ct);
        var again = (await remediations.Read(plan.Id, Ct))!;
        // The digest is over all of the plan.
        Assert.Equal(record.Remediation.Digest, again.Remediation.Digest);
        Assert.Equal((Plans.Lead, 2), (again.Remediation.ApprovedBy, again.Sequence));
        Assert.Equal(FakeNetwork.BerlinAddress, again.Target.Peer);
        var json = string.Join('\n', (await journal.Read(plan.Id, Ct)).Select(e => e.Entry.Json));
        Assert.DoesNotContain("SpiBot.", json);
        Assert.DoesNotContain("$type", json);
        Assert.Contains("""{"kind":"clear-peer","peer":"198.51.100.1"}""", json);
    }

    [Fact]
    public async Task WhatManyReplicasWriteAtOnceIsOneChain()
    {
        var options = await Options();
        using var first = Stores.Open(options, Stores.Key);
        using var second = options.Provider == StorageOptions.Postgresql ? Stores.Open(options, Stores.Key) : null;
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Stores
                        .Journal(i % 2 == 0 ? first : second ?? first, Stores.Key)
                        .Append($"id{i / 2}", 0, Entry(), Ct)
                )
        );
        Assert.Equal(20, outcomes.OfType<AppendOutcome.Appended>().Count());
        using var trail = AuditTrail.Open(options);
        var fits = Assert.IsType<ChainVerdict.Fits>(trail.Verify(Stores.Keys(Stores.Key), exported: null));
        Assert.Equal((20, trail.Head()), (fits.Head.Position, fits.Head));
        Assert.Equal(20, trail.Export(since: null).Count());
    }

    [Fact]
    public async Task ATunnelIsRememberedByItsGatewayItsPeerAndItsSpis()
    {
        var old = Past.Looked(new Story { HqIn = [Some.Sa(Story.Old)] }.Hq(0)).History;
        using (var database = await Opened())
        {
            await History(database).Alter("hq-fw1", Some.BerlinAddress, Some.Time, _ => old, Ct);
        }

        using (var database = await Opened())
        {
            var store = History(database);
            await store.Alter("HQ-FW1", Some.BerlinAddress, Some.Time, history => history.With(new Story().Hq(1)), Ct);
            var found = (await store.Find("hq-fw1", Some.BerlinAddress, Ct))!;
            Assert.Equal(2, found.Looks);
            Assert.Null(await store.Find("hq-fw1", Some.HqAddress, Ct));
            foreach (var spi in new[] { Story.Old, Story.HqAccepts, Story.BerlinAccepts })
            {
                Assert.Equal("hq-fw1", Assert.Single(await store.WithAny([Some.Spi(spi), Some.Spi(7777)], Ct)).Gateway);
            }

            Assert.Empty(await store.WithAny([Some.Spi(7777)], Ct));
            await database.Write(db => db.Run("UPDATE tunnel_history SET schema = 2"), Ct);
            var newer = await Assert.ThrowsAsync<StorageRefusedException>(() =>
                store.Find("hq-fw1", Some.BerlinAddress, Ct)
            );
            Assert.Contains("has schema 2", newer.Message);
        }
    }

    [Fact]
    public async Task ManyWhoRememberTheSameTunnelLoseNothing()
    {
        using var database = await Opened();
        var store = History(database);
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    store.Alter(
                        "hq-fw1",
                        Some.BerlinAddress,
                        Some.Time,
                        history =>
                            history.With(
                                new SpiBot.Tunnels.History.PastAction($"a{i}", Some.Time, "hq-fw1", "clear-peer", null)
                            ),
                        Ct
                    )
                )
        );
        Assert.Equal(20, (await store.Find("hq-fw1", Some.BerlinAddress, Ct))!.Actions.Count);
    }

    [Fact]
    public async Task WhatIsRememberedIsBoundedByAgeAndByCount()
    {
        using var database = await Opened();
        var store = History(database, new HistoryOptions { KeepFor = TimeSpan.FromDays(1), MostTunnels = 3 });
        for (var i = 1; i <= 5; i++)
        {
            var peer = System.Net.IPAddress.Parse($"192.0.2.{i}");
            var look = new Story { HqIn = [Some.Sa(0x5000u + (uint)i)] }.Hq(0) with { Peer = peer };
            await store.Alter("hq-fw1", peer, Some.Time.AddMinutes(i), history => history.With(look), Ct);
        }

        Assert.Empty(await store.WithAny([Some.Spi(0x5001), Some.Spi(0x5002)], Ct));
        Assert.Equal(3, (await store.WithAny([Some.Spi(0x5003), Some.Spi(0x5004), Some.Spi(0x5005)], Ct)).Count);
        await store.Alter("berlin-fw1", Some.HqAddress, Some.Time.AddDays(2), history => history, Ct);
        Assert.Empty(await store.WithAny([Some.Spi(0x5005)], Ct));
    }

    [Fact]
    public async Task AWatchAndTheActThatMadeItSoAreOneWrite()
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
            Assert.Equal((1, key), (await watches.Count(Ct), Assert.Single(await watches.KeysIn(set.Venue, Ct))));

            var ended = found with { EndedAt = Plans.Noon };
            await watches.Put(key, ended, WatchAct.Ended, by: null, Plans.Noon, "Its time is over.", Ct);
            Assert.Equal(0, await watches.Count(Ct));
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
        SpiBot.Gateways.Inventory.Standing.Alone
    );

    private static HistoryStore History(Database database, HistoryOptions? options = null) =>
        new(database, Microsoft.Extensions.Options.Options.Create(options ?? new HistoryOptions()));

    [Fact]
    public async Task ANewerSchemaThatWantsANewerSpiBotIsRefused()
    {
        using (var database = await Opened())
        {
            await database.Write(
                db => db.Run($"UPDATE spibot_schema SET number = 99, oldest_reader = {Schema.Number + 1}"),
                Ct
            );
        }

        var refused = await Assert.ThrowsAsync<StorageRefusedException>(() => Opened());
        Assert.Contains($"schema is 99 and wants a SpiBot that knows {Schema.Number + 1} or higher", refused.Message);
        var options = await Options();
        Assert.Throws<StorageRefusedException>(() => AuditTrail.Open(options));
    }
}
