using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Conversations;

/// <summary>Asks a gateway's own log whether a change was typed that somebody claimed and did not report. Only reads.</summary>
internal sealed class AskingTheLog(
    GatewayEntry gateway,
    IPlatform platform,
    WarmSession warm,
    RemediationJournal journal,
    IActionsTaken actions,
    IGrainFactory grains,
    TimeProvider clock,
    ILogger log
)
{
    public async Task Ask(string remediationId, CancellationToken stop)
    {
        try
        {
            if (
                await journal.Read(remediationId, stop) is
                {
                    Remediation:
                    { State: RemediationState.Claimed or RemediationState.Doubtful, LastClaim: { } claim } remediation
                }
            )
            {
                var found = await Look(remediation, claim, stop);
                await grains.GetGrain<IRemediationGrain>(remediationId).FoundInLog(claim.Claim, found, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogInformation("whether {Remediation} was typed is asked at the next start", remediationId);
        }
    }

    private async Task<TraceFound> Look(Remediation remediation, RemediationEvent.Claimed claim, CancellationToken stop)
    {
        if (platform.Executed is not { } query)
        {
            return new TraceFound(
                TraceVerdict.CannotTell,
                $"Whether it was typed cannot be told: a {gateway.Platform} keeps no log of commands that SpiBot could read."
            );
        }

        // A session of its own: what it leaves in the log at its beginning shows that the log takes such messages.
        await warm.Release();
        var (session, failure) = await warm.Get(stop);
        if (session is null)
        {
            return NotReached(failure!);
        }

        var (box, late) = await ReadBox(session, stop);
        var executed = await session.Ask(query, stop);
        var step = remediation.Step;
        return session.Lost is { } lost
            ? NotReached(lost)
            : CommandTrace.Judge(
                new PerhapsTyped(
                    gateway.User,
                    step.Serial,
                    step.Lines,
                    claim.At,
                    claim.TypeBefore,
                    step.IfRefused?.Lines
                )
                {
                    Late = late,
                    Others = await TypedForOthers(remediation.Plan.Id, claim, stop),
                },
                box,
                executed
            );
    }

    /// <summary>What the box tells with its time, and how long that took: once more where it took long, as right after a crash everything does. Of the two the quicker tells the time better.</summary>
    private async Task<(GatewayReading Box, TimeSpan Late)> ReadBox(IGatewaySession session, CancellationToken stop)
    {
        var first = await Timed();
        if (first.Late <= ClockSkew.Least || session.Lost is not null)
        {
            return first;
        }

        var second = await Timed();
        return second.Late < first.Late ? second : first;

        async Task<(GatewayReading Box, TimeSpan Late)> Timed()
        {
            var began = clock.GetTimestamp();
            var box = await platform.ReadBox(session, gateway.Name, clock.GetUtcNow(), stop);
            return (box, clock.GetElapsedTime(began));
        }
    }

    private async Task<IReadOnlyList<TypedForAnother>> TypedForOthers(
        string remediationId,
        RemediationEvent.Claimed claim,
        CancellationToken stop
    ) =>
        [
            .. (await actions.Since(gateway.Name, peer: null, claim.At - PerhapsTyped.AboutThatTime, stop))
                .Where(action => action.RemediationId != remediationId)
                .SelectMany(action => action.Lines.Select(line => new TypedForAnother(line, action.At, action.Surely))),
        ];

    private static TraceFound NotReached(GatewayFailure failure) =>
        new(
            TraceVerdict.NotReached,
            $"Whether it was typed cannot be told yet: {failure.Tried} {failure.CameBack} {failure.DoNow} SpiBot asks again every minute."
        );
}
