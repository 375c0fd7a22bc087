using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Hands reports to <see cref="IReportToThread"/> outside of the grains, so that no grain waits for a channel. The reports of one
/// exchange go one after the other, those of different exchanges side by side. What the channel does not take now waits in the outbox, and so does
/// what comes after it in the same thread.
/// </summary>
internal sealed class Reports(
    IReportToThread reporter,
    OutboxStore outbox,
    IThreadMemory memory,
    IUnsentMessages waiting,
    StoreWatch store,
    ILogger<Reports> log
) : IHostedService
{
    private readonly Dictionary<string, (Task Task, int Waiting)> last = [];

    public void Tell(ThreadAddress thread, Report report)
    {
        lock (last)
        {
            var (before, count) = last.GetValueOrDefault(report.Exchange, (Task.CompletedTask, 0));
            var other = report.After is { } exchange && last.TryGetValue(exchange, out var there) ? there.Task : before;
            last[report.Exchange] = (Task.Run(() => After(Task.WhenAll(before, other), thread, report)), count + 1);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for what was said already.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (last)
        {
            return Task.WhenAll(last.Values.Select(l => l.Task)).WaitAsync(cancellationToken);
        }
    }

    private async Task Say(ThreadAddress thread, Report report)
    {
        var unsent = await outbox.Holds(thread, CancellationToken.None)
            ? await reporter.Write(thread, report, CancellationToken.None)
            : await reporter.Report(thread, report, CancellationToken.None);
        if (unsent is not null && !await ComesAfterItsPlan(report))
        {
            await waiting.Keep(thread, unsent, CancellationToken.None);
        }

        if (report.Says is { } mark)
        {
            await outbox.Told(mark, CancellationToken.None);
        }
    }

    /// <summary>A check may be on another replica than its plan, and what it says be late: in the outbox it would take the place of the plan.</summary>
    private async Task<bool> ComesAfterItsPlan(Report report) =>
        report.Says is null && await memory.HasPlan(report.Exchange, CancellationToken.None);

    private async Task After(Task before, ThreadAddress thread, Report report)
    {
        await before;
        try
        {
            await Say(thread, report);
        }
        catch (StorageAwayException)
        {
            // Which message it belongs to is in the store.
            store.WhenBack(() =>
            {
                Tell(thread, report);
                return Task.CompletedTask;
            });
        }
        catch (Exception e)
        {
            log.LogError(e, "{Report} of {Exchange} was not reported", report.GetType().Name, report.Exchange);
        }

        lock (last)
        {
            var (task, count) = last[report.Exchange];
            if (count == 1)
            {
                last.Remove(report.Exchange);
            }
            else
            {
                last[report.Exchange] = (task, count - 1);
            }
        }
    }
}
