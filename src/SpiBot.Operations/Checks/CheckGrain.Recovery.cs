using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Checks;

/// <content>Going on where something broke in the middle: whoever asked is never left waiting.</content>
internal sealed partial class CheckGrain
{
    /// <summary>Beside the time for which a trace lasts: to log in twice, and to read it.</summary>
    private static readonly TimeSpan TraceTakes = TimeSpan.FromMinutes(2);

    /// <summary>What goes wrong so often in one check goes wrong always.</summary>
    private const int MostBroken = 5;

    private int broken;
    private DateTimeOffset? traceGivenUpAt;

    public Task Recover(CancellationToken ct) =>
        ended ? Task.CompletedTask
        // Who was to read it may be gone.
        : current is { BothAreIn: false } ? OrBeginAgain(() => current.AskMissing(GrainFactory, ct))
        : trace is { Outcome: null } ? GiveTraceUp(ct)
        : current is not null ? Task.CompletedTask
        : Order.Kind == CheckKind.Trace ? End(Interrupted(), keep: null, ct)
        : OrBeginAgain(() => BeginAgain(ct));

    /// <summary>Where what was typed in is a plan already, its card stands where the check's would come.</summary>
    private async Task BeginAgain(CancellationToken ct)
    {
        var plan = GrainFactory.GetGrain<IRemediationGrain>(RemediationId(0));
        if (CheckKinds.ChangeOf(Order.Kind) is null || await plan.View(ct) is null)
        {
            await Begin(ct);
            return;
        }

        await End(last: null, keep: null, ct);
        await plan.TellAgain(ct);
    }

    /// <summary>What SpiBot sets on a gateway it does not set again by itself.</summary>
    private CheckFailed Interrupted() =>
        Failed(
            $"Watching what {Order.Gateway} drops.",
            "SpiBot was started again in the middle of it. What it had set there is being taken away; `duties` says whether it is gone."
        );

    private CheckFailed Failed(string tried, string cameBack) =>
        new(
            Exchange,
            Order,
            new GatewayFailure(Order.Gateway, GatewayFailureKind.SessionLost, tried, cameBack, "Say it again.")
        );

    /// <summary>Whoever watches it may be gone, or not: it has its time.</summary>
    private Task GiveTraceUp(CancellationToken ct)
    {
        traceGivenUpAt ??= clock.GetUtcNow() + traces.Value.Lasts + TraceTakes;
        if (clock.GetUtcNow() >= traceGivenUpAt)
        {
            return End(Interrupted(), keep: null, ct);
        }

        RecoverAt(traceGivenUpAt.Value);
        return Task.CompletedTask;
    }

    /// <summary>A step that breaks (a call to what a dying replica had, say) is told of in the log, and the check begins again; where the store is away, once it is back.</summary>
    private async Task OrBeginAgain(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (!ended && e is not StorageAwayException)
        {
            (current, first, second, trace) = (null, null, null, null);
            log.LogWarning(e, "{Check} broke off", Id);
            if (++broken < MostBroken)
            {
                RecoverAt(clock.GetUtcNow() + BrokenCall.MendedAfter);
                return;
            }

            await End(
                Failed(
                    $"Checking {Order.Gateway}.",
                    $"Something went wrong in SpiBot itself, {broken} times. Its log tells what."
                ),
                keep: null,
                CancellationToken.None
            );
        }
    }

    private void RecoverAt(DateTimeOffset time)
    {
        // The factory may only be asked for inside of the grain; the alarm rings outside.
        var me = Me;
        alarms.At(time, $"going on with {Id}", () => me.Recover(CancellationToken.None));
    }
}
