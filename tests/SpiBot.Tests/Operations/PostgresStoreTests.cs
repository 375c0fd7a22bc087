using SpiBot.Operations.Storage;
using SpiBot.Tests.PostgreSql;

namespace SpiBot.Tests.Operations;

/// <summary>What PostgreSQL does beside what every store does.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresStoreTests(PostgresCluster cluster) : StoreContract
{
    private StorageOptions? options;

    private protected override async Task<StorageOptions> Options() =>
        options ??= await PostgresTests.NewDatabase(cluster);

    [Theory]
    [InlineData(null, "Storage:ConnectionString is not set")]
    [InlineData("Password=geheim;Nonsense=1", "is not a connection string")]
    [InlineData(
        "Host=127.0.0.1;Port=1;Username=x;Password=geheim;Database=spibot",
        "the database spibot on 127.0.0.1 cannot be opened"
    )]
    public void WhatCannotBeReachedIsRefusedWithoutThePassword(string? connectionString, string words)
    {
        var refused = Assert.Throws<StorageRefusedException>(() =>
            Stores.Open(
                new StorageOptions { Provider = StorageOptions.Postgresql, ConnectionString = connectionString }
            )
        );
        Assert.Contains(words, refused.Message);
        Assert.DoesNotContain("geheim", refused.ToString());
    }
}
