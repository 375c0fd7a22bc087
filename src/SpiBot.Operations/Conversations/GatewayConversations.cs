using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Duties;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Traces;
using SpiBot.Operations.Watches;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>
/// Owns the SSH sessions of this silo: one conversation per gateway, begun when it is first asked. A plain service, so that no grain waits for SSH;
/// results go on by new grain calls. Registered after the silo, so that it stops before it.
/// </summary>
internal sealed class GatewayConversations(
    GatewayInventory inventory,
    IGatewayDoor door,
    FindPlatform platforms,
    RemediationJournal journal,
    IActionsTaken actions,
    DutyJournal duties,
    DutyDesk desk,
    CoolDowns coolDowns,
    TunnelHistories histories,
    GatewayLock gatewayLock,
    IGrainFactory grains,
    SurelyTold told,
    IOptions<ConversationOptions> options,
    IOptions<TraceOptions> traces,
    IOptions<DebugOptions> debugs,
    IOptions<WatchOptions> watches,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<GatewayConversations> log
) : IHostedService
{
    private readonly ConcurrentDictionary<string, Lazy<Conversation>> conversations = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <exception cref="UnknownGatewayException">Not in the inventory, or of a platform that SpiBot does not know.</exception>
    public Conversation With(string gateway) =>
        conversations.GetOrAdd(gateway, name => new Lazy<Conversation>(() => Begin(name))).Value;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(conversations.Values.Where(c => c.IsValueCreated).Select(c => c.Value.DisposeAsync().AsTask()))
            .WaitAsync(cancellationToken);

    private Conversation Begin(string name)
    {
        var gateway = inventory.Find(name) ?? throw new UnknownGatewayException($"{name} is not in the inventory");
        var platform =
            platforms(gateway.Platform)?.For(gateway)
            ?? throw new UnknownGatewayException(
                $"{name} is of a platform that SpiBot does not know: {gateway.Platform}"
            );
        var warm = new WarmSession(gateway, door, options.Value, clock, log);
        var looking = new Looking(gateway, platform, warm, options.Value, clock, log);
        var debugging = new Debugging(gateway, platform, door, desk, grains, told, debugs.Value, clock, log);
        var typing = new Typing(
            warm,
            looking,
            debugging,
            journal,
            coolDowns,
            gatewayLock,
            inventory,
            grains,
            told,
            clock,
            log
        );
        var asking = new AskingTheLog(gateway, platform, warm, journal, actions, grains, clock, log);
        var removing = new Removing(gateway, platform, warm, duties, grains, log);
        var tracing = new Tracing(gateway, platform, warm, desk, grains, told, traces.Value, clock, log);
        var orphans = new Orphans(gateway, platform, duties, desk, log);
        return new Conversation(
            gateway.Name,
            new Jobs(looking, typing, asking, removing, tracing, orphans, debugging),
            warm,
            new GlancePace(watches.Value.LookEvery, platform.Dialect.Sessions),
            options.Value,
            clock,
            Remember,
            Deliver,
            log
        );
    }

    private Task Remember(TunnelReading reading) => histories.Remember(reading, CancellationToken.None);

    private Task Deliver(ReadRequest request, ReadOutcome outcome) =>
        request.Asker switch
        {
            Asker.Check => grains
                .GetGrain<ICheckGrain>(request.AskerId)
                .Took(request.RequestId, outcome, CancellationToken.None),
            Asker.Remediation => grains
                .GetGrain<IRemediationGrain>(request.AskerId)
                .Took(request.RequestId, outcome, CancellationToken.None),
            Asker.Watch => grains
                .GetGrain<IWatchGrain>(request.AskerId)
                .Took(request.RequestId, outcome, CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Asker, "nobody to deliver to"),
        };
}

/// <summary>A gateway was asked for that nobody can talk to. Checked before any work begins, so this is a mistake of ours.</summary>
public sealed class UnknownGatewayException(string message) : Exception(message);
