using SpiBot.Operations.Journal;
using SpiBot.Operations.Storage;
using SpiBot.Tests.PostgreSql;

namespace SpiBot.Tests.Operations;

/// <summary>Signing in to PostgreSQL with tokens that change, as those of an identity do.</summary>
[Collection(PostgresTests.Name)]
public sealed class StoreTokensTests(PostgresCluster cluster) : OperationsTests
{
    private sealed class Tokens : IStoreTokens
    {
        public string Now { get; set; } = "token-1";

        public int Given { get; private set; }

        public bool AreRefused { get; set; }

        public string Get()
        {
            Given++;
            return AreRefused ? throw new StorageRefusedException("the identity gets no token") : Now;
        }

        public ValueTask<string> Get(CancellationToken ct) => ValueTask.FromResult(Get());
    }

    [Fact]
    public async Task Each_connection_is_made_with_the_token_of_that_moment()
    {
        var tokens = new Tokens();
        var options = PostgresTests.At(await cluster.NewDatabaseWith("token-1"));
        (options.SignInByIdentity, options.Tokens) = (true, tokens);
        // The test's cluster has no certificate.
        options.ConnectionString += ";SSL Mode=Disable;Connection Lifetime=1;Pooling=false";
        using var database = Stores.Open(options);
        Assert.True(tokens.Given > 0);

        await cluster.SetPassword("token-2");
        // Whoever speaks meanwhile is told that the store is away, and it is asked whether it is back.
        await Assert.ThrowsAsync<StorageAwayException>(() => database.Read(db => db.First<string>("SELECT 'x'"), Ct));
        tokens.Now = "token-2";
        Assert.Equal("x", await database.Read(db => db.First<string>("SELECT 'x'"), Ct));
        using var trail = AuditTrail.Open(options);
        Assert.Equal(0, trail.Head().Position);

        tokens.AreRefused = true;
        foreach (var open in (Func<IDisposable>[])[() => Stores.Open(options), () => AuditTrail.Open(options)])
        {
            Assert.Contains("the identity gets no token", Assert.Throws<StorageRefusedException>(open).Message);
        }
    }

    [Fact]
    public void A_password_beside_an_identity_is_refused_without_it()
    {
        var options = new StorageOptions
        {
            Provider = StorageOptions.Postgresql,
            ConnectionString = "Host=db;Database=spibot;Username=spibot;Password=geheim",
            SignInByIdentity = true,
        };
        Assert.Contains("exclude each other", options.Problem());
        Assert.DoesNotContain("geheim", options.Problem());
    }

    [Theory]
    [InlineData(true, "", "VerifyFull")]
    [InlineData(true, ";SSL Mode=VerifyCA", "VerifyCA")]
    [InlineData(false, "", "Prefer")]
    public void A_token_is_shown_only_to_a_database_that_proves_who_it_is(bool byIdentity, string also, string mode)
    {
        var options = new StorageOptions
        {
            Provider = StorageOptions.Postgresql,
            ConnectionString = "Host=db;Database=spibot;Username=spibot" + also,
            SignInByIdentity = byIdentity,
        };
        var parts = new Npgsql.NpgsqlConnectionStringBuilder(PostgresDatabase.ConnectionString(options));
        Assert.Equal(mode, parts.SslMode.ToString());
    }
}
