using System.Threading.Channels;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace SpiBot.Gateways.Ssh;

/// <summary>The shell of one SSH connection. Owns the connection, and the way it was made through.</summary>
internal sealed class SshShellChannel : IShellChannel
{
    // What netmiko has asked of ASAs for years; a box that minds it then neither wraps nor scrolls.
    private const uint Columns = 511;
    private const uint Rows = 1000;
    private const int BufferSize = 32 * 1024;

    private readonly SshClient client;
    private readonly Route route;
    private readonly ShellStream stream;
    private readonly Channel<byte[]> output = Channel.CreateUnbounded<byte[]>(
        new UnboundedChannelOptions { SingleWriter = true }
    );
    private readonly Task reading;

    /// <param name="client">Connected and logged in.</param>
    /// <exception cref="SshException">No shell was given.</exception>
    public SshShellChannel(SshClient client, Route route)
    {
        this.client = client;
        this.route = route;
        stream = client.CreateShellStream("vt100", Columns, Rows, 0, 0, BufferSize);
        // SSH.NET's stream only knows blocking reads; its events do not tell of every way a connection ends.
        reading = Task.Factory.StartNew(
            Read,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    public ChannelReader<byte[]> Output => output.Reader;

    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await stream.WriteAsync(bytes, ct);
            await stream.FlushAsync(ct);
        }
        catch (Exception e) when (e is SshException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("The SSH channel is closed.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Disconnecting waits for the other side's answer, on this thread.
        await Task.Run(() =>
        {
            stream.Dispose();
            client.Dispose();
            route.Dispose();
        });
        await reading;
    }

    private void Read()
    {
        var buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = stream.Read(buffer, 0, buffer.Length)) > 0)
            {
                output.Writer.TryWrite(buffer[..count]);
            }

            output.Writer.TryComplete();
        }
        catch (Exception e)
        {
            // Whatever ended it, the channel is gone; who waits for output learns it from the completion.
            output.Writer.TryComplete(e is IOException ? e : new IOException("The SSH channel failed.", e));
        }
    }
}
