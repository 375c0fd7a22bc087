using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Duties;

/// <summary>What somebody is about to leave on a gateway. <see cref="UseFor"/>: setting it and using it together; then it is taken away at the latest.</summary>
internal sealed record DutyWish(
    GatewayEntry Gateway,
    Leftover What,
    IReadOnlyList<string> Set,
    TimeSpan UseFor,
    string? Serial,
    string For
);

/// <summary>Where a duty is taken before something is set, and given back when it is not needed any more. For those who talk with gateways, outside of grains.</summary>
internal sealed class DutyDesk(
    FindPlatform platforms,
    DutyJournal journal,
    IHolders holders,
    IGrainFactory grains,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <returns>The duty as it stands in the journal: only that gives the right to set what it answers for. Null when it could not be taken.</returns>
    public async Task<Duty?> Take(DutyWish wish, ThreadAddress thread, CancellationToken ct)
    {
        if (platforms(wish.Gateway.Platform)?.Leftovers is not { } leftovers)
        {
            return null;
        }

        return await Take(TaskOf(wish, leftovers), thread, ct);
    }

    /// <summary>Answers for what stands on a gateway already and nobody knows of: to be released at once.</summary>
    public Task<Duty?> Adopt(GatewayEntry gateway, Leftover found, ThreadAddress thread, CancellationToken ct)
    {
        var leftovers = platforms(gateway.Platform)!.Leftovers!;
        var wish = new DutyWish(gateway, found, Set: [], AtOnce, Serial: null, "found there; no duty knew of it");
        return Take(TaskOf(wish, leftovers) with { Found = true }, thread, ct);
    }

    public DutyAuthorization? AuthorizeSetting(Duty duty) => duty.AuthorizeSetting(holders.Me, clock);

    /// <summary>It is taken away now. Returns at once.</summary>
    public Task Release(string dutyId, CancellationToken ct) => grains.GetGrain<IDutyGrain>(dutyId).Release(ct);

    private async Task<Duty?> Take(DutyTask task, ThreadAddress thread, CancellationToken ct) =>
        await grains.GetGrain<IDutyGrain>(task.Id).Take(task, thread, ct)
            ? (await journal.Read(task.Id, ct))?.Duty
            : null;

    private DutyTask TaskOf(DutyWish wish, ILeftovers leftovers) =>
        new(
            DutyTask.Prefix + Guid.NewGuid().ToString("n"),
            wish.Gateway.Name,
            wish.Gateway.Context,
            wish.What,
            wish.Set,
            leftovers.RemovalOf(wish.What),
            clock.GetUtcNow() + wish.UseFor,
            wish.Serial,
            holders.Me,
            wish.For,
            Inside: leftovers.Inside
        );
}
