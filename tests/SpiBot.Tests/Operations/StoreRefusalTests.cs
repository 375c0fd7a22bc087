using Microsoft.Data.Sqlite;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Operations;

/// <summary>A store that must not be used is refused in words, and not touched.</summary>
public sealed class StoreRefusalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spibot-test-").FullName;

    private string File => Path.Combine(folder, "spibot.db");

    private StorageOptions Options => new() { Database = File };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_second_on_one_file_is_refused_until_the_first_is_gone()
    {
        using (Stores.Open(Options))
        {
            var refused = Assert.Throws<StorageRefusedException>(() => Stores.Open(Options));
            Assert.StartsWith($"another SpiBot (process {Environment.ProcessId}) uses {File}", refused.Message);
        }

        using var again = Stores.Open(Options);
    }

    [Fact]
    public async Task Nobody_else_may_read_what_is_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "rights of files are Unix's");
        var inside = Path.Combine(folder, "new", "folder");
        var options = new StorageOptions { Database = Path.Combine(inside, "spibot.db") };
        using var database = Stores.Open(options);
        await database.Write(db => db.Run("UPDATE journal_head SET mac = mac"), TestContext.Current.CancellationToken);
        StoreBackup.Make(options, Path.Combine(folder, "copy.db"));

        var made = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Equal(
            [
                "copy.db",
                "copy.db.head",
                "spibot.db",
                "spibot.db-shm",
                "spibot.db-wal",
                "spibot.db.lock",
                "spibot.db.pid",
            ],
            made.Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(made, path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(path)));
        var own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal((own, own), (Mode(inside), Mode(Path.Combine(folder, "new"))));

        static UnixFileMode Mode(string path) =>
            OperatingSystem.IsWindows() ? UnixFileMode.None : System.IO.File.GetUnixFileMode(path);
    }

    [Fact]
    public void A_lock_file_that_was_left_behind_keeps_nobody_out()
    {
        System.IO.File.WriteAllText(File + ".lock", "");
        System.IO.File.WriteAllText(File + ".pid", "process 1");
        using var database = Stores.Open(Options);
        Assert.Equal($"process {Environment.ProcessId}", System.IO.File.ReadAllText(File + ".pid"));
    }

    [Fact]
    public void A_newer_schema_that_wants_a_newer_SpiBot_is_not_touched()
    {
        Write(number: 99, oldestReader: Schema.Number + 1);
        Refused("newer SpiBot");
    }

    [Fact]
    public async Task A_newer_schema_that_this_one_may_still_read_is_used_and_left_as_it_is()
    {
        Write(number: 99, oldestReader: Schema.Number);
        using var database = Stores.Open(Options);
        var number = await database.Read(
            db => db.Rows("SELECT number FROM spibot_schema", r => r.GetInt32(0)),
            TestContext.Current.CancellationToken
        );
        Assert.Equal([99], number);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        Refused("damaged or no database");
    }

    [Fact]
    public void A_database_of_something_else_is_refused()
    {
        Run("CREATE TABLE songs (title text)");
        Refused("but not SpiBot's");
    }

    [Fact]
    public void A_damaged_database_is_refused()
    {
        using (var database = Stores.Open(Options)) { }

        using (var stream = System.IO.File.OpenWrite(File))
        {
            // The second page and on: tables and indexes, but not the header.
            stream.Seek(4096, SeekOrigin.Begin);
            stream.Write(Enumerable.Repeat((byte)0x5a, 3 * 4096).ToArray());
        }

        Refused("damaged");
    }

    [Fact]
    public async Task A_journal_of_before_the_chain_is_chained_when_it_is_raised()
    {
        Run(
            """
            CREATE TABLE spibot_schema (number integer NOT NULL);
            INSERT INTO spibot_schema VALUES (1);
            CREATE TABLE journal (
              id text NOT NULL, sequence integer NOT NULL, at text NOT NULL, kind text NOT NULL, schema integer NOT NULL,
              ends integer NOT NULL, json text NOT NULL, PRIMARY KEY (id, sequence));
            CREATE TABLE checks (
              id text PRIMARY KEY, at text NOT NULL, schema integer NOT NULL, asked text NOT NULL, ended integer NOT NULL DEFAULT 0, found text);
            CREATE TABLE messages (exchange text PRIMARY KEY, message text NOT NULL, at text NOT NULL);
            CREATE TABLE threads (thread text PRIMARY KEY, gateway text NOT NULL, at text NOT NULL);
            INSERT INTO journal VALUES ('a', 1, '2026-02-03T04:05:06.0000000Z', 'proposed', 1, 0, '{}');
            INSERT INTO journal VALUES ('a', 2, '2026-02-03T04:05:08.0000000Z', 'denied', 1, 1, '{}');
            INSERT INTO journal VALUES ('b', 1, '2026-02-03T04:05:07.0000000Z', 'proposed', 1, 0, '{}');
            """
        );
        using (var database = Stores.Open(Options, Stores.Key))
        {
            var open = await Stores.Journal(database, Stores.Key).Open(TestContext.Current.CancellationToken);
            Assert.Equal(["b"], open);
        }

        using var trail = AuditTrail.Open(Options);
        var fits = Assert.IsType<ChainVerdict.Fits>(trail.Verify(Stores.Keys(Stores.Key), exported: null));
        Assert.Equal((3, 0), (fits.Head.Position, fits.Unkeyed));
    }

    [Fact]
    public void An_unknown_provider_is_refused() =>
        Assert.Contains(
            "\"oracle\" is not known",
            Assert
                .Throws<StorageRefusedException>(() => Database.Of(new StorageOptions { Provider = "oracle" }))
                .Message
        );

    private void Refused(string words)
    {
        var before = System.IO.File.ReadAllBytes(File);
        var refused = Assert.Throws<StorageRefusedException>(() => Stores.Open(Options));
        Assert.Contains(words, refused.Message);
        Assert.Contains(File, refused.Message);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    private void Write(int number, int oldestReader)
    {
        using (var database = Stores.Open(Options)) { }

        Run($"UPDATE spibot_schema SET number = {number}, oldest_reader = {oldestReader}");
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        connection.Run(sql);
    }
}
