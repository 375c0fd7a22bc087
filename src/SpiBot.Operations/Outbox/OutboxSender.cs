using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Operations.Outbox;

/// <summary>
/// Sends what the channel did not take, thread by thread, each in its order, with growing pauses. At least once: a message that was sent and not taken out of the
/// table is sent again, as an update of the message that its exchange has.
/// </summary>
internal sealed class OutboxSender(
    OutboxStore store,
    IReportToThread reporter,
    IOptions<OutboxOptions> options,
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    ILogger<OutboxSender> log
) : IHostedService, IDisposable
{
    /// <summary>Longer than the channel is tried for one message.</summary>
    private static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim wanted = new(1, 1);
    private Task sending = Task.CompletedTask;
    private volatile bool started;
    private Waiting? held;

    /// <summary>From its start to its end, also while nothing waits.</summary>
    public bool IsAtWork => started && !sending.IsCompleted;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        sending = Task.Run(Work, CancellationToken.None);
        started = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await sending.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        stopping.Dispose();
        wanted.Dispose();
    }

    /// <summary>Something was put into the outbox.</summary>
    public void Wake()
    {
        try
        {
            wanted.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    private async Task Work()
    {
        var tries = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // At first for what an earlier process has left.
                await wanted.WaitAsync(stopping.Token);
                while (!await SendAll(stopping.Token))
                {
                    var pause = GrowingPause.Before(options.Value.RetryAfter, options.Value.RetryAtMost, tries++);
                    await Task.Delay(pause, clock, stopping.Token);
                }

                tries = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>Whether nothing waits any more.</returns>
    private async Task<bool> SendAll(CancellationToken ct)
    {
        try
        {
            await LetGo();
            var empty = true;
            foreach (var thread in await store.Threads(ct))
            {
                empty &= await SendAll(thread, ct);
            }

            return empty;
        }
        catch (StorageAwayException)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.LogError(e, "Messages that wait could not be sent");
            return false;
        }
    }

    private async Task<bool> SendAll(ThreadAddress thread, CancellationToken ct)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            if (await store.TakeFirst(thread, now, now + TakenFor, ct) is not { } first)
            {
                return !await store.Holds(thread, ct);
            }

            held = first;
            if (await reporter.Send(thread, first.Message, CancellationToken.None) is { } unsent)
            {
                log.LogWarning("{Exchange} waits to be said: {Because}", unsent.Exchange, unsent.Because);
                await LetGo();
                return false;
            }

            await store.Done(first, CancellationToken.None);
            held = null;
            log.LogInformation("{Exchange} was said at last", first.Message.Exchange);
        }
    }

    /// <summary>What is held still when a sending broke off would wait until its time is over, and so would what is newer.</summary>
    private async Task LetGo()
    {
        if (held is { } taken)
        {
            await store.GiveBack(taken, CancellationToken.None);
            held = null;
        }
    }
}
