namespace SpiBot.Hosting;

/// <summary>Stops the host when standard input ends: whoever started it with a pipe is gone, and it must not outlive them.</summary>
internal sealed class StopsWithStandardInput(IHostApplicationLifetime lifetime) : IHostedService
{
    public const string Switch = "--stop-when-stdin-closes";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: a read from a pipe cannot be cancelled, and the thread ends with the process.
        var reader = new Thread(ReadToEnd) { IsBackground = true, Name = "standard input" };
        reader.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        var ignored = new byte[64];
        while (input.Read(ignored) > 0) { }

        lifetime.StopApplication();
    }
}
