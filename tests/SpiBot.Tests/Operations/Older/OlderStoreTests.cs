using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.PostgreSql;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations.Older;

/// <summary>
/// The store that an older SpiBot left, of schema 6, written out as SQL: one plan of two steps that helped, one that was denied, and one that waits for its second
/// approval. This SpiBot raises it, reads all of it, and takes up what is open.
/// </summary>
[Collection(PostgresTests.Name)]
public sealed class OlderStoreTests(PostgresCluster cluster) : OperationsTests
{
    private static readonly DateTimeOffset Left = FakeNetwork.Start.AddMinutes(12).AddSeconds(50);

    [Fact]
    public async Task What_an_older_SpiBot_left_in_SQLite_is_read_and_taken_up()
    {
        await using (var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync(Ct);
            await Write(connection);
        }

        await IsTakenUp(new StorageOptions { Database = DatabaseFile });
    }

    [Fact]
    public async Task What_an_older_SpiBot_left_in_PostgreSQL_is_read_and_taken_up()
    {
        var database = await cluster.NewDatabase();
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync(Ct);
            await Write(connection);
        }

        await IsTakenUp(PostgresTests.At(database));
    }

    private static async Task Write(DbConnection connection) =>
        connection.Run(
            await File.ReadAllTextAsync(
                Checkout.PathOf("tests", "SpiBot.Tests", "Operations", "Older", "store-of-schema-6.sql"),
                Ct
            )
        );

    private async Task IsTakenUp(StorageOptions options)
    {
        Network.Renegotiate();
        Clock.Advance(Left - Clock.GetUtcNow());
        await using (var host = await OperationsHost.Start(options, Clock, Network))
        {
            var ended = (await host.Remediation("check-1-1").View(Ct))!;
            Assert.Equal(RemediationState.Verified, ended.State);
            Assert.Equal(OutcomeVerdict.Helped, ended.Outcome!.Verdict);
            Assert.Equal(["berlin-fw1", "hq-fw1"], ended.Typed!.Select(typed => typed.Step.Gateway));
            var denied = (await host.Remediation("check-8-1").View(Ct))!;
            Assert.Equal((RemediationState.Denied, "not now"), (denied.State, denied.Note));

            var waits = (await host.Remediation("check-9-1").View(Ct))!;
            Assert.Equal((RemediationState.Proposed, 1), (waits.State, waits.Approvals!.Count));
            var outcome = await host.Remediation("check-9-1").Approve(waits.Digest, OperationsHost.OtherLead, Ct);
            Assert.True(outcome.Accepted, outcome.Refusal);
            await host.Reporter.Remediation(RemediationState.Sent);
            await LookUntilVerified(host);
            Assert.Equal("clear crypto ipsec sa peer 203.0.113.9", Assert.Single(Network.Hq.Typed));
        }

        using var trail = AuditTrail.Open(options);
        Assert.IsType<ChainVerdict.Fits>(trail.Verify(Stores.Keys(ChainKey.None), exported: null));
    }
}
