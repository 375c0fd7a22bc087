using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Operations;

/// <summary>What every store does.</summary>
public abstract partial class StoreContract
{
    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected static Entry Entry(string kind = "k", bool ends = false) =>
        new(kind, Schema: 1, Plans.Noon, """{"a":1}""", ends);

    /// <summary>The same store each time, made when it is not there.</summary>
    private protected abstract Task<StorageOptions> Options();

    private protected async Task<Database> Opened(ChainKey? key = null) => Stores.Open(await Options(), key);

    [Fact]
    public async Task Of_many_who_append_the_same_sequence_one_wins()
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
    public async Task What_has_ended_is_not_open_and_takes_nothing_more()
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
    public async Task Checks_are_forgotten_by_their_age_and_their_number()
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
    public async Task A_remediation_reads_back_as_it_was_written_without_type_names()
    {
        using var database = await Opened();
        var journal = Stores.Journal(database);
        var remediations = new RemediationJournal(journal);
        var plan = Plans.ClearPeer();
        var proposed = Remediation.Propose(plan, Plans.Noon).Granted!;
        var record = await remediations.Begin(
            (RemediationEvent.Proposed)proposed,
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
    public async Task What_many_replicas_write_at_once_is_one_chain()
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
    public async Task A_newer_schema_that_wants_a_newer_SpiBot_is_refused()
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
