using CsCheck;
using Microsoft.Data.Sqlite;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Gateways.Ssh;

namespace SpiBot.Tests.Operations;

/// <summary>Whatever is done to the stored journal is seen.</summary>
public sealed class JournalChainTests : IDisposable
{
    private const int Entries = 12;

    private static readonly string[] Texts = ["id", "at", "kind", "json", "key", "mac"];
    private static readonly string[] Numbers = ["position", "sequence", "schema"];

    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private StorageOptions Options => new() { Database = Path.Combine(folder, "spibot.db") };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Any_rewriting_removal_or_swap_of_stored_rows_is_found()
    {
        await Fill(Stores.Key);
        using var store = Connect();
        Assert.IsType<ChainVerdict.Fits>(Verify(store));
        var row = Gen.Int[1, Entries];
        var forgery = Gen.OneOf(
            Gen.Select(
                Gen.Int[0, Texts.Length - 1].Select(i => Texts[i]),
                row,
                (column, at) => $"UPDATE journal SET {column} = {column} || 'x' WHERE position = {at}"
            ),
            Gen.Select(
                Gen.Int[0, Numbers.Length - 1].Select(i => Numbers[i]),
                row,
                Gen.Int[100, 1000],
                (column, at, by) => $"UPDATE journal SET {column} = {column} + {by} WHERE position = {at}"
            ),
            row.Select(at => $"UPDATE journal SET ends = 1 - ends WHERE position = {at}"),
            row.Select(at => $"UPDATE journal SET position = NULL WHERE position = {at}"),
            row.Select(at => $"DELETE FROM journal WHERE position = {at}"),
            // An id that was never there.
            row.Select(at => $"DELETE FROM journal WHERE id = (SELECT id FROM journal WHERE position = {at})"),
            // Removed, and the rest moved up.
            Gen.Int[1, Entries - 1]
                .Select(at =>
                    $"DELETE FROM journal WHERE position = {at}; UPDATE journal SET position = -position; UPDATE journal SET position = CASE WHEN -position > {at} THEN -position - 1 ELSE -position END"
                ),
            Gen.Select(row, row)
                .Where((one, other) => one != other)
                .Select(
                    (one, other) =>
                        $"UPDATE journal SET position = -1 WHERE position = {one}; UPDATE journal SET position = {one} WHERE position = {other}; UPDATE journal SET position = {other} WHERE position = -1"
                ),
            Gen.Select(row, row)
                .Where((one, other) => one != other)
                .Select(
                    (one, other) =>
                        $"UPDATE journal SET json = (SELECT json FROM journal WHERE position = {other}) WHERE position = {one}"
                ),
            row.Select(at =>
                $"INSERT INTO journal SELECT id || 'n', sequence, at, kind, schema, ends, json, {Entries + 1}, key, mac FROM journal WHERE position = {at}"
            ),
            Gen.Const("UPDATE journal_head SET position = 0, mac = ''"),
            Gen.Const("DELETE FROM journal_head"),
            Gen.Const("DELETE FROM journal")
        );
        forgery.Sample(
            sql =>
            {
                using var transaction = store.BeginTransaction();
                store.Run(sql);
                return Verify(store) is not ChainVerdict.Fits;
            },
            iter: 500,
            threads: 1
        );
        Assert.IsType<ChainVerdict.Fits>(Verify(store));
    }

    [Fact]
    public async Task A_cut_off_tail_is_found_with_a_head_that_was_kept_elsewhere()
    {
        await Fill(Stores.Key);
        using var store = Connect();
        var kept = JournalChain.StoredHead(store)!;
        Assert.Equal(kept, ChainHead.Parse(kept.ToString()));
        // By somebody who knows how: the rest is a true journal again.
        store.Run("DELETE FROM journal WHERE position > 8");
        store.Run("UPDATE journal_head SET position = 8, mac = (SELECT mac FROM journal WHERE position = 8)");
        Assert.Equal(8, Assert.IsType<ChainVerdict.Fits>(Verify(store)).Head.Position);
        var cut = Assert.IsType<ChainVerdict.DoesNotFit>(Verify(store, kept));
        Assert.Contains("its end was cut off", cut.Why);
        Assert.Equal(9, cut.Position);
    }

    /// <summary>To an auditor what is left is a true journal; a SpiBot that runs has seen it longer, and says so in its log, which lies elsewhere.</summary>
    [Theory]
    [InlineData(8, true)]
    [InlineData(Entries, false)]
    public async Task A_tail_that_is_cut_off_beneath_a_SpiBot_that_runs_is_told_at_its_next_entry(int left, bool told)
    {
        await Fill(Stores.Key);
        using var database = Stores.Open(Options, Stores.Key);
        var log = new CollectedLog<StoredJournal>();
        var journal = new StoredJournal(database, Stores.Keys(Stores.Key), log);
        await journal.Append("mine", 0, Entry("proposed", "{}"), Ct);
        using (var store = Connect())
        {
            store.Run($"DELETE FROM journal WHERE position > {left} AND id <> 'mine'");
            if (told)
            {
                store.Run("DELETE FROM journal WHERE id = 'mine'");
                store.Run(
                    $"UPDATE journal_head SET position = {left}, mac = (SELECT mac FROM journal WHERE position = {left})"
                );
            }
        }

        await journal.Append("next", 0, Entry("proposed", "{}"), Ct);
        await journal.Append("another", 0, Entry("proposed", "{}"), Ct);

        Assert.Equal(told ? 1 : 0, log.Text.Split("does not hold").Length - 1);
    }

    [Fact]
    public async Task A_head_of_earlier_stays_true_when_the_journal_grows()
    {
        await Fill(Stores.Key);
        ChainHead kept;
        using (var store = Connect())
        {
            kept = JournalChain.StoredHead(store)!;
        }

        using (var database = Stores.Open(Options, Stores.Key))
        {
            await Stores.Journal(database, Stores.Key).Append("later", 0, Entry("proposed", "{}"), Ct);
        }

        using var grown = Connect();
        Assert.Equal(Entries + 1, Assert.IsType<ChainVerdict.Fits>(Verify(grown, kept)).Head.Position);
        var other = kept with { Mac = new string('0', 64) };
        Assert.Contains("not the one of the head", Assert.IsType<ChainVerdict.DoesNotFit>(Verify(grown, other)).Why);
    }

    [Fact]
    public async Task Who_has_no_key_cannot_write_the_journal_anew()
    {
        await Fill(ChainKey.None);
        using var store = Connect();
        Assert.Equal(
            Entries,
            Assert
                .IsType<ChainVerdict.Fits>(
                    ChainCheck.Verify(JournalChain.Entries(store), JournalChain.StoredHead(store), Stores.Keys(), null)
                )
                .Unkeyed
        );
        var forged = Assert.IsType<ChainVerdict.DoesNotFit>(Verify(store));
        Assert.Equal(1, forged.Position);
        Assert.Contains("chained without a key, though one is configured", forged.Why);
    }

    /// <summary>SpiBot reads the journal's end from the store, and chains what it writes to whatever stands there.</summary>
    [Fact]
    public async Task What_a_forger_wrote_anew_without_the_key_is_found_though_SpiBot_went_on_with_it()
    {
        await Fill(ChainKey.None);
        await Fill(Stores.Key, "later");
        using var store = Connect();

        Assert.Equal(1, Assert.IsType<ChainVerdict.DoesNotFit>(Verify(store)).Position);
    }

    [Fact]
    public async Task After_a_change_of_keys_all_can_be_verified_with_both()
    {
        await Fill(ChainKey.None);
        await Fill(Stores.OtherKey, "second");
        await Fill(Stores.Key, "third");
        using var store = Connect();
        var keys = Stores.Keys(Stores.OtherKey, Stores.Key);
        keys.UnkeyedUntil = Entries;
        var fits = Assert.IsType<ChainVerdict.Fits>(
            ChainCheck.Verify(JournalChain.Entries(store), JournalChain.StoredHead(store), keys, exported: null)
        );
        Assert.Equal((3 * Entries, Entries), (fits.Head.Position, fits.Unkeyed));
        var newest = Stores.Keys(Stores.Key);
        newest.UnkeyedUntil = Entries;
        Assert.Equal(
            new ChainVerdict.KeyNotKnown(Entries + 1, Stores.OtherKey.Id),
            ChainCheck.Verify(JournalChain.Entries(store), JournalChain.StoredHead(store), newest, exported: null)
        );
        store.Run("UPDATE journal SET key = '' WHERE position = 30");
        Assert.Contains(
            "without a key, and the one before it with one",
            Assert
                .IsType<ChainVerdict.DoesNotFit>(
                    ChainCheck.Verify(JournalChain.Entries(store), JournalChain.StoredHead(store), keys, exported: null)
                )
                .Why
        );
    }

    [Fact]
    public void A_key_is_named_and_never_told()
    {
        Assert.Equal(16, Stores.Key.Id.Length);
        Assert.NotEqual(Stores.Key.Id, Stores.OtherKey.Id);
        Assert.Equal($"key {Stores.Key.Id}", Stores.Key.ToString());
        Assert.Throws<ArgumentException>(() => ChainKey.From(new byte[31]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("57")]
    [InlineData("57:abc")]
    [InlineData("-1:")]
    [InlineData("x:0000000000000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_head_is_not_taken_for_one(string text) => Assert.Null(ChainHead.Parse(text));

    /// <summary>Entries of several remediations, one after the other as they come.</summary>
    private async Task Fill(ChainKey key, string prefix = "r")
    {
        using var database = Stores.Open(Options, key);
        var journal = Stores.Journal(database, key);
        for (var i = 0; i < Entries; i++)
        {
            var outcome = await journal.Append(
                $"{prefix}{i % 4}",
                i / 4,
                Entry(i < 4 ? "proposed" : "approved", $$"""{"n":{{i}}}"""),
                Ct
            );
            Assert.IsType<AppendOutcome.Appended>(outcome);
        }
    }

    private static Entry Entry(string kind, string json) => new(kind, Schema: 1, Plans.Noon, json, Ends: false);

    private static ChainVerdict Verify(SqliteConnection store, ChainHead? exported = null) =>
        ChainCheck.Verify(
            JournalChain.Entries(store),
            JournalChain.StoredHead(store),
            Stores.Keys(Stores.Key),
            exported
        );

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Options.Database};Pooling=False");
        connection.Open();
        return connection;
    }
}
