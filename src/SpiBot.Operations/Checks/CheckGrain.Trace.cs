using SpiBot.Operations.Conversations;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Traces;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Checks;

/// <content>The capture that stands between the two looks of a trace.</content>
internal sealed partial class CheckGrain
{
    public Task TraceSet(string requestId, TraceSet set, CancellationToken ct)
    {
        if (ended || trace is null || !trace.Take(requestId, set))
        {
            return Task.CompletedTask;
        }

        if (trace.Standing is not { } standing)
        {
            LookAgainAt(first!.Ours.Tunnel!.TakenAt + options.Value.SecondLookAfter);
            return Task.CompletedTask;
        }

        var until = standing.Since + traces.Value.Lasts;
        var me = Me;
        alarms.At(until, $"reading the trace of {Id}", () => me.ReadTrace(CancellationToken.None));
        reports.Tell(Order.Thread, new TraceStarted(Exchange, Order, standing.Capture, until));
        return Task.CompletedTask;
    }

    public Task ReadTrace(CancellationToken ct) =>
        !ended && trace is { Standing: { } standing, Outcome: null }
            ? OrBeginAgain(() =>
                GrainFactory.GetGrain<IGatewayGrain>(Order.Gateway).ReadTrace(trace.Request, standing, ct)
            )
            : Task.CompletedTask;

    public Task Traced(string requestId, TraceOutcome outcome, CancellationToken ct) =>
        !ended && trace?.Take(requestId, outcome) == true
            ? OrBeginAgain(() => Look(number: 2, ct))
            : Task.CompletedTask;

    private async Task BeginTrace(TunnelReading seen, CancellationToken ct)
    {
        var (begun, whyNot) = TraceBetween.After(seen, inventory.Find(Order.Gateway)!, Order, Id);
        if (begun is null)
        {
            await End(new NothingToPropose(Exchange, Order, whyNot!), keep: null, ct);
            return;
        }

        trace = begun;
        await GrainFactory.GetGrain<IGatewayGrain>(Order.Gateway).SetTrace(begun.Request, ct);
    }
}
