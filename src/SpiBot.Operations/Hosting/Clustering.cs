using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>How this silo finds others: on SQLite there are none, on PostgreSQL they meet in its tables.</summary>
internal static class Clustering
{
    public static void Configure(ISiloBuilder silo, StorageOptions storage, ReplicaOptions replicas)
    {
        if (storage.Provider != StorageOptions.Postgresql)
        {
            var (siloPort, gatewayPort) = FreePorts.Two();
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            return;
        }

        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("spibot", "spibot"));
        silo.Services.AddSingleton(s =>
            PostgresDatabase.Source(s.GetRequiredService<IOptions<StorageOptions>>().Value)
        );
        silo.UseAdoNetClustering(clustering =>
            clustering.Configure<NpgsqlDataSource>((o, source) => (o.Invariant, o.DataSource) = ("Npgsql", source))
        );
        var (free, alsoFree) = FreePorts.Two();
        var (at, callersAt) = (
            replicas.SiloPort == 0 ? free : replicas.SiloPort,
            replicas.GatewayPort == 0 ? alsoFree : replicas.GatewayPort
        );
        if (replicas.Address is { } address)
        {
            silo.ConfigureEndpoints(IPAddress.Parse(address), at, callersAt, listenOnAnyHostAddress: false);
        }
        else
        {
            silo.ConfigureEndpoints(at, callersAt, listenOnAnyHostAddress: true);
        }

        // One that died is noticed within seconds: somebody may be waiting in the channel for what it did.
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            o.ProbeTimeout = TimeSpan.FromSeconds(1);
            o.NumMissedProbesLimit = 3;
            o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            // When all died at once nobody is left to notice it: who starts then waits only for those that were heard of lately.
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            o.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
    }

    public static (StorageOptions Storage, ReplicaOptions Replicas) Read(IConfiguration configuration) =>
        (
            configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new(),
            configuration.GetSection(ReplicaOptions.Section).Get<ReplicaOptions>() ?? new()
        );
}
