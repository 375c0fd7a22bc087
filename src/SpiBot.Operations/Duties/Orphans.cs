using Microsoft.Extensions.Logging;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Duties;

/// <summary>
/// What bears SpiBot's mark on a gateway and no open duty answers for, as after an older backup of the journal. Looked for after each login; it gets a duty,
/// which takes it away and tells.
/// </summary>
internal sealed class Orphans(GatewayEntry gateway, IPlatform platform, DutyJournal journal, DutyDesk desk, ILogger log)
{
    public async Task Look(IGatewaySession session, ThreadAddress thread, CancellationToken stop)
    {
        try
        {
            if (
                platform.Leftovers is not { } leftovers
                || await leftovers.Marked(session, stop) is not { Value: { } marked }
            )
            {
                return;
            }

            // Read after the gateway was: whatever was set before is written down by now.
            var known = marked.Found.Count > 0 ? await Known(stop) : [];
            foreach (var orphan in marked.Found.Where(found => !known.Contains(found)))
            {
                log.LogWarning("{What} stands on {Gateway}, and no open duty knows of it", orphan.Words, gateway.Name);
                if (await desk.Adopt(gateway, orphan, thread, stop) is { } duty)
                {
                    await desk.Release(duty.Task.Id, stop);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            log.LogInformation("{Gateway} is looked through after the next login", gateway.Name);
        }
        catch (Exception e)
        {
            log.LogError(e, "{Gateway} could not be looked through for what SpiBot has left there", gateway.Name);
        }
    }

    private async Task<HashSet<Leftover>> Known(CancellationToken stop)
    {
        var known = new HashSet<Leftover>();
        foreach (var id in await journal.Open(stop))
        {
            if (
                await journal.Read(id, stop) is { Duty: { IsOpen: true, Task: var task } }
                && string.Equals(task.Gateway, gateway.Name, StringComparison.OrdinalIgnoreCase)
            )
            {
                known.Add(task.What);
            }
        }

        return known;
    }
}
