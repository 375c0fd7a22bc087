namespace SpiBot.Tests.PostgreSql;

/// <summary>The PostgreSQL of some tests. They are skipped where there is none.</summary>
public sealed class PostgresCluster : PostgresServer, IAsyncLifetime
{
    public override Task<string> NewDatabase()
    {
        Assert.SkipWhen(Missing is not null, Missing ?? "");
        return base.NewDatabase();
    }
}
