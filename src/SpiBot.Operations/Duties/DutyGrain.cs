using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Duties;

/// <summary>
/// One duty. It is written before anything is set; from its deadline on, or when its holder is gone or done, the gateway is asked again and again, with
/// growing pauses and without end, until it was read that nothing stands there.
/// </summary>
internal sealed class DutyGrain(
    DutyJournal journal,
    GatewayInventory inventory,
    IHolders holders,
    Alarms alarms,
    Reports reports,
    IOptions<DutyOptions> options,
    ILogger<DutyGrain> log,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock
) : Grain, IDutyGrain
{
    /// <summary>Longer than any look at a gateway lasts: then whoever was asked is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private DutyRecord? record;
    private DateTimeOffset? dueSince;
    private DateTimeOffset? askedAt;
    private DateTimeOffset nextTry;
    private int triesInVain;

    private string Id => this.GetPrimaryKeyString();

    private DateTimeOffset Now => clock.GetUtcNow();

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        record = await journal.Read(Id, cancellationToken);

    public async Task<bool> Take(DutyTask task, ThreadAddress thread, CancellationToken ct)
    {
        if (task.Id != Id)
        {
            throw new ArgumentException($"the task of {task.Id} was given to {Id}", nameof(task));
        }

        if (record is not null || Duty.Take(task, Now) is not { } taken)
        {
            return false;
        }

        record = await journal.Begin(taken, thread, ct);
        if (record is null)
        {
            record = await journal.Read(Id, ct);
            return false;
        }

        Later(task.Deadline);
        return true;
    }

    public Task Release(CancellationToken ct) => record is { Duty.IsOpen: true } ? TakeAway(ct) : Task.CompletedTask;

    public Task Due(CancellationToken ct) =>
        record is not { Duty: { IsOpen: true } duty } ? Task.CompletedTask
        // One that has been due stays so: an alarm that rings for an earlier try asks for nothing.
        : dueSince is not null ? (Now >= nextTry ? TakeAway(ct) : Task.CompletedTask)
        : duty.IsDue(Now, holders.Lives(duty.Task.Holder)) ? TakeAway(ct)
        : Task.CompletedTask;

    public Task TellAgain(CancellationToken ct)
    {
        if (record is { Duty: var duty } && IsTold(duty))
        {
            Tell();
        }

        return Task.CompletedTask;
    }

    public async Task Recover(CancellationToken ct)
    {
        if (record is not { Duty: { IsOpen: true } duty })
        {
            return;
        }

        if (duty.IsDue(Now, holders.Lives(duty.Task.Holder)))
        {
            await TakeAway(ct);
        }
        else
        {
            Later(duty.Task.Deadline);
        }
    }

    public async Task Gone(string words, CancellationToken ct)
    {
        askedAt = null;
        if (record?.Duty.Remove(words, Now) is not { } removed)
        {
            return;
        }

        await Happened(removed, ct);
        if (record!.Duty is { IsOpen: false } gone && IsTold(gone))
        {
            Tell();
        }
    }

    public async Task StillThere(string words, CancellationToken ct)
    {
        askedAt = null;
        if (record is not { Duty: { IsOpen: true } duty })
        {
            return;
        }

        log.LogWarning("{What} still stands on {Gateway}: {Words}", duty.Task.What.Words, duty.Task.Gateway, words);
        nextTry = Now + GrowingPause.Before(options.Value.RetryAfter, options.Value.RetryAtMost, triesInVain++);
        Later(nextTry);
        if (Now >= (dueSince ?? Now) + options.Value.TellAfter && duty.GrowLate(words, Now) is { } late)
        {
            await Happened(late, ct);
            Tell();
        }
    }

    /// <summary>People hear of it: it would not go for long, or they did not know of it.</summary>
    private static bool IsTold(Duty duty) => duty.LateSince is not null || duty is { IsOpen: false, Task.Found: true };

    private Task TakeAway(CancellationToken ct)
    {
        if (askedAt is { } asked && Now < asked + Patience)
        {
            return Task.CompletedTask;
        }

        var gateway = record!.Duty.Task.Gateway;
        dueSince ??= Now;
        if (inventory.Find(gateway) is null)
        {
            return StillThere($"{gateway} is not in the inventory any more: nobody can log in to it.", ct);
        }

        askedAt = Now;
        Later(Now + Patience);
        return GrainFactory.GetGrain<IGatewayGrain>(gateway).Remove(Id, ct);
    }

    private async Task Happened(DutyEvent happened, CancellationToken ct) =>
        // Somebody else has written: what they wrote is the truth.
        record = await journal.Append(record!, happened, ct) ?? await journal.Read(Id, ct);

    private void Tell() =>
        reports.Tell(
            record!.Thread,
            new DutyChanged(Id, OpenDuties.ViewOf(record.Duty), !record.Duty.IsOpen)
            {
                Says = new JournalMark(Id, record.Sequence),
            }
        );

    private void Later(DateTimeOffset time)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = GrainFactory.GetGrain<IDutyGrain>(Id);
        alarms.At(time, $"taking away {Id}", () => me.Due(CancellationToken.None));
    }
}
