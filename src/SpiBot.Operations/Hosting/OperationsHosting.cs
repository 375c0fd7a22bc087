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
    /// <see cref="IReportToThread"/>, and <c>IKeySecrets</c> where Audit:KeySecret is set. Reads the sections Storage, Replicas, Audit, Checks, Remediations, Duties, Traces, Debugs, Watches, History, Outbox and Conversations of the configuration. The clock is
    /// the keyed <see cref="TimeProvider"/> <see cref="DomainTime.Key"/>; the system's, unless the host has registered another under that key.
    /// Starting throws <see cref="StorageRefusedException"/> when the store cannot be used.
    /// </summary>
    public static IHostApplicationBuilder AddSpiBotOperations(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var (storage, replicas) = Clustering.Read(builder.Configuration);
        services.Configure<StorageOptions>(builder.Configuration.GetSection(StorageOptions.Section));
        services.Configure<CheckOptions>(builder.Configuration.GetSection(CheckOptions.Section));
        services.Configure<RemediationOptions>(builder.Configuration.GetSection(RemediationOptions.Section));
        services.Configure<ConversationOptions>(builder.Configuration.GetSection(ConversationOptions.Section));
        services.Configure<OutboxOptions>(builder.Configuration.GetSection(OutboxOptions.Section));
        services.Configure<DutyOptions>(builder.Configuration.GetSection(DutyOptions.Section));
        services.Configure<HistoryOptions>(builder.Configuration.GetSection(HistoryOptions.Section));
        services.Configure<DebugOptions>(builder.Configuration.GetSection(DebugOptions.Section));
        services.Configure<TraceOptions>(builder.Configuration.GetSection(TraceOptions.Section));
        services.Configure<WatchOptions>(builder.Configuration.GetSection(WatchOptions.Section));
        services.TryAddKeyedSingleton(DomainTime.Key, TimeProvider.System);

        services.Configure<AuditOptions>(builder.Configuration.GetSection(AuditOptions.Section));
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
        services.AddSingleton<IHolders, Holders>();
        services.AddSingleton<DutyDesk>();
        services.AddSingleton<IOpenDuties, OpenDuties>();
        services.AddSingleton<CheckStore>();
        services.AddSingleton<ILastChecks>(s => s.GetRequiredService<CheckStore>());
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<WatchStore>();
        services.AddSingleton<IWatches, WhatIsWatched>();
        services.AddSingleton<TunnelHistories>();
        services.AddSingleton<ITunnelHistories>(s => s.GetRequiredService<TunnelHistories>());
        services.AddSingleton<IThreadMemory>(s => new ThreadMemory(
            s.GetRequiredService<Database>(),
            s.GetRequiredService<IHolders>(),
            s.GetRequiredKeyedService<TimeProvider>(DomainTime.Key)
        ));
        services.AddSingleton<IOpenRemediations, OpenRemediations>();
        services.AddSingleton<Planner>();
        services.AddSingleton<IActionsTaken, ActionsTaken>();
        services.AddSingleton<CoolDowns>();
        services.AddSingleton<GatewayLock>();
        services.AddSingleton<WhoDecides>();
        services.AddSingleton<Asking>();
        services.AddSingleton<RemediationReports>();
        services.AddSingleton<Alarms>();
        services.AddSingleton<SurelyTold>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<OutboxSender>();
        services.AddSingleton<IUnsentMessages, UnsentMessages>();
        services.AddSingleton<IReadiness, Readiness>();
        services.AddSingleton<Reports>();
        services.AddSingleton<GatewayConversations>();
        services.AddSingleton<WhatWasOpen>();

        // Hosted services stop in the opposite order: first the conversations (whose last words are grain calls), then the silo, then the
        // reports. The store is opened before the silo, so that a refusal is the first thing that is said.
        services.AddHostedService<OpenStore>();
        services.AddHostedService(s => s.GetRequiredService<OutboxSender>());
        services.AddHostedService(s => s.GetRequiredService<Reports>());
        builder.UseOrleans(silo =>
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
        });
        if (storage.Provider == StorageOptions.Postgresql)
        {
            services.AddHostedService<LostReplicas>();
        }

        services.AddHostedService(s => s.GetRequiredService<StoreWatch>());
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
