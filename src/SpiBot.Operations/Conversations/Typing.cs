using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
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
    SurelyTold told,
    TimeProvider clock,
    ILogger log
)
{
    public async Task Type(string remediationId, CancellationToken stop)
    {
        var remediation = grains.GetGrain<IRemediationGrain>(remediationId);
        var claim = Guid.NewGuid().ToString("N");
        var mayHaveBeenTyped = false;
        try
        {
            var (session, failure) = await warm.Get(stop);
            if (session is null)
            {
                await remediation.CouldNotType(claim: null, Words(failure!), mayHaveBeenTyped: false, stop);
                return;
            }

            // The grain may be on a replica that reaches the store when this one does not: then the claim would get through, and nothing else.
            if (await journal.Read(remediationId, stop) is not { Remediation.State: RemediationState.Approved })
            {
                return;
            }

            var began = clock.GetTimestamp();
            if (!await remediation.Claim(claim, stop))
            {
                return;
            }

            var record = await journal.Read(remediationId, stop);
            var step = record!.Remediation.Step;
            var now = await looking.At(step.Change.WithPeer, stop);
            if (now.Failure is not null)
            {
                await NotTyped(Words(now.Failure));
                return;
            }

            var changed =
                OtherContext(step)
                ?? PlanCheck.WhatChanged(step, now.Box!, now.Tunnel)
                ?? await coolDowns.WhyNot(remediationId, step, clock.GetUtcNow(), stop)
                ?? await gatewayLock.WhyNot(remediationId, step.Gateway, stop);
            (session, failure) = await warm.Get(stop);
            if (changed is null && session is not null && step.Change.Leaves is not null)
            {
                changed = await debugging.WhyNot(session, stop);
            }

            if (changed is not null)
            {
                await Told(() => remediation.FoundChanged(claim, changed, CancellationToken.None));
            }
            else if (session is null)
            {
                await NotTyped(Words(failure!));
            }
            else if (step.Change.Leaves is not null)
            {
                // What stands on the gateway from then on is set in a session of its own, under a duty.
                var begun = await debugging.Begin(record, Authorize, session, now.Box!.Unit.Value?.SerialNumber, stop);
                try
                {
                    await Told(() => remediation.Typed(claim, begun.Answer, CancellationToken.None));
                }
                finally
                {
                    begun.Listen();
                }
            }
            else if (Authorize(duty: null) is { } authorization)
            {
                var answer = await session.Apply(authorization, CancellationToken.None);
                await Told(() => remediation.Typed(claim, answer, CancellationToken.None));
            }
            else
            {
                await NotTyped(
                    "Reading the gateway again took longer than a claim lasts, so nothing was typed. Propose it anew."
                );
            }

            // From an authorization on it comes to its end, even when SpiBot is being stopped.
            ChangeAuthorization? Authorize(Duty? duty)
            {
                var authorization = record.Remediation.Authorize(claim, clock, began, duty);
                mayHaveBeenTyped = authorization is not null;
                return authorization;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !mayHaveBeenTyped)
        {
            log.LogWarning("remediation {Remediation} was not typed: SpiBot is being stopped", remediationId);
            await NotTyped("SpiBot was stopped before the line was typed: nothing was sent. Propose it anew.");
        }
        catch (StorageAwayException) when (!mayHaveBeenTyped)
        {
            // Without a claim it stays approved, and is taken up when the store is back. Whether one got through may not be known here; that nothing was typed is.
            log.LogWarning("remediation {Remediation} was not typed: the store is away", remediationId);
            await NotTyped(
                "SpiBot's store did not answer just before the line was typed: nothing was sent. Propose it anew."
            );
        }
        catch (Exception e)
        {
            log.LogError(e, "typing remediation {Remediation} broke", remediationId);
            var words = mayHaveBeenTyped
                ? $"Something in SpiBot broke while the line was being typed ({e.GetType().Name}): it cannot tell whether the gateway took it. Look at the gateway; SpiBot will not send it again."
                : $"Something in SpiBot broke before the line was typed ({e.GetType().Name}): nothing was sent.";
            await Told(() => remediation.CouldNotType(claim, words, mayHaveBeenTyped, CancellationToken.None));
        }

        Task Told(Func<Task> tell) => told.Tell($"telling what became of {remediationId}", tell);

        // Changes nothing where the claim did not get through.
        Task NotTyped(string words) =>
            Told(() => remediation.CouldNotType(claim, words, mayHaveBeenTyped: false, CancellationToken.None));
    }

    /// <summary>The session is in the context of the inventory as it was when SpiBot started.</summary>
    private string? OtherContext(PlanStep step) =>
        inventory.Find(step.Gateway) is { } entry && entry.Context != step.Context
            ? $"The inventory names another context of {step.Gateway} now ({entry.Context ?? "none"}, the plan saw {step.Context ?? "none"})."
            : null;

    private static string Words(GatewayFailure failure) =>
        $"{failure.Tried} {failure.CameBack} {failure.DoNow} Nothing was sent.";
}
