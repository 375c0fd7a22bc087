using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SpiBot.Operations.Storage;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Knows whether the store answers. While it does not, it is asked again and again; when it does, what had to wait is done, and what was open is
/// taken up.
/// </summary>
public sealed class StoreWatch : IHostedService, IDisposable
{
    private readonly ConcurrentQueue<Func<Task>> waiting = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly IServiceProvider services;
    private readonly TimeSpan askEvery;
    private readonly ILogger<StoreWatch> log;
    private readonly Lock changing = new();
    private volatile StorageAwayException? away;
    private Task asking = Task.CompletedTask;

    public StoreWatch(IServiceProvider services, IOptions<StorageOptions> options, ILogger<StoreWatch> log)
    {
        this.services = services;
        this.log = log;
        askEvery = options.Value.AskEvery;
    }

    /// <summary>Why it cannot be used now; null when it can.</summary>
    public StorageAwayException? Away => away;

    /// <summary>
    /// Does it as soon as the store answers, before anything else is taken up; at once if it does. Again and again while the store is away for whom it asks: another
    /// replica may find out later that it is back.
    /// </summary>
    public void WhenBack(Func<Task> act)
    {
        waiting.Enqueue(act);
        lock (changing)
        {
            if (away is null)
            {
                var before = asking;
                asking = Task.Run(() => TakeUpAfter(before));
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await asking.WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    internal void NoteAway(StorageAwayException problem, Func<CancellationToken, Task> ask)
    {
        lock (changing)
        {
            if (away is not null || stopping.IsCancellationRequested)
            {
                return;
            }

            away = problem;
            var before = asking;
            asking = Task.Run(() => AskUntilBack(before, ask));
        }

        log.LogError(problem, "The store is away: nothing is typed on any gateway until it is back");
    }

    private async Task AskUntilBack(Task before, Func<CancellationToken, Task> ask)
    {
        await before;
        string? told = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(askEvery, TimeProvider.System, stopping.Token);
                await ask(stopping.Token);
            }
            catch (StorageAwayException)
            {
                // Still away: that was said.
                continue;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception other)
            {
                // It answers, and not as a store: it is being put back, say, or its tables are not there yet.
                if (told != other.Message)
                {
                    log.LogError(other, "The store is still away, for another reason");
                    told = other.Message;
                }

                continue;
            }

            lock (changing)
            {
                away = null;
            }

            log.LogWarning("The store is back: what had to wait is taken up");
            await TakeUpWhatWaits();
            await TakeUpWhatWasOpen();
            return;
        }
    }

    private async Task TakeUpAfter(Task before)
    {
        await before;
        await TakeUpWhatWaits();
    }

    private async Task TakeUpWhatWaits()
    {
        while (waiting.TryDequeue(out var act))
        {
            try
            {
                await act();
            }
            catch (StorageAwayException)
            {
                _ = Again(act);
            }
            catch (Exception e)
            {
                log.LogError(e, "Something that had waited for the store could not be done");
            }
        }
    }

    private async Task Again(Func<Task> act)
    {
        await Task.Delay(askEvery, TimeProvider.System, stopping.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            WhenBack(act);
        }
    }

    private async Task TakeUpWhatWasOpen()
    {
        try
        {
            await services.GetRequiredService<WhatWasOpen>().Wake(stopping.Token);
        }
        catch (Exception e)
        {
            // Thrown further it would be the end of all asking, also when the store goes away again.
            log.LogWarning(e, "What was open could not all be taken up");
        }
    }
}
