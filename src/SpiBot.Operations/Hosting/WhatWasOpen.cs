using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Duties;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Watches;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Takes up what had not ended: when SpiBot starts, when a replica died whose alarms died with it, and when the store was away. What is under way
/// already is not disturbed.
/// </summary>
internal sealed class WhatWasOpen(
    IGrainFactory grains,
    RemediationJournal remediations,
    DutyJournal duties,
    CheckStore checks,
    OutboxStore outbox,
    WatchStore watches,
    SurelyTold calls,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<WhatWasOpen> log
)
{
    /// <summary>One that cannot be woken is told of in the log and blocks nobody else.</summary>
    /// <exception cref="OperationCanceledException">This SpiBot stops too: the next one takes them up.</exception>
    public async Task Wake(CancellationToken ct)
    {
        foreach (var id in await remediations.Open(ct))
        {
            await Wake(id, () => grains.GetGrain<IRemediationGrain>(id).Recover(ct), ct);
        }

        foreach (var id in await duties.Open(ct))
        {
            await Wake(id, () => grains.GetGrain<IDutyGrain>(id).Recover(ct), ct);
        }

        foreach (var id in await outbox.Untold(ct))
        {
            await Wake(
                id,
                () =>
                    id.StartsWith(DutyTask.Prefix, StringComparison.Ordinal)
                        ? grains.GetGrain<IDutyGrain>(id).TellAgain(ct)
                        : grains.GetGrain<IRemediationGrain>(id).TellAgain(ct),
                ct
            );
        }

        foreach (var id in await checks.Underway(ct))
        {
            await Wake(id, () => grains.GetGrain<ICheckGrain>(id).Recover(ct), ct);
        }

        foreach (var key in await watches.Keys(clock.GetUtcNow(), ct))
        {
            await Wake(key, () => grains.GetGrain<IWatchGrain>(key).Recover(ct), ct);
        }
    }

    private async Task Wake(string id, Func<Task> recover, CancellationToken ct)
    {
        try
        {
            // Back for this replica, the store may be away yet for the one where the grain lives.
            await calls.Tell(id, recover);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "{Id} had not ended when SpiBot stopped, and could not be taken up again", id);
        }
    }
}
