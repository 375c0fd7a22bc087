using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Gateways.Changes;

namespace SpiBot.Tests.Operations;

/// <summary>A journal is gone on with only by who has its key.</summary>
public sealed class KeyAtStartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private StorageOptions Options => new() { Database = Path.Combine(folder, "spibot.db") };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_same_key_goes_on_and_an_empty_journal_takes_any()
    {
        await Starts(new AuditOptions { KeySecret = "other" });
        await Fill(Stores.Key);
        await Starts(new AuditOptions { KeySecret = "journal" });
    }

    [Fact]
    public async Task A_new_version_of_the_key_is_refused_with_both_ids_and_what_to_do()
    {
        await Fill(Stores.Key);
        var refused = await Refused(new AuditOptions { KeySecret = "other" });
        Assert.Contains($"newest entry (2) is chained with key {Stores.Key.Id}", refused);
        Assert.Contains($"Audit:KeySecret (other) is key {Stores.OtherKey.Id} now", refused);
        Assert.Contains("Audit:FormerKeySecrets:0=other/VERSION", refused);
        Assert.Contains($"Audit:LostKeys:0={Stores.Key.Id}", refused);

        await Starts(new AuditOptions { KeySecret = "other", FormerKeySecrets = ["journal"] });
        await Starts(new AuditOptions { KeySecret = "other", LostKeys = [Stores.Key.Id] });
        await Starts(new AuditOptions { KeySecret = "journal" });
    }

    [Fact]
    public async Task Without_any_key_a_chained_journal_is_refused()
    {
        await Fill(Stores.Key);
        Assert.Contains("none is configured", await Refused(new AuditOptions { LostKeys = [Stores.Key.Id] }));
    }

    [Fact]
    public async Task What_was_written_without_a_key_goes_on_with_one()
    {
        await Fill();
        await Starts(new AuditOptions());
        var refused = await Refused(new AuditOptions { KeySecret = "journal" });
        Assert.Contains("newest entry (2) is chained without a key", refused);
        Assert.Contains("If this journal had no key so far, say so: Audit:UnkeyedUntil=2.", refused);

        await Starts(new AuditOptions { KeySecret = "journal", UnkeyedUntil = 2 });
    }

    [Theory]
    [InlineData("UPDATE journal SET json = '[]' WHERE position = 2")]
    [InlineData("UPDATE journal SET key = '' WHERE position = 2")]
    [InlineData("DELETE FROM journal WHERE position = 1")]
    public async Task An_end_that_was_rewritten_is_refused(string forgery)
    {
        await Fill(Stores.Key);
        using (var connection = new SqliteConnection($"Data Source={Options.Database};Pooling=False"))
        {
            connection.Open();
            connection.Run(forgery);
        }

        Assert.Contains("does not fit", await Refused(new AuditOptions { KeySecret = "journal" }));
    }

    private async Task Fill(params ChainKey[] keys)
    {
        using var database = Stores.Open(Options, keys.FirstOrDefault());
        var journal = Stores.Journal(database, keys);
        foreach (var id in (string[])["a", "b"])
        {
            await journal.Append(id, 0, new Entry("proposed", 1, Plans.Noon, "{}", Ends: false), Ct);
        }
    }

    private async Task<string> Refused(AuditOptions options) =>
        (await Assert.ThrowsAsync<StorageRefusedException>(() => Starts(options))).Message;

    private async Task Starts(AuditOptions options)
    {
        var secrets = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Secrets:journal:key"] = Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray()),
                    ["Secrets:other:key"] = Convert.ToBase64String(Enumerable.Repeat((byte)8, 40).ToArray()),
                }
            )
            .Build();
        using var database = Database.Of(Options);
        var start = new OpenStore(
            database,
            new AuditKeys(),
            Microsoft.Extensions.Options.Options.Create(options),
            [new ConfigurationKeys(secrets)],
            NullLogger<OpenStore>.Instance
        );
        await start.StartAsync(Ct);
    }
}
