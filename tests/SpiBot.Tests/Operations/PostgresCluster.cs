using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Storage;

namespace SpiBot.Tests.Operations;

/// <summary>The tests of one PostgreSQL, which some of them stop: one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}

/// <summary>
/// A PostgreSQL cluster of its own, in a temporary folder on a free port of the loopback address. It dies with this process, whatever happens to that: a
/// shell beside it waits for the end of its input and ends it.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string Debian = "/usr/lib/postgresql";
    private const string User = "postgres";

    /// <summary>Everybody else needs none.</summary>
    public const string UserWithPassword = "identity";

    private readonly string folder = Directory.CreateTempSubdirectory("spibot-postgres-").FullName;
    private readonly int port = FreePorts.Two().Silo;
    private string? binaries;
    private Process? running;
    private int databases;

    /// <summary>Why there is none here; null when there is.</summary>
    public string? Missing { get; private set; }

    private string Data => Path.Combine(folder, "data");

    private static bool IsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        binaries = Find();
        if (binaries is null)
        {
            Missing = "PostgreSQL is not installed (on Debian: apt-get install postgresql)";
            return;
        }

        if (IsRoot)
        {
            // PostgreSQL refuses root, and its user must reach the folder.
            await Run("chown", User, folder);
        }

        await Run([
            .. AsUser,
            Path.Combine(binaries, "initdb"),
            "-D",
            Data,
            "-U",
            "spibot",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        var rules = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(
            rules,
            $"host all {UserWithPassword} 127.0.0.1/32 scram-sha-256\n" + await File.ReadAllTextAsync(rules)
        );
        await Start();
    }

    public async Task Start()
    {
        const string script = """
            "$@" & server=$!
            cat >/dev/null
            kill -QUIT $server; wait $server
            """;
        running = Process.Start(
            new ProcessStartInfo(
                "sh",
                [
                    "-c",
                    script,
                    "sh",
                    .. AsUser,
                    Path.Combine(binaries!, "postgres"),
                    "-D",
                    Data,
                    "-p",
                    port.ToString(CultureInfo.InvariantCulture),
                    "-k",
                    folder,
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "shared_buffers=16MB",
                    // Only its process is killed here, never the machine; it would sync all of its files before it recovers.
                    "-c",
                    "fsync=off",
                ]
            )
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        running.ErrorDataReceived += (_, _) => { };
        running.OutputDataReceived += (_, _) => { };
        running.BeginErrorReadLine();
        running.BeginOutputReadLine();
        while (true)
        {
            try
            {
                await Execute("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!running.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>At once, as a power failure would: what was not committed is lost.</summary>
    public async Task StopHard()
    {
        if (running is null)
        {
            return;
        }

        running.StandardInput.Close();
        await running.WaitForExitAsync();
        running.Dispose();
        running = null;
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>A database of its own. Skips the test where there is no PostgreSQL.</summary>
    public async Task<StorageOptions> NewDatabase()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        var name = $"spibot{Interlocked.Increment(ref databases)}";
        await Execute("postgres", $"CREATE DATABASE {name}");
        return new StorageOptions { Provider = StorageOptions.Postgresql, ConnectionString = ConnectionString(name) };
    }

    /// <summary>The same for <see cref="UserWithPassword"/>, who has this password now.</summary>
    public async Task<StorageOptions> NewDatabaseWith(string password)
    {
        var options = await NewDatabase();
        var parts = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        await Execute("postgres", $"DROP ROLE IF EXISTS {UserWithPassword}");
        await Execute("postgres", $"CREATE ROLE {UserWithPassword} SUPERUSER LOGIN");
        await SetPassword(password);
        parts.Username = UserWithPassword;
        options.ConnectionString = parts.ToString();
        return options;
    }

    public Task SetPassword(string password) =>
        Execute("postgres", $"ALTER ROLE {UserWithPassword} PASSWORD '{password}'");

    public async ValueTask DisposeAsync()
    {
        await StopHard();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] AsUser => IsRoot ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"] : [];

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=spibot;Database={database}";

    private async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false;Timeout=5");
        await connection.OpenAsync();
        connection.Run(sql);
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).ToList();
        if (Directory.Exists(Debian))
        {
            folders.AddRange(
                Directory.GetDirectories(Debian).Order().Reverse().Select(version => Path.Combine(version, "bin"))
            );
        }

        return folders.Find(f => File.Exists(Path.Combine(f, "postgres")) && File.Exists(Path.Combine(f, "initdb")));
    }

    private static async Task Run(params string[] command)
    {
        using var process =
            Process.Start(
                new ProcessStartInfo(command[0], command[1..])
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            ) ?? throw new Win32Exception();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await output}{errors}");
    }
}
