using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace SpiBot.Tests.PostgreSql;

/// <summary>
/// A PostgreSQL cluster of its own, in a temporary folder on a free port of the loopback address. It dies with this process, whatever happens to that: a
/// shell beside it waits for the end of its input and ends it.
/// </summary>
public class PostgresServer : IAsyncDisposable
{
    private const string Debian = "/usr/lib/postgresql";
    private const string User = "postgres";

    /// <summary>Everybody else needs none.</summary>
    public const string UserWithPassword = "identity";

    private readonly string folder = Directory.CreateTempSubdirectory("spibot-postgres-").FullName;
    private readonly int port = FreePort();
    private string? binaries;
    private Process? running;
    private int databases;

    /// <summary>Each commit is on disk before it counts. Without, only its process may be killed and not the machine; it starts sooner then.</summary>
    public bool Durable { get; init; }

    /// <summary>Why there is none here; null when there is.</summary>
    public string? Missing { get; private set; }

    private string Data => Path.Combine(folder, "data");

    private static bool IsRoot => string.Equals(Environment.UserName, "root", StringComparison.Ordinal);

    /// <summary>Makes the cluster and starts it, where there is a PostgreSQL.</summary>
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
                    "-c",
                    Durable ? "fsync=on" : "fsync=off",
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

    /// <summary>A database of its own.</summary>
    /// <returns>Where it is, in Npgsql's words.</returns>
    public virtual async Task<string> NewDatabase()
    {
        var name = $"spibot{Interlocked.Increment(ref databases)}";
        await Execute("postgres", $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>The same for <see cref="UserWithPassword"/>, who has this password now.</summary>
    public async Task<string> NewDatabaseWith(string password)
    {
        var parts = new NpgsqlConnectionStringBuilder(await NewDatabase());
        await Execute("postgres", $"DROP ROLE IF EXISTS {UserWithPassword}");
        await Execute("postgres", $"CREATE ROLE {UserWithPassword} SUPERUSER LOGIN");
        await SetPassword(password);
        parts.Username = UserWithPassword;
        return parts.ToString();
    }

    public Task SetPassword(string password) =>
        Execute("postgres", $"ALTER ROLE {UserWithPassword} PASSWORD '{password}'");

    public async ValueTask DisposeAsync()
    {
        await StopHard();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static string[] AsUser => IsRoot ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"] : [];

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=spibot;Database={database}";

    private async Task Execute(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false;Timeout=5");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Below the range from which systems serve port 0, so that nobody else is given it meanwhile.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
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
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {await output}{errors}");
        }
    }
}
