using SpiBot.Cli;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tests.Operations;

namespace SpiBot.Tests.Cli;

public sealed class BackupCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private string Store => Path.Combine(folder, "spibot.db");

    private string Copy => Path.Combine(folder, "copy.db");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_copy_of_a_store_in_use_has_all_that_was_committed_and_its_head_beside_it()
    {
        using var database = Stores.Open(new StorageOptions { Database = Store });
        var journal = Stores.Journal(database);
        await Write(journal, "a");

        var (code, output, _) = await Run(Copy);

        Assert.Equal(0, code);
        var head = ChainHead.Parse((await File.ReadAllTextAsync(Copy + ".head", Ct)).Trim())!;
        Assert.Equal(1, head.Position);
        Assert.Contains(head.ToString(), output);
        // Whole by itself: no log beside it, and nothing half done.
        Assert.Equal(["copy.db", "copy.db.head"], Directory.GetFiles(folder, "copy*").Select(Path.GetFileName).Order());

        await Write(journal, "b");
        using (var trail = AuditTrail.Open(new StorageOptions { Database = Copy }))
        {
            Assert.IsType<ChainVerdict.Fits>(trail.Verify(new AuditKeys(), head));
        }

        // The store went on from there: the head of the backup is still on its way.
        using (var trail = AuditTrail.Open(new StorageOptions { Database = Store }))
        {
            Assert.Equal(2, Assert.IsType<ChainVerdict.Fits>(trail.Verify(new AuditKeys(), head)).Head.Position);
        }

        using var restored = Stores.Open(new StorageOptions { Database = Copy });
        Assert.Single(await Stores.Journal(restored).Open(Ct));
    }

    [Fact]
    public async Task Nothing_that_is_there_is_overwritten()
    {
        Stores.Open(new StorageOptions { Database = Store }).Dispose();
        await File.WriteAllTextAsync(Copy, "precious", Ct);

        var (code, _, error) = await Run(Copy);

        Assert.Equal(2, code);
        Assert.Contains("is there already", error);
        Assert.Equal("precious", await File.ReadAllTextAsync(Copy, Ct));
    }

    [Fact]
    public async Task What_is_no_store_or_cannot_be_written_is_said_and_leaves_nothing()
    {
        Assert.Contains("there is no", (await Run(Copy)).Error);
        await File.WriteAllTextAsync(Store, "not a database", Ct);
        Assert.Equal(2, (await Run(Copy)).Code);
        File.Delete(Store);
        Stores.Open(new StorageOptions { Database = Store }).Dispose();
        Assert.Contains("could not be copied", (await Run(Path.Combine(folder, "nowhere", "copy.db"))).Error);
        Assert.Empty(Directory.GetFiles(folder, "copy*"));
        Assert.Contains(
            "pg_dump",
            (await Run(Copy, new StorageOptions { Provider = StorageOptions.Postgresql })).Error
        );
    }

    private static Task<AppendOutcome> Write(IJournal journal, string id) =>
        journal.Append(id, 0, new Entry("proposed", 1, Plans.Noon, "{}", Ends: false), Ct);

    private async Task<(int Code, string Output, string Error)> Run(string copy, StorageOptions? store = null)
    {
        var command = BackupCommand.Create(() => store ?? new StorageOptions { Database = Store });
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await command.Parse([copy]).InvokeAsync(new() { Output = output, Error = error }, Ct);
        return (code, output.ToString(), error.ToString());
    }
}
