using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Serialization;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Operations.Watches;

namespace SpiBot.Operations.Hosting;

/// <summary>Brings operations into a host: the store, the silo and what lives in it.</summary>
public static class OperationsHosting
{
    /// <summary>The key of the store itself, under the one that watches it.</summary>
    internal const string UnwatchedStore = "unwatched";

    /// <summary>
    /// Wants from the host's services: <c>GatewayInventory</c>, <c>IGatewayDoor</c>, <see cref="FindPlatform"/> and
    /// <see cref="IReportToThread"/>, and <c>IKeySecrets</c> where Audit:KeySecret is set. Reads a section of the configuration for each of the options
    /// in <see cref="AddSettings"/>, and Replicas. The clock is the keyed <see cref="TimeProvider"/> <see cref="DomainTime.Key"/>; the system's, unless the
    /// host has registered another under that key.
    /// Starting throws <see cref="StorageRefusedException"/> when the store cannot be used.
    /// </summary>
    public static IHostApplicationBuilder AddSpiBotOperations(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddKeyedSingleton(DomainTime.Key, TimeProvider.System);
        AddSettings(builder.Services, builder.Configuration);
        AddStore(builder.Services);
        AddWork(builder.Services);
        AddWhatIsTold(builder.Services);
        AddHostedServices(builder);
        return builder;
    }

    private static void AddSettings(IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<StorageOptions>(configuration.GetSection(StorageOptions.Section));
        services.Configure<AuditOptions>(configuration.GetSection(AuditOptions.Section));
        services.Configure<CheckOptions>(configuration.GetSection(CheckOptions.Section));
        services.Configure<RemediationOptions>(configuration.GetSection(RemediationOptions.Section));
        services.Configure<ConversationOptions>(configuration.GetSection(ConversationOptions.Section));
        services.Configure<OutboxOptions>(configuration.GetSection(OutboxOptions.Section));
        services.Configure<DutyOptions>(configuration.GetSection(DutyOptions.Section));
        services.Configure<HistoryOptions>(configuration.GetSection(HistoryOptions.Section));
        services.Configure<DebugOptions>(configuration.GetSection(DebugOptions.Section));
        services.Configure<TraceOptions>(configuration.GetSection(TraceOptions.Section));
        services.Configure<WatchOptions>(configuration.GetSection(WatchOptions.Section));
    }

    /// <summary>The database, and the tables in it.</summary>
    private static void AddStore(IServiceCollection services)
    {
        services.AddSingleton<StoreWatch>();
        services.AddKeyedSingleton(
            UnwatchedStore,
            (s, _) => Database.Of(s.GetRequiredService<IOptions<StorageOptions>>().Value)
        );
        services.AddSingleton<Database>(s => new WatchedDatabase(
            s.GetRequiredKeyedService<Database>(UnwatchedStore),
            s.GetRequiredService<StoreWatch>()
        ));
        services.AddSingleton<AuditKeys>();
        services.AddSingleton<IJournal, StoredJournal>();
        services.AddSingleton<RemediationJournal>();
        services.AddSingleton<DutyJournal>();
        services.AddSingleton<CheckStore>();
        services.AddSingleton<ILastChecks>(s => s.GetRequiredService<CheckStore>());
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<WatchStore>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<IThreadMemory>(s => new ThreadMemory(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<IHolders>(),
            s.GetRequiredKeyedService<TimeProvider>(DomainTime.Key)
        ));
    }

    /// <summary>What grains and conversations with gateways work with.</summary>
    private static void AddWork(IServiceCollection services)
    {
        services.AddSingleton<IHolders, Holders>();
        services.AddSingleton<Alarms>();
        services.AddSingleton<SurelyTold>();
        services.AddSingleton<GatewayConversations>();
        services.AddSingleton<WhatWasOpen>();
        services.AddSingleton<DutyDesk>();
        services.AddSingleton<TunnelHistories>();
        services.AddSingleton<Planner>();
        services.AddSingleton<CoolDowns>();
        services.AddSingleton<GatewayLock>();
        services.AddSingleton<WhoDecides>();
        services.AddSingleton<Asking>();
    }

    /// <summary>What people are told, by itself or because they ask.</summary>
    private static void AddWhatIsTold(IServiceCollection services)
    {
        services.AddSingleton<Reports>();
        services.AddSingleton<RemediationReports>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<IUnsentMessages, UnsentMessages>();
        services.AddSingleton<IReadiness, Readiness>();
        services.AddSingleton<IOpenRemediations, OpenRemediations>();
        services.AddSingleton<IActionsTaken, ActionsTaken>();
        services.AddSingleton<IOpenDuties, OpenDuties>();
        services.AddSingleton<IWatches, WhatIsWatched>();
        services.AddSingleton<ITunnelHistories>(s => s.GetRequiredService<TunnelHistories>());
    }

    /// <summary>
    /// Hosted services stop in the opposite order: first the conversations (whose last words are grain calls), then the silo, then the reports. The
    /// store is opened before the silo, so that a refusal is the first thing that is said.
    /// </summary>
    private static void AddHostedServices(IHostApplicationBuilder builder)
    {
        var (services, (storage, replicas)) = (builder.Services, Clustering.Read(builder.Configuration));
        services.AddHostedService<OpenStore>();
        services.AddHostedService(s => s.GetRequiredService<OutboxSender>());
        services.AddHostedService(s => s.GetRequiredService<Reports>());
        builder.UseOrleans(silo => ConfigureSilo(silo, storage, replicas));
        if (storage.Provider == StorageOptions.Postgresql)
        {
            services.AddHostedService<LostReplicas>();
        }

        services.AddHostedService(s => s.GetRequiredService<StoreWatch>());
        services.AddHostedService(s => s.GetRequiredService<GatewayConversations>());
    }

    private static void ConfigureSilo(ISiloBuilder silo, StorageOptions storage, ReplicaOptions replicas)
    {
        Clustering.Configure(silo, storage, replicas);
        silo.Services.AddSerializer(serializer =>
            serializer.AddJsonSerializer(TravelsBetweenGrains, OperationsJson.Options)
        );
        // Else one that comes from another replica is not caught by its type, or, for what is in it, does not come at all.
        silo.Services.Configure<ExceptionSerializationOptions>(o =>
            o.SupportedNamespacePrefixes.UnionWith(["SpiBot", "Npgsql"])
        );
        silo.AddIncomingGrainCallFilter<DoubtfulGrains>();
        silo.AddStartupTask((s, ct) => s.GetRequiredService<WhatWasOpen>().Wake(ct));
    }

    private static bool TravelsBetweenGrains(Type type) => Travellers.Contains(type);

    private static readonly HashSet<Type> Travellers =
    [
        typeof(CheckOrder),
        typeof(ReadOutcome),
        typeof(ReadRequest),
        typeof(ProposeOutcome),
        typeof(PasteOutcome),
        typeof(Person),
        typeof(Venue),
        typeof(Press),
        typeof(Standing),
        typeof(RemediationPlan),
        typeof(DutyTask),
        typeof(ThreadAddress),
        typeof(TraceRequest),
        typeof(TraceStanding),
        typeof(TraceSet),
        typeof(TraceOutcome),
        typeof(DebugHeard),
        typeof(RemediationTarget),
        typeof(DecisionOutcome),
        typeof(RemediationView),
        typeof(ChangeAnswer),
        typeof(TraceFound),
        typeof(WatchOrder),
        typeof(WatchOutcome),
        typeof(WatchView),
    ];
}
