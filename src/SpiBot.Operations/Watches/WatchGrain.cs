using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.History;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Operations.Watches;

/// <summary>
/// One watch. It wishes for the next look at its gateways as soon as it has the last one; when that is, the gateways' conversations decide, for all watches together. What is told is
/// written before.
/// </summary>
internal sealed partial class WatchGrain(
    WatchStore store,
    GatewayInventory inventory,
    Alarms alarms,
    Reports reports,
    TunnelHistories histories,
    IOptions<WatchOptions> options,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
) : Grain, IWatchGrain
{
    /// <summary>A look that fails may be the network's; after so many in a row people are told.</summary>
    private const int LostAfter = 3;

    /// <summary>Signs that come so soon after a fault has begun belong to it: the check that was begun then sees them too.</summary>
    private static readonly TimeSpan SameFault = TimeSpan.FromMinutes(5);

    private StoredWatch? watch;
    private WatchedEnd? ours;
    private WatchedEnd? theirs;
    private FaultWatch faults = FaultWatch.From([]);
    private IReadOnlyList<string> sees = [];
    private int inVain;

    private string Key => this.GetPrimaryKeyString();

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Set while it lasts.</summary>
    private StoredWatch? Lasting => watch is { EndedAt: null } lasting ? lasting : null;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        watch = await store.Find(Key, cancellationToken);
        faults = FaultWatch.From(watch?.Signs ?? []);
    }

    public async Task<WatchOutcome> Set(WatchOrder order, CancellationToken ct)
    {
        if (Lasting is { } lasting)
        {
            watch = await store.Put(
                Key,
                lasting.Prolonged(order, Now),
                WatchAct.Prolonged,
                order.By,
                Now,
                because: null,
                ct
            );
        }
        else if (options.Value.WhyNoMore(await store.Lasting(ct), order) is { } refusal)
        {
            return new WatchOutcome(View: null, Prolonged: false, refusal);
        }
        else
        {
            watch = await store.Put(Key, StoredWatch.From(order, Now), WatchAct.Set, order.By, Now, because: null, ct);
            (ours, theirs, faults, sees, inVain) = (null, null, FaultWatch.From([]), [], 0);
        }

        await OrRecover(() => GoOn(ct));
        return new WatchOutcome(ViewNow(), Prolonged: watch.Acts > 1, Refusal: null);
    }

    public async Task<WatchView?> End(Person? by, CancellationToken ct)
    {
        if (Lasting is not { } lasting)
        {
            return null;
        }

        var was = ViewNow();
        await EndFor(lasting with { News = null }, by, $"{by?.Name ?? "Somebody"} ended it.", ct);
        return was;
    }

    public Task Abandon(Person? by, string because, CancellationToken ct) =>
        Lasting is { } lasting ? EndFor(lasting with { News = null }, by, because, ct) : Task.CompletedTask;

    public Task<WatchView?> View(CancellationToken ct) =>
        Task.FromResult(Lasting is null ? null : (WatchView?)ViewNow());

    public Task Took(string requestId, ReadOutcome outcome, CancellationToken ct) =>
        Lasting is null ? Task.CompletedTask : OrRecover(() => TookOne(requestId, outcome, ct));

    private async Task TookOne(string requestId, ReadOutcome outcome, CancellationToken ct)
    {
        if (ours is null)
        {
            // Another activation had asked for it, before this one.
            await GoOn(ct);
            return;
        }

        _ = ours.Took(requestId, outcome) || theirs?.Took(requestId, outcome) == true;
        if (ours.IsIn && (theirs is null || theirs.IsIn || theirs.IsAway))
        {
            await Judge(ct);
            ours.IsIn = false;
            if (theirs is not null)
            {
                theirs.IsIn = false;
            }
        }

        await Look(ct);
    }

    public Task Due(CancellationToken ct) =>
        Lasting is { } lasting && Now >= lasting.Until ? EndAndTell("Its time is over.", ct) : Task.CompletedTask;

    public Task Recover(CancellationToken ct) =>
        OrRecover(async () =>
        {
            if (watch is { News: { } news })
            {
                // It may have been written and not said: said twice, it is the same message.
                await Say(news, ct);
            }

            if (Lasting is not null)
            {
                (ours, theirs) = (null, null);
                await GoOn(ct);
            }
        });

    /// <summary>A watch does not end because another replica dies.</summary>
    private Task OrRecover(Func<Task> step)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = GrainFactory.GetGrain<IWatchGrain>(Key);
        return alarms.OrAgain(step, $"the watch {Key}", () => me.Recover(CancellationToken.None));
    }

    /// <summary>Looks, until its time is over.</summary>
    private async Task GoOn(CancellationToken ct)
    {
        var lasting = Lasting!;
        if (inventory.Find(lasting.Gateway) is not { } viewpoint)
        {
            await EndAndTell($"{lasting.Gateway} is not in the inventory any more.", ct);
            return;
        }

        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = GrainFactory.GetGrain<IWatchGrain>(Key);
        alarms.At(lasting.Until, $"the end of the watch {Key}", () => me.Due(CancellationToken.None));
        if (ours is null)
        {
            ours = new WatchedEnd(lasting.Gateway, lasting.Peer);
            theirs = OtherEnd.Of(inventory, viewpoint, lasting.Peer) is { Gateway: { } across, Peer: { } knownAs }
                ? new WatchedEnd(across, knownAs)
                : null;
        }

        await Look(ct);
    }

    /// <summary>Wishes for a look at each end that has none under way, and none that waits for the other end's.</summary>
    private async Task Look(CancellationToken ct)
    {
        foreach (var end in new[] { ours, theirs }.OfType<WatchedEnd>().Where(e => !e.IsAsked && (!e.IsIn || e.IsAway)))
        {
            var request = new ReadRequest(end.Ask(), end.Peer, Asker.Watch, Key)
            {
                Glance = true,
                Thread = watch!.Thread,
            };
            await GrainFactory.GetGrain<IGatewayGrain>(end.Gateway).Read(request, ct);
        }
    }

    private async Task Judge(CancellationToken ct)
    {
        var lasting = Lasting!;
        if (ours!.Looks is not { } here)
        {
            await NotSeen(lasting, ct);
            return;
        }

        inVain = 0;
        if (lasting.LostSince is { } lost)
        {
            await Tell(lasting with { LostSince = null }, WatchNewsKind.Back, [], lost, Now, ct);
            lasting = Lasting!;
        }

        var evidence = new TunnelEvidence(here, theirs?.Looks, "it was not read.");
        var signs = FaultSigns.Of(evidence, options.Value.DropsPerSecond);
        sees = signs.Count > 0 ? [.. signs.Select(sign => sign.Words)] : [WhatIsSeen.Of(evidence)];
        faults = faults.After(signs, whole: theirs is null || theirs.Looks is not null);
        await FaultsAre(lasting, faults.Open, ct);
    }

    private async Task NotSeen(StoredWatch lasting, CancellationToken ct)
    {
        IReadOnlyList<string> why = ours!.Failure is { } failure
            ? [failure.Tried, failure.CameBack, failure.DoNow]
            : [$"The SAs of {lasting.Gateway} were not read: {ours.Latest?.Sas.NotRead}."];
        sees = why;
        if (++inVain >= LostAfter && lasting.LostSince is null)
        {
            var now = Now;
            await Tell(lasting with { LostSince = now }, WatchNewsKind.Lost, why, since: null, now, ct);
        }
    }

    /// <param name="lasting">The watch.</param>
    /// <param name="open">The signs of the fault there is now.</param>
    /// <param name="ct">Cancels before anything is written.</param>
    private async Task FaultsAre(StoredWatch lasting, IReadOnlyList<SignKind> open, CancellationToken ct)
    {
        var now = Now;
        var after = lasting with { Signs = open, FaultSince = open.Count > 0 ? lasting.FaultSince ?? now : null };
        if (open.Count == 0 && lasting.FaultSince is { } since)
        {
            foreach (var end in new[] { ours, theirs }.OfType<WatchedEnd>())
            {
                await histories.RememberOver(end.Gateway, end.Peer, since, now, ct);
            }

            await Tell(after, WatchNewsKind.FaultOver, sees, since, now, ct);
        }
        else if (!open.Except(lasting.Signs).Any())
        {
            return;
        }
        else if (lasting.FaultSince is { } began && now - began < SameFault)
        {
            watch = after;
            await store.Put(Key, after, ct);
        }
        else
        {
            await Tell(after, WatchNewsKind.FaultBegan, sees, since: null, now, ct);
        }
    }

    private WatchView ViewNow() =>
        new(
            watch!.Gateway,
            watch.Peer,
            watch.By,
            watch.AlsoBy,
            watch.SetAt,
            watch.Until,
            options.Value.LookEvery,
            ours?.Latest?.TakenAt,
            sees,
            watch.FaultSince
        );
}
