using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SpiBot.EndToEnd.Faults;

/// <summary>A port on loopback that leads to a gateway, and can be cut: what was connected is not any more, and whoever connects is hung up on.</summary>
internal sealed class GatewayLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Task> carried = [];
    private readonly int target;
    private readonly Task accepting;
    private CancellationTokenSource cutting = new();
    private int turnedAway;

    public GatewayLine(int target)
    {
        this.target = target;
        listener.Start();
        accepting = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many were hung up on since it was cut.</summary>
    public int TurnedAway => Volatile.Read(ref turnedAway);

    public void Cut()
    {
        Volatile.Write(ref turnedAway, 0);
        cutting.Cancel();
    }

    public void Mend()
    {
        cutting.Dispose();
        cutting = new CancellationTokenSource();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(carried);
        ending.Dispose();
        cutting.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                carried.Add(Carry(await listener.AcceptTcpClientAsync(ending.Token), cutting.Token));
        }
        catch (Exception e) when (IsHangingUp(e))
        {
            // The test ends.
        }
    }

    private async Task Carry(TcpClient near, CancellationToken cut)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, ending.Token);
        using (near)
        using (var far = new TcpClient())
        {
            if (cut.IsCancellationRequested)
            {
                Interlocked.Increment(ref turnedAway);
                return;
            }
            try
            {
                await far.ConnectAsync(IPAddress.Loopback, target, either.Token);
                var (here, there) = (near.GetStream(), far.GetStream());
                await await Task.WhenAny(here.CopyToAsync(there, either.Token), there.CopyToAsync(here, either.Token));
            }
            catch (Exception e) when (IsHangingUp(e))
            {
                // Whichever side went: the connection is over.
            }
        }
    }

    private static bool IsHangingUp(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}
