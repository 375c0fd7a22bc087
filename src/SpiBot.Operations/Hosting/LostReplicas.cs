using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace SpiBot.Operations.Hosting;

/// <summary>When another replica is gone, what it waited for is waited for here: its alarms were only in its memory.</summary>
internal sealed class LostReplicas(ISiloStatusOracle oracle, WhatWasOpen open, ILogger<LostReplicas> log)
    : IHostedService,
        ISiloStatusListener,
        IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        oracle.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        oracle.UnSubscribeFromSiloStatusEvents(this);
        return stopping.CancelAsync();
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead && !updatedSilo.Equals(oracle.SiloAddress))
        {
            _ = TakeUp(updatedSilo);
        }
    }

    public void Dispose() => stopping.Dispose();

    private async Task TakeUp(SiloAddress gone)
    {
        // Off the thread that tells of it.
        await Task.Yield();
        try
        {
            log.LogWarning("The replica at {Replica} is gone; what it had not ended is taken up", gone.Endpoint);
            await open.Wake(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // This replica stops too.
        }
        catch (Exception e)
        {
            log.LogError(e, "What the replica at {Replica} had not ended could not be taken up", gone.Endpoint);
        }
    }
}
