using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace SpiBot.Benchmarks;

/// <summary>
/// A port on loopback that leads to another one over a long way: each byte is late by half a round trip, in both directions, and a new
/// connection costs the round trip that TCP needs for it. The bandwidth has no limit.
/// </summary>
internal sealed class DelayedLink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<Task> carried = [];
    private readonly int target;
    private readonly TimeSpan roundTrip;
    private readonly Task accepting;

    public DelayedLink(int target, TimeSpan roundTrip)
    {
        this.target = target;
        this.roundTrip = roundTrip;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(carried);
        ending.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                carried.Add(Carry(await listener.AcceptTcpClientAsync(ending.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The link is being taken down.
        }
    }

    private async Task Carry(TcpClient near)
    {
        using (near)
        using (var far = new TcpClient())
        {
            try
            {
                near.NoDelay = true;
                far.NoDelay = true;
                // Loopback lets the caller in at once. Over the long way the caller waits a round trip before its first byte can leave,
                // and the called one hears of it half a round trip later.
                await Task.Delay(roundTrip, TimeProvider.System, ending.Token);
                var reached = Reach(far);
                var outward = Late(near.GetStream(), reached);
                var homeward = Late(await reached, Task.FromResult(near.GetStream()));
                await Task.WhenAny(outward, homeward);
                near.Close();
                far.Close();
                await Task.WhenAll(outward, homeward);
            }
            catch (Exception e) when (IsHangingUp(e))
            {
                // Whichever side went: the connection is over.
            }
        }
    }

    private async Task<NetworkStream> Reach(TcpClient far)
    {
        await Task.Delay(roundTrip / 2, TimeProvider.System, ending.Token);
        await far.ConnectAsync(IPAddress.Loopback, target, ending.Token);
        return far.GetStream();
    }

    private async Task Late(NetworkStream from, Task<NetworkStream> to)
    {
        var onTheWay = System.Threading.Channels.Channel.CreateUnbounded<(byte[] Bytes, long Sent)>();
        var arriving = Arrive(onTheWay.Reader, to);
        var buffer = new byte[64 * 1024];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, ending.Token)) > 0)
            {
                onTheWay.Writer.TryWrite((buffer[..count], TimeProvider.System.GetTimestamp()));
            }
        }
        catch (Exception e) when (IsHangingUp(e))
        {
            // Hung up.
        }

        onTheWay.Writer.Complete();
        await arriving;
    }

    private async Task Arrive(ChannelReader<(byte[] Bytes, long Sent)> onTheWay, Task<NetworkStream> to)
    {
        try
        {
            var far = await to;
            await foreach (var (bytes, sent) in onTheWay.ReadAllAsync(ending.Token))
            {
                var left = (roundTrip / 2) - TimeProvider.System.GetElapsedTime(sent);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, TimeProvider.System, ending.Token);
                }

                await far.WriteAsync(bytes, ending.Token);
            }
        }
        catch (Exception e) when (IsHangingUp(e))
        {
            // Hung up.
        }
    }

    private static bool IsHangingUp(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}
