using SpiBot.Tests.PostgreSql;

namespace SpiBot.EndToEnd.Faults;

/// <summary>A Lab with two SpiBots behind one channel, on one PostgreSQL; several tests kill them one after the other.</summary>
public sealed class TwoSpiBots : IAsyncLifetime
{
    private FaultyLab? lab;

    public PostgresCluster Postgres { get; } = new();

    /// <summary>Both are up. The first test that asks starts it, and is skipped where there is no PostgreSQL.</summary>
    internal async Task<FaultyLab> Lab()
    {
        lab ??= await FaultyLab.Start(
            replicas: 2,
            new Dictionary<string, string>
            {
                ["Storage__Provider"] = "postgresql",
                ["Storage__ConnectionString"] = await Postgres.NewDatabase(),
                ["Replicas__Address"] = "127.0.0.1",
                ["Replicas__SiloPort"] = "0",
                ["Replicas__GatewayPort"] = "0",
            }
        );
        await lab.Up(0);
        await lab.Up(1);
        return lab;
    }

    public ValueTask InitializeAsync() => Postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (lab is not null)
            await lab.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
