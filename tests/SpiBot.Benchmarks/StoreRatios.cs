using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.PostgreSql;

namespace SpiBot.Benchmarks;

/// <summary>
/// Proposals into the journal, one after the other, against rows of the same text put into a table of their own by nothing but INSERT, each on disk before the
/// next: what the chain, its head and the word that is still to be said cost.
/// </summary>
internal static class StoreRatios
{
    private const int Runs = 5;
    private const int InARun = 100;

    public static async IAsyncEnumerable<Ratio> Measure(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct
    )
    {
        var folder = Directory.CreateTempSubdirectory("spibot-benchmark-").FullName;
        try
        {
            var options = new StorageOptions { Database = Path.Combine(folder, "spibot.db") };
            await using var bare = new SqliteConnection($"Data Source={Path.Combine(folder, "bare.db")};Pooling=False");
            await bare.OpenAsync(ct);
            bare.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            foreach (var ratio in await Measure("sqlite", options, bare, ct))
            {
                yield return ratio;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        await using var server = new PostgresServer { Durable = true };
        await server.InitializeAsync();
        if (server.Missing is { } missing)
        {
            await Console.Error.WriteLineAsync($"PostgreSQL is not measured: {missing}");
            yield break;
        }

        var database = await server.NewDatabase();
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(ct);
        var replicated = new StorageOptions { Provider = StorageOptions.Postgresql, ConnectionString = database };
        foreach (var ratio in await Measure("postgresql", replicated, connection, ct))
        {
            yield return ratio;
        }
    }

    private static async Task<IReadOnlyList<Ratio>> Measure(
        string store,
        StorageOptions options,
        DbConnection bare,
        CancellationToken ct
    )
    {
        using var database = Database.Of(options);
        var keys = new AuditKeys();
        keys.Use(ChainKey.From(new byte[ChainKey.LeastLength]));
        database.Open(keys.Current);
        var journal = new RemediationJournal(new StoredJournal(database, keys, NullLogger<StoredJournal>.Instance));
        bare.Run("CREATE TABLE bare (id text PRIMARY KEY, json text NOT NULL)");

        // The first run of each pays for what is compiled at its first use; from there on they take turns, so that a busy moment hits both.
        var (ours, theirs, transactions) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var run = 0; run <= Runs; run++)
        {
            var proposals = Many(run).Select(Proposals.Of).ToList();
            var texts = proposals.ConvertAll(one => JsonSerializer.Serialize(one.Plan, OperationsJson.Options));
            var proposing = new List<TimeSpan>();
            foreach (var proposed in proposals)
            {
                proposing.Add(
                    await Stopwatches.Time(() =>
                        journal.Begin(proposed, new ThreadAddress("thread"), Proposals.Target, ct)
                    )
                );
            }

            var inserting = Stopwatches.Time(() =>
            {
                foreach (var (proposed, text) in proposals.Zip(texts))
                {
                    bare.Run("INSERT INTO bare VALUES (@id, @json)", ("id", proposed.Plan.Id), ("json", text));
                }
            });
            if (run > 0)
            {
                transactions.AddRange(proposing);
                ours.Add(proposing.Aggregate(TimeSpan.Zero, (sum, one) => sum + one));
                theirs.Add(inserting);
            }
        }

        var (proposal, insert) = (Stopwatches.Median(ours), Stopwatches.Median(theirs));
        return
        [
            new($"{store}-proposals", InARun / proposal.TotalSeconds, "1/s"),
            new($"{store}-proposal-against-bare-insert", proposal / insert, "x"),
            new($"{store}-transaction", Stopwatches.Median(transactions).TotalMilliseconds, "ms"),
            new($"{store}-transaction-99-of-100", Slowest(transactions).TotalMilliseconds, "ms"),
        ];
    }

    /// <summary>Of a hundred, ninety-nine are no slower.</summary>
    private static TimeSpan Slowest(List<TimeSpan> times) => times.Order().ElementAt(times.Count * 99 / 100);

    private static IEnumerable<string> Many(int run) =>
        Enumerable.Range(0, InARun).Select(i => string.Create(CultureInfo.InvariantCulture, $"check/{run}-{i}-1"));
}
