using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Storage;
using SpiBot.Tunnels;

namespace SpiBot.Operations.Traces;

/// <summary>
/// Watches what a gateway drops, in two steps with a wait between them, in which others may use the session: a duty is written down and the capture set; it
/// is read and given back. Whatever happens to SpiBot meanwhile, the duty takes it away.
/// </summary>
internal sealed class Tracing(
    GatewayEntry gateway,
    IPlatform platform,
    WarmSession warm,
    DutyDesk desk,
    IGrainFactory grains,
    SurelyTold surely,
    TraceOptions options,
    TimeProvider clock,
    ILogger log
)
{
    /// <summary>From its end on it may wait for others on the same session before it is read.</summary>
    private static readonly TimeSpan MayWait = TimeSpan.FromMinutes(1);

    public async Task Set(TraceRequest request, CancellationToken stop)
    {
        var set = await Guarded(() => TrySet(request, stop), because => new TraceSet(Standing: null, because), stop);
        if (set is not null)
        {
            await Check(request).TraceSet(request.RequestId, set, stop);
        }
    }

    public async Task Read(TraceRequest request, TraceStanding standing, CancellationToken stop)
    {
        var seen = await Guarded(
            () => TryRead(standing, stop),
            because => new TraceOutcome(Answer.NotRead<DropTrace>(because)),
            stop
        );
        if (seen is not null)
        {
            // Before the answer: what the check looks at next then comes after the taking away.
            await surely.Tell($"ending {standing.DutyId}", () => desk.Release(standing.DutyId, CancellationToken.None));
            await surely.Tell(
                $"telling what {request.CheckId} watched",
                () => Check(request).Traced(request.RequestId, seen, CancellationToken.None)
            );
        }
    }

    private async Task<TraceSet> TrySet(TraceRequest request, CancellationToken stop)
    {
        if (platform.Traces is not { } traces)
        {
            return No($"SpiBot sets no captures on a {gateway.Platform}. {platform.InsteadOfTrace}");
        }

        var (session, failure) = await warm.Get(stop);
        if (session is null)
        {
            return No(Words(failure!));
        }

        if (await traces.WhyNot(session, stop) is { } busy)
        {
            return No(busy);
        }

        var capture = Leftover.Capture.New();
        var wish = new DutyWish(
            gateway,
            capture,
            traces.LinesFor(capture, request.OurAddress),
            options.Lasts + MayWait,
            request.Serial,
            request.For
        );
        var duty = await desk.Take(wish, request.Thread, stop);
        if (duty is null || desk.AuthorizeSetting(duty) is not { } authorization)
        {
            return No("That it has to be taken away again could not be written down, so nothing was set.");
        }

        // From here on it comes to its end, even when SpiBot is being stopped.
        var answer = await session.Perform(authorization, CancellationToken.None);
        if (answer is { Typed: true, Refusal: null, Failure: null })
        {
            return new TraceSet(new TraceStanding(duty.Task.Id, capture.Name, clock.GetUtcNow()), Because: null);
        }

        // Of several lines the first may have been taken.
        await desk.Release(duty.Task.Id, stop);
        return No(
            answer.Refusal is { } refusal ? $"{gateway.Name} refused it: {refusal}"
            : answer.Failure is { } lost ? Words(lost)
            : "The time in which it may be set was over."
        );
    }

    private async Task<TraceOutcome> TryRead(TraceStanding standing, CancellationToken stop)
    {
        var (session, failure) = await warm.Get(stop);
        if (session is null)
        {
            return new TraceOutcome(Answer.NotRead<DropTrace>(Words(failure!)));
        }

        var until = clock.GetUtcNow();
        var seen = await platform.Traces!.Read(session, new Leftover.Capture(standing.Capture), options.Packets, stop);
        return new TraceOutcome(seen.To(dump => new DropTrace(standing.Since, until, dump)));
    }

    /// <returns>Null when SpiBot is being stopped, or the store is away: then nobody can be told, and the duty does the rest.</returns>
    private async Task<T?> Guarded<T>(Func<Task<T>> step, Func<string, T> failed, CancellationToken stop)
        where T : class
    {
        try
        {
            return await step();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogInformation("a trace on {Gateway} ends because SpiBot is being stopped", gateway.Name);
            return null;
        }
        catch (StorageAwayException)
        {
            return failed("The store is away: what is left on a gateway has to be written down before.");
        }
        catch (Exception e)
        {
            log.LogError(e, "a trace on {Gateway} broke", gateway.Name);
            await warm.Release();
            return failed($"Something in SpiBot broke ({e.GetType().Name}): its log says what.");
        }
    }

    private ICheckGrain Check(TraceRequest request) => grains.GetGrain<ICheckGrain>(request.CheckId);

    private static TraceSet No(string because) => new(Standing: null, because);

    private static string Words(GatewayFailure failure) => $"{failure.Tried} {failure.CameBack} {failure.DoNow}";
}
