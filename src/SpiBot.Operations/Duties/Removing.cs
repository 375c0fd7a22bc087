using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SpiBot.Gateways;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Journal;

namespace SpiBot.Operations.Duties;

/// <summary>Takes away what a duty answers for: looks where it stands, types the lines for that, and looks again. Only what was read counts.</summary>
internal sealed class Removing(
    GatewayEntry gateway,
    IPlatform platform,
    WarmSession warm,
    DutyJournal journal,
    IGrainFactory grains,
    ILogger log
)
{
    public async Task Remove(string dutyId, CancellationToken stop)
    {
        var duty = grains.GetGrain<IDutyGrain>(dutyId);
        try
        {
            if (await journal.Read(dutyId, stop) is { Duty: { IsOpen: true } open })
            {
                var (gone, words) = await Try(open, stop);
                await (gone ? duty.Gone(words, stop) : duty.StillThere(words, stop));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogInformation("{Duty} is taken up at the next start", dutyId);
        }
        catch (Exception e)
        {
            log.LogError(e, "taking away {Duty} broke", dutyId);
            await warm.Release();
            await duty.StillThere($"Something in SpiBot broke ({e.GetType().Name}): its log says what.", stop);
        }
    }

    private async Task<(bool Gone, string Words)> Try(Duty duty, CancellationToken stop)
    {
        var task = duty.Task;
        if (platform.Leftovers is not { } leftovers)
        {
            return (false, $"SpiBot does not know how to take anything away on a {gateway.Platform}.");
        }

        if (task.Context != gateway.Context)
        {
            return (
                false,
                $"It stands in {Context(task.Context)}, and the inventory says {Context(gateway.Context)} now."
            );
        }

        var (session, failure) = await warm.Get(stop);
        if (session is null)
        {
            return (false, Words(failure!));
        }

        var before = await leftovers.Read(session, task.What, task.Serial, stop);
        if (duty.AuthorizeRemoval(before.Where) is not { } authorization)
        {
            return await Seen(session, before);
        }

        // From here on it comes to its end, even when SpiBot is being stopped.
        var answer = await session.Perform(authorization, CancellationToken.None);
        var after = await leftovers.Read(session, task.What, task.Serial, CancellationToken.None);
        var (gone, words) = await Seen(session, after);
        var typed = $"Typed: {string.Join("; ", authorization.Lines)}.";
        return gone
            ? (true, $"{typed} {words}")
            : (
                false,
                $"{typed} {answer.Refusal ?? answer.Failure?.CameBack} {words}".Replace(
                    "  ",
                    " ",
                    StringComparison.Ordinal
                )
            );
    }

    private async Task<(bool Gone, string Words)> Seen(IGatewaySession session, LeftoverReading seen)
    {
        if (session.Lost is not { } lost)
        {
            return (seen.Where == Whereabouts.Gone, seen.Words);
        }

        await warm.Release();
        return (false, Words(lost));
    }

    private static string Context(string? context) => context is null ? "no context" : $"the context {context}";

    private static string Words(GatewayFailure failure) => $"{failure.Tried} {failure.CameBack} {failure.DoNow}";
}
