using System.Data;
using System.Data.Common;
using Npgsql;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Storage;

/// <summary>One PostgreSQL database for many replicas. A write is one transaction; those that append to the journal wait for each other at its head.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Any number, the same for all replicas: who raises the schema does it alone.</summary>
    private const long RaisingSchema = 5_091_001;

    /// <summary>The statements run on threads of the pool: so many at once and no more.</summary>
    private const int AtOnce = 8;

    private readonly NpgsqlDataSource source;
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly string store;

    public PostgresDatabase(StorageOptions options)
    {
        source = Source(options);
        store = NameOf(options);
    }

    /// <summary>Where connections come from; to be disposed of by whoever asks for it.</summary>
    /// <exception cref="StorageRefusedException">There is no connection string, or it is not one.</exception>
    public static NpgsqlDataSource Source(StorageOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionString(options));
        if (TokensOf(options) is { } tokens)
        {
            builder.UsePasswordProvider(_ => tokens.Get(), (_, ct) => tokens.Get(ct));
        }

        return builder.Build();
    }

    /// <summary>One connection string with all that is needed to open it once and now.</summary>
    public static string ConnectionStringNow(StorageOptions options) =>
        TokensOf(options) is { } tokens
            ? new NpgsqlConnectionStringBuilder(ConnectionString(options)) { Password = tokens.Get() }.ToString()
            : ConnectionString(options);

    private static IStoreTokens? TokensOf(StorageOptions options) =>
        options.SignInByIdentity
            ? options.Tokens ?? throw new InvalidOperationException("nobody gives tokens for the store")
            : null;

    /// <summary>Short times to wait for an answer, unless the operator gave others: somebody is waiting in the channel.</summary>
    /// <exception cref="StorageRefusedException">There is none, or it is not one.</exception>
    public static string ConnectionString(StorageOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new StorageRefusedException(
                "Storage:ConnectionString is not set: Storage:Provider postgresql wants one, like Host=db.example.com;Database=spibot;Username=spibot"
            );
        }

        try
        {
            // A token is shown to nobody but the database it is for.
            var verified = options.SignInByIdentity ? "SSL Mode=VerifyFull;" : "";
            var parts = new NpgsqlConnectionStringBuilder(
                $"Timeout=5;Command Timeout=10;Maximum Pool Size=20;Application Name=SpiBot;{verified}{options.ConnectionString}"
            );
            return options.SignInByIdentity && parts.Password is not null
                ? throw new StorageRefusedException(
                    "Storage:SignInByIdentity and a Password in Storage:ConnectionString exclude each other: remove one of them"
                )
                : parts.ToString();
        }
        // Its text may quote what it could not read, and that may be a password.
        catch (ArgumentException)
        {
            throw new StorageRefusedException(
                "Storage:ConnectionString is not a connection string of Npgsql, like Host=db.example.com;Database=spibot;Username=spibot"
            );
        }
    }

    /// <summary>The store in words, without password.</summary>
    public static string NameOf(StorageOptions options)
    {
        var parts = new NpgsqlConnectionStringBuilder(ConnectionString(options));
        return $"the database {parts.Database} on {parts.Host}";
    }

    public override void Open(ChainKey key)
    {
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
            connection.Rows("SELECT 1 FROM pg_advisory_xact_lock(@number)", _ => true, ("number", RaisingSchema));
            Schema.Raise(connection, store, key);
            connection.Run(Membership());
            transaction.Commit();
        }
        catch (NpgsqlException e)
        {
            throw new StorageRefusedException(
                $"{store} cannot be opened as SpiBot's store ({Why(e)}): look at Storage:ConnectionString, at the way there, and at the rights of its user",
                e
            );
        }
    }

    public override Task<T> Write<T>(Func<DbConnection, T> work, CancellationToken ct)
    {
        var committing = false;
        return Run(
            connection =>
            {
                using var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
                var result = work(connection);
                committing = true;
                transaction.Commit();
                return result;
            },
            mayTryAgain: () => !committing,
            ct
        );
    }

    public override Task<T> Read<T>(Func<DbConnection, T> work, CancellationToken ct) =>
        Run(work, mayTryAgain: () => true, ct);

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        places.Dispose();
    }

    /// <param name="mayTryAgain">Asked after a failure: surely nothing of it is in the store.</param>
    private async Task<T> Run<T>(Func<DbConnection, T> work, Func<bool> mayTryAgain, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            return await Task.Run(() => OnSomeConnection(work, mayTryAgain), ct);
        }
        catch (NpgsqlException e) when (IsAway(e))
        {
            throw new StorageAwayException($"{store} does not answer: {e.Message}", e);
        }
        finally
        {
            places.Release();
        }
    }

    private T OnSomeConnection<T>(Func<DbConnection, T> work, Func<bool> mayTryAgain)
    {
        using (var connection = source.OpenConnection())
        {
            try
            {
                return work(connection);
            }
            catch (NpgsqlException e) when (IsAway(e))
            {
                // The server was started anew, perhaps: then every connection that was kept is dead, and each would fail once more.
                source.Clear();
                if (!mayTryAgain())
                {
                    throw;
                }
            }
        }

        using var fresh = source.OpenConnection();
        return work(fresh);
    }

    /// <summary>
    /// Not reached, the sign-in refused or the database not there (once it was), shutting down, out of resources, an I/O error, or a standby that only reads; not a statement
    /// that is wrong.
    /// </summary>
    private static bool IsAway(NpgsqlException e) =>
        e is not PostgresException refused
        || refused.IsTransient
        || refused.SqlState[..2] is "08" or "28" or "3D" or "53" or "57" or "58"
        || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;

    /// <summary>Why there is no token to sign in with is the cause of what is said then.</summary>
    private static string Why(NpgsqlException e) =>
        (e.InnerException as StorageRefusedException ?? (Exception)e).Message;

    private static string Membership()
    {
        using var stream = typeof(PostgresDatabase).Assembly.GetManifestResourceStream("membership.postgresql.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
