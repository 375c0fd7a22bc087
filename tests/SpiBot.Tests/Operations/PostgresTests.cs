using SpiBot.Operations.Storage;
using SpiBot.Tests.PostgreSql;

namespace SpiBot.Tests.Operations;

/// <summary>The tests of one PostgreSQL, which some of them stop: one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";

    internal static async Task<StorageOptions> NewDatabase(PostgresCluster cluster) => At(await cluster.NewDatabase());

    internal static StorageOptions At(string database) =>
        new() { Provider = StorageOptions.Postgresql, ConnectionString = database };
}
