using System.Net;
using System.Net.Sockets;

namespace SpiBot.Benchmarks;

/// <summary>Sends back what it gets, on one connection: what a round trip really takes, timers and all, is measured on it.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task serving;

    public Echo()
    {
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Serve();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await serving;
        ending.Dispose();
    }

    /// <summary>The median round trip through this port.</summary>
    public static async Task<TimeSpan> RoundTrip(int port, CancellationToken ct)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port, ct);
        var stream = client.GetStream();
        var one = new byte[1];
        // The first carries the connecting.
        await There();
        return await Stopwatches.Median(9, () => Stopwatches.Time(There));

        async Task There()
        {
            await stream.WriteAsync(one, ct);
            await stream.ReadExactlyAsync(one, ct);
        }
    }

    private async Task Serve()
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync(ending.Token);
            client.NoDelay = true;
            await client.GetStream().CopyToAsync(client.GetStream(), ending.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Hung up.
        }
    }
}
