using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Serialization;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Hosting;

/// <summary>Brings operations into a host: the store, the silo and what lives in it.</summary>
public static class OperationsHosting
{
    /// <summary>
    /// Wants from the host's services: <c>GatewayInventory</c>, <c>IGatewayDoor</c>, <see cref="FindPlatform"/> and
    /// <see cref="IReportToThread"/>. Reads the sections Storage, Checks, Remediations and Conversations of the configuration. The clock is
    /// the keyed <see cref="TimeProvider"/> <see cref="DomainTime.Key"/>; the system's, unless the host has registered another under that key.
    /// Starting throws <see cref="StorageRefusedException"/> when the store cannot be used.
    /// </summary>
    public static IHostApplicationBuilder AddSpiBotOperations(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<StorageOptions>(builder.Configuration.GetSection("Storage"));
        services.Configure<CheckOptions>(builder.Configuration.GetSection("Checks"));
        services.Configure<RemediationOptions>(builder.Configuration.GetSection("Remediations"));
        services.Configure<ConversationOptions>(builder.Configuration.GetSection("Conversations"));
        services.TryAddKeyedSingleton(DomainTime.Key, TimeProvider.System);

        services.AddSingleton(s => new Database(s.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<IJournal, SqliteJournal>();
        services.AddSingleton<RemediationJournal>();
        services.AddSingleton<CheckStore>();
        services.AddSingleton<IThreadMemory>(s => new ThreadMemory(
            s.GetRequiredService<Database>(),
            s.GetRequiredKeyedService<TimeProvider>(DomainTime.Key)
        ));
        services.AddSingleton<IOpenRemediations, OpenRemediations>();
        services.AddSingleton<Planner>();
        services.AddSingleton<CoolDowns>();
        services.AddSingleton<Alarms>();
        services.AddSingleton<Reports>();
        services.AddSingleton<GatewayConversations>();

        // Hosted services stop in the opposite order: first the conversations (whose last words are grain calls), then the silo, then the
        // reports. The store is opened before the silo, so that a refusal is the first thing that is said.
        services.AddHostedService<OpenStore>();
        services.AddHostedService(s => s.GetRequiredService<Reports>());
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = FreePorts.Two();
            silo.UseLocalhostClustering(siloPort, gatewayPort);
            silo.Services.AddSerializer(serializer =>
                serializer.AddJsonSerializer(TravelsBetweenGrains, OperationsJson.Options)
            );
            silo.AddStartupTask(WakeWhatWasOpen);
        });
        services.AddHostedService(s => s.GetRequiredService<GatewayConversations>());
        return builder;
    }

    private static bool TravelsBetweenGrains(Type type) => Travellers.Contains(type);

    private static readonly HashSet<Type> Travellers =
    [
        typeof(CheckOrder),
        typeof(ReadOutcome),
        typeof(ReadRequest),
        typeof(ProposeOutcome),
        typeof(Person),
        typeof(Venue),
        typeof(Press),
        typeof(RemediationPlan),
        typeof(ThreadAddress),
        typeof(RemediationTarget),
        typeof(DecisionOutcome),
        typeof(RemediationView),
        typeof(ChangeAnswer),
    ];

    /// <summary>One that cannot be woken is told of in the log and blocks nobody else.</summary>
    private static async Task WakeWhatWasOpen(IServiceProvider services, CancellationToken ct)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var log = services.GetRequiredService<ILogger<OpenStore>>();
        foreach (var id in await services.GetRequiredService<RemediationJournal>().Open(ct))
        {
            await Wake(id, () => grains.GetGrain<IRemediationGrain>(id).Recover(ct), log);
        }

        foreach (var id in await services.GetRequiredService<CheckStore>().Underway(ct))
        {
            await Wake(id, () => grains.GetGrain<ICheckGrain>(id).Recover(ct), log);
        }
    }

    private static async Task Wake(string id, Func<Task> recover, ILogger log)
    {
        try
        {
            await recover();
        }
        catch (Exception e)
        {
            log.LogError(e, "{Id} had not ended when SpiBot stopped, and could not be taken up again", id);
        }
    }

    /// <summary>Opens the store by being made.</summary>
    private sealed class OpenStore(Database database) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            GC.KeepAlive(database);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
