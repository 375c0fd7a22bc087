using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>
/// Types an approved remediation: opens the session, claims (journaled by the remediation's grain), reads again, and types only when
/// all is as in the plan and the claim's time is not over. The session is never opened again between reading and typing.
/// </summary>
internal sealed class Typing(
    WarmSession warm,
    Looking looking,
    Debugging debugging,
    RemediationJournal journal,
    CoolDowns coolDowns,
    GatewayLock gatewayLock,
    GatewayInventory inventory,
    IGrainFactory grains,
    StoreWatch store,
    TimeProvider clock,
    ILogger log
)
{
    public async Task Type(string remediationId, CancellationToken stop)
    {
        var remediation = grains.GetGrain<IRemediationGrain>(remediationId);
        var claim = Guid.NewGuid().ToString("N");
        var claimed = false;
        var mayHaveBeenTyped = false;
        try
        {
            var (session, failure) = await warm.Get(stop);
            if (session is null)
            {
                await remediation.CouldNotType(claim: null, Words(failure!), mayHaveBeenTyped: false, stop);
                return;
            }

            var began = clock.GetTimestamp();
            claimed = await remediation.Claim(claim, stop);
            if (!claimed)
            {
                return;
            }

            var record = await journal.Read(remediationId, stop);
            var step = record!.Remediation.Step;
            var now = await looking.At(step.Change.WithPeer, stop);
            if (now.Failure is not null)
            {
                await remediation.CouldNotType(claim, Words(now.Failure), mayHaveBeenTyped: false, stop);
                return;
            }

            var changed =
                OtherContext(step)
                ?? PlanCheck.WhatChanged(step, now.Box!, now.Tunnel)
                ?? await coolDowns.WhyNot(remediationId, step, clock.GetUtcNow(), stop)
                ?? await gatewayLock.WhyNot(remediationId, step.Gateway, stop);
            if (changed is not null)
            {
                await remediation.FoundChanged(claim, changed, stop);
                return;
            }

            if (step.Change.Leaves is not null)
            {
                mayHaveBeenTyped = await TypeForAWhile(record, claim, began, now.Box!, stop);
                return;
            }

            (session, failure) = await warm.Get(stop);
            var authorization = record.Remediation.Authorize(claim, clock, began);
            if (session is null || authorization is null)
            {
                var because = failure is null
                    ? "Reading the gateway again took longer than a claim lasts, so nothing was typed. Propose it anew."
                    : Words(failure);
                await remediation.CouldNotType(claim, because, mayHaveBeenTyped: false, stop);
                return;
            }

            // From here on it comes to its end, even when SpiBot is being stopped.
            mayHaveBeenTyped = true;
            var answer = await session.Apply(authorization, CancellationToken.None);
            await Told(() => remediation.Typed(claim, answer, CancellationToken.None));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !mayHaveBeenTyped)
        {
            log.LogWarning("remediation {Remediation} was not typed: SpiBot is being stopped", remediationId);
            if (claimed)
            {
                const string words = "SpiBot was stopped before the line was typed: nothing was sent. Propose it anew.";
                await remediation.CouldNotType(claim, words, mayHaveBeenTyped: false, CancellationToken.None);
            }
        }
        catch (StorageAwayException) when (!mayHaveBeenTyped)
        {
            // Approved it stays, and is taken up when the store is back; a claim that got through is waited out then.
            log.LogWarning("remediation {Remediation} was not typed: the store is away", remediationId);
        }
        catch (Exception e)
        {
            log.LogError(e, "typing remediation {Remediation} broke", remediationId);
            var words = mayHaveBeenTyped
                ? $"Something in SpiBot broke while the line was being typed ({e.GetType().Name}): it cannot tell whether the gateway took it. Look at the gateway; SpiBot will not send it again."
                : $"Something in SpiBot broke before the line was typed ({e.GetType().Name}): nothing was sent.";
            await Told(() => remediation.CouldNotType(claim, words, mayHaveBeenTyped, CancellationToken.None));
        }
    }

    /// <summary>What stands on the gateway from then on is set in a session of its own, under a duty.</summary>
    /// <returns>Whether the gateway may have got the lines.</returns>
    private async Task<bool> TypeForAWhile(
        RemediationRecord record,
        string claim,
        long began,
        GatewayReading box,
        CancellationToken stop
    )
    {
        var remediation = grains.GetGrain<IRemediationGrain>(record.Remediation.Plan.Id);
        var (session, failure) = await warm.Get(stop);
        if (session is null)
        {
            await remediation.CouldNotType(claim, Words(failure!), mayHaveBeenTyped: false, stop);
            return false;
        }

        if (await debugging.WhyNot(session, stop) is { } why)
        {
            await remediation.FoundChanged(claim, why, stop);
            return false;
        }

        var begun = await debugging.Begin(
            record,
            duty => record.Remediation.Authorize(claim, clock, began, duty),
            session,
            box.Unit.Value?.SerialNumber,
            stop
        );
        await Told(() => remediation.Typed(claim, begun.Answer, CancellationToken.None));
        begun.Listen();
        return begun.Answer.Typed;
    }

    /// <summary>The session is in the context of the inventory as it was when SpiBot started.</summary>
    private string? OtherContext(PlanStep step) =>
        inventory.Find(step.Gateway) is { } entry && entry.Context != step.Context
            ? $"The inventory names another context of {step.Gateway} now ({entry.Context ?? "none"}, the plan saw {step.Context ?? "none"})."
            : null;

    /// <summary>What came of it must reach the journal: when the store is away, as soon as it is back.</summary>
    private async Task Told(Func<Task> tell)
    {
        try
        {
            await tell();
        }
        catch (StorageAwayException)
        {
            store.WhenBack(tell);
        }
    }

    private static string Words(GatewayFailure failure) =>
        $"{failure.Tried} {failure.CameBack} {failure.DoNow} Nothing was sent.";
}
