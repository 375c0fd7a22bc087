using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using SpiBot.Cli;
using SpiBot.Gateways.Credentials;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private string Database => Path.Combine(folder, "spibot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_true_journal_fits_also_while_SpiBot_runs()
    {
        using var database = await Fill();
        var (code, output, _) = await Run("verify");
        Assert.Equal(0, code);
        Assert.StartsWith("The journal fits: entries 1 to 3, head 3:", output);
        var (_, head, _) = await Run("head");
        Assert.Equal(0, (await Run("verify", "--head", head.Trim())).Code);
    }

    [Fact]
    public async Task The_first_entry_that_does_not_fit_is_named()
    {
        (await Fill()).Dispose();
        Forge("UPDATE journal SET json = '{\"by\":\"somebody else\"}' WHERE position = 2");
        var (code, output, _) = await Run("verify");
        Assert.Equal(1, code);
        Assert.StartsWith("The journal does NOT fit at entry 2: \"approved\" of a (2)", output);
    }

    [Fact]
    public async Task A_cut_off_end_is_found_with_the_head()
    {
        (await Fill()).Dispose();
        var (_, head, _) = await Run("head");
        Forge(
            "DELETE FROM journal WHERE position = 3; UPDATE journal_head SET position = 2, mac = (SELECT mac FROM journal WHERE position = 2)"
        );
        Assert.Equal(0, (await Run("verify")).Code);
        var (code, output, _) = await Run("verify", "--head", head.Trim());
        Assert.Equal(1, code);
        Assert.Contains("its end was cut off", output);
    }

    [Fact]
    public async Task The_export_is_a_line_of_JSON_for_each_entry()
    {
        (await Fill()).Dispose();
        var (code, output, _) = await Run("export");
        Assert.Equal(0, code);
        var lines = output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal([1, 2, 3], lines.Select(line => line.GetProperty("position").GetInt32()));
        Assert.Equal("Lea", lines[1].GetProperty("entry").GetProperty("by").GetString());
        Assert.Equal(64, lines[2].GetProperty("mac").GetString()!.Length);
        var (_, later, _) = await Run("export", "--since", $"{Plans.Noon.AddMinutes(1):O}");
        Assert.Equal(2, later.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("is not what `spibot audit head` prints", "verify", "--head", "57")]
    [InlineData("is not a time", "export", "--since", "yesterday")]
    [InlineData("there is no", "head", "--database", "/nowhere/spibot.db")]
    public async Task Bad_input_is_answered(string words, params string[] args)
    {
        (await Fill()).Dispose();
        var (code, _, error) = await Run(args);
        Assert.Equal(2, code);
        Assert.Contains(words, error);
    }

    [Theory]
    [InlineData(null, "there is no Secrets:audit:key")]
    [InlineData("not base64!", "is not base64")]
    [InlineData("c2hvcnQ=", "has 5 bytes")]
    public async Task A_key_that_cannot_be_had_is_said(string? key, string words)
    {
        (await Fill()).Dispose();
        var (code, _, error) = await RunWith(key, "verify");
        Assert.Equal(2, code);
        Assert.Contains(words, error);
        Assert.DoesNotContain("c2hvcnQ=", error);
    }

    [Fact]
    public async Task With_another_key_it_cannot_be_told()
    {
        (await Fill()).Dispose();
        var (code, output, _) = await RunWith(Convert.ToBase64String(new byte[32]), "verify");
        Assert.Equal(2, code);
        Assert.Contains("From entry 1 on the journal cannot be verified", output);
    }

    private static string KeyText => Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray());

    private Task<(int Code, string Output, string Error)> Run(params string[] args) => RunWith(KeyText, args);

    private async Task<(int Code, string Output, string Error)> RunWith(string? key, params string[] args)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Secrets:audit:key"] = key })
            .Build();
        var command = AuditCommand.Create(
            () => new StorageOptions { Database = Database },
            () => new AuditOptions { KeySecret = "audit" },
            () => new ConfigurationKeys(configuration)
        );
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await command
            .Parse(args)
            .InvokeAsync(new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    private async Task<Database> Fill()
    {
        var database = Stores.Open(new StorageOptions { Database = Database }, Stores.Key);
        var journal = Stores.Journal(database, Stores.Key);
        var ct = TestContext.Current.CancellationToken;
        await journal.Append("a", 0, new Entry("proposed", 1, Plans.Noon, "{}", Ends: false), ct);
        await journal.Append("a", 1, new Entry("approved", 1, Plans.Noon.AddMinutes(1), """{"by":"Lea"}""", false), ct);
        await journal.Append("b", 0, new Entry("proposed", 1, Plans.Noon.AddMinutes(2), "{}", Ends: false), ct);
        return database;
    }

    private void Forge(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }
}
