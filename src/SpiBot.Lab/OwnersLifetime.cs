namespace SpiBot.Lab;

/// <summary>A host that starts and stops with its owner: it leaves Ctrl-C and signals to the program around it.</summary>
internal sealed class OwnersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
