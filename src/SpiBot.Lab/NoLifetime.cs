using Microsoft.Extensions.Hosting;

namespace SpiBot.Lab;

/// <summary>For web servers inside the Lab: Ctrl-C ends the Lab, and the Lab ends them.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
