using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Operations;

/// <summary>What is remembered of activities and threads.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task A_failed_write_leaves_nothing_and_hurts_nobody_else()
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
    public async Task An_activity_is_begun_once_unless_whoever_began_it_is_gone()
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
    public async Task Threads_are_remembered_over_restarts()
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
    public async Task A_message_takes_the_place_only_of_the_one_that_was_there_when_it_was_sent()
    {
        using var database = await Opened();
        var memory = new ThreadMemory(database, new FakeHolders(), new FakeTimeProvider(Plans.Noon));
        Assert.True(await memory.ReplaceMessage("e", old: null, "m1", Ct));
        Assert.False(await memory.ReplaceMessage("e", old: null, "m2", Ct));
        Assert.False(await memory.ReplaceMessage("e", old: "m0", "m2", Ct));
        Assert.Equal("m1", await memory.MessageOf("e", Ct));
        Assert.True(await memory.ReplaceMessage("e", old: "m1", "m2", Ct));
        Assert.Equal("m2", await memory.MessageOf("e", Ct));
    }

    [Fact]
    public async Task A_plan_is_told_in_the_exchange_of_its_remediation_alone()
    {
        using var database = await Opened();
        var memory = new ThreadMemory(database, new FakeHolders(), new FakeTimeProvider(Plans.Noon));
        Assert.False(await memory.HasPlan("remediation/r", Ct));
        var entry = new Entry("proposed", 1, Plans.Noon, "{}", Ends: false);
        await Stores.Journal(database).Append("r", expectedSequence: 0, entry, Ct);
        Assert.True(await memory.HasPlan("remediation/r", Ct));
        Assert.False(await memory.HasPlan("remediation/r/asked/1", Ct));
        Assert.False(await memory.HasPlan("r", Ct));
    }
}
