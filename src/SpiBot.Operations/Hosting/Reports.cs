using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Hands reports to <see cref="IReportToThread"/> outside of the grains, so that no grain waits for a channel. The reports of one
/// exchange go one after the other, those of different exchanges side by side.
/// </summary>
internal sealed class Reports(IReportToThread reporter, StoreWatch store, ILogger<Reports> log) : IHostedService
{
    private readonly Dictionary<string, (Task Task, int Waiting)> last = [];

    public void Tell(ThreadAddress thread, Report report)
    {
        lock (last)
        {
            var (before, waiting) = last.GetValueOrDefault(report.Exchange, (Task.CompletedTask, 0));
            last[report.Exchange] = (Task.Run(() => After(before, thread, report)), waiting + 1);
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

    private async Task After(Task before, ThreadAddress thread, Report report)
    {
        await before;
        try
        {
            await reporter.Report(thread, report, CancellationToken.None);
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
            var (task, waiting) = last[report.Exchange];
            if (waiting == 1)
            {
                last.Remove(report.Exchange);
            }
            else
            {
                last[report.Exchange] = (task, waiting - 1);
            }
        }
    }
}
