namespace SpiBot.Operations.Storage;

/// <summary>The section <c>Storage</c> of the configuration.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    public const string Sqlite = "sqlite";
    public const string Postgresql = "postgresql";

    /// <summary>Which store: one file on one machine, or one database for many replicas.</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>The SQLite file, on a local disk (its write-ahead log does not work on network shares). Made when it is not there.</summary>
    public string Database { get; set; } = "spibot.db";

    /// <summary>Where PostgreSQL is, in Npgsql's words.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Whether SpiBot signs in to PostgreSQL with tokens of its own identity instead of a password, as Azure's takes them. Then the connection string has no password, and
    /// its certificate is verified unless <c>SSL Mode</c> says otherwise.
    /// </summary>
    public bool SignInByIdentity { get; set; }

    /// <summary>Gives those tokens: set by the host, not by configuration.</summary>
    public IStoreTokens? Tokens { get; set; }

    /// <summary>While the store is away it is asked so often whether it is back.</summary>
    public TimeSpan AskEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <returns>What is wrong with it, a sentence with the setting's name first; null for nothing.</returns>
    public string? Problem()
    {
        if (AskEvery < TimeSpan.FromMilliseconds(10) || AskEvery > TimeSpan.FromMinutes(1))
        {
            return $"Storage:AskEvery: {AskEvery} is not between 00:00:00.01 and 00:01:00";
        }

        try
        {
            if (Provider == Postgresql)
            {
                _ = PostgresDatabase.ConnectionString(this);
                return null;
            }

            using var database = Storage.Database.Of(this);
            return null;
        }
        catch (StorageRefusedException refused)
        {
            return refused.Message;
        }
    }
}
