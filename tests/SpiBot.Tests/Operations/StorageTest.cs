using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

public sealed class StorageTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private StorageOptions Options => new() { Database = Path.Combine(folder, "new", "spibot.db") };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Entry Entry(string kind = "k", bool ends = false) =>
        new(kind, Schema: 1, Plans.Noon, """{"a":1}""", ends);

    private Database Opened() => Stores.Open(Options);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task OfManyWhoAppendTheSameSequenceOneWins()
    {
        using var database = Opened();
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
        using var database = Opened();
        var journal = Stores.Journal(database);
        await journal.Append("open", 0, Entry(), Ct);
        await journal.Append("done", 0, Entry(), Ct);
        Assert.Equal(new AppendOutcome.Appended(2), await journal.Append("done", 1, Entry(ends: true), Ct));
        Assert.Equal(new AppendOutcome.Conflict(2), await journal.Append("done", 2, Entry(), Ct));
        Assert.Equal(["open"], await journal.Open(Ct));
        Assert.Equal(new JournaledEntry("open", 1, Entry()), Assert.Single(await journal.Read("open", Ct)));
    }

    [Fact]
    public async Task AFailedWriteLeavesNothingAndHurtsNobodyElse()
    {
        using var database = Opened();
        var memory = new ThreadMemory(database, new FakeTimeProvider(Plans.Noon));
        await Assert.ThrowsAsync<SqliteException>(() =>
            database.Write(
                db =>
                {
                    db.Run("INSERT INTO seen VALUES ('a', 'x')");
                    return db.Run("INSERT INTO nowhere VALUES (1)");
                },
                Ct
            )
        );
        Assert.True(await memory.IsFirstSighting("a", Ct));
    }

    [Fact]
    public async Task ThreadsAreRememberedOverRestarts()
    {
        var clock = new FakeTimeProvider(Plans.Noon);
        using (var database = Opened())
        {
            var memory = new ThreadMemory(database, clock);
            var sightings = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => memory.IsFirstSighting("a", Ct)));
            Assert.Single(sightings, first => first);
            Assert.Null(await memory.MessageOf("check-1", Ct));
            await memory.RememberMessage("check-1", "m1", Ct);
            await memory.RememberGateway("t", "hq-fw1", Ct);
            await memory.RememberGateway("t", "berlin-fw1", Ct);
        }

        using (var database = Opened())
        {
            var memory = new ThreadMemory(database, clock);
            Assert.False(await memory.IsFirstSighting("a", Ct));
            Assert.Equal("m1", await memory.MessageOf("check-1", Ct));
            Assert.Equal("berlin-fw1", await memory.LastGateway("t", Ct));
            await memory.Forget("a", Ct);
            Assert.True(await memory.IsFirstSighting("a", Ct));
            clock.Advance(TimeSpan.FromDays(8));
            Assert.True(await memory.IsFirstSighting("a", Ct));
        }
    }

    [Fact]
    public async Task ARemediationReadsBackAsItWasWrittenWithoutTypeNames()
    {
        using var database = Opened();
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
    public void EveryReadingSurvivesTheWayBetweenGrains()
    {
        var evidence = new TunnelEvidence(new TunnelEnd(null, Readings.Any), Theirs: null, "not ours");
        var json = JsonSerializer.Serialize(evidence, OperationsJson.Options);
        var again = JsonSerializer.Deserialize<TunnelEvidence>(json, OperationsJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(again, OperationsJson.Options));
        Assert.Equal(Readings.Any.Tunnels[0].LocalSelector, again.Ours.Latest.Tunnels[0].LocalSelector);
        Assert.Equal(Readings.Any.Tunnels[0].Inbound, again.Ours.Latest.Tunnels[0].Inbound);
        Assert.Equal("refused", again.Ours.Latest.Ikev1.NotRead);
        Assert.Equal(TimeSpan.FromDays(3), again.Ours.Latest.Box.Unit.Value!.Uptime);
        Assert.DoesNotContain("wasRead", json);
    }
}
