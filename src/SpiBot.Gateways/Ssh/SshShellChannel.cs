using System.Threading.Channels;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace SpiBot.Gateways.Ssh;

/// <summary>
/// The shell of one SSH connection. Owns the connection, and the way it was made through. What comes is taken on the thread that the connection has anyway: hundreds of
/// sessions need no second one each.
/// </summary>
internal sealed class SshShellChannel : IShellChannel
{
    // What netmiko has asked of ASAs for years; a box that minds it then neither wraps nor scrolls.
    private const uint Columns = 511;
    private const uint Rows = 1000;

    /// <summary>To begin with: it grows to the longest packet.</summary>
    private const int BufferSize = 4 * 1024;

    /// <summary>How often it is looked whether the connection was closed in the way that no event tells of.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly SshClient client;
    private readonly Route route;
    private readonly ShellStream stream;
    private readonly UnreadOutput output = new();
    private readonly Lock taking = new();
    private readonly ITimer looking;

    /// <param name="client">Connected and logged in.</param>
    /// <exception cref="SshException">No shell was given.</exception>
    public SshShellChannel(SshClient client, Route route, TimeProvider clock)
    {
        this.client = client;
        this.route = route;
        stream = client.CreateShellStream("vt100", Columns, Rows, 0, 0, BufferSize);
        stream.DataReceived += (_, came) =>
        {
            Take(came.Data);
            output.HoldUp();
        };
        stream.Closed += (_, _) => End();
        stream.ErrorOccurred += (_, broken) => End(broken.Exception);
        // What came before anybody listened.
        Take();
        looking = clock.CreateTimer(_ => EndIfClosed(), state: null, Look, Look);
    }

    public ChannelReader<byte[]> Output => output.Reader;

    /// <summary>Bytes that have come and have not been read.</summary>
    public long Unread => output.Unread;

    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        output.BeginWriting();
        try
        {
            await stream.WriteAsync(bytes, ct);
            await stream.FlushAsync(ct);
        }
        catch (Exception e) when (e is SshException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException("The SSH channel is closed.", e);
        }
        finally
        {
            output.EndWriting();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await looking.DisposeAsync();
        output.LetGo();
        // Disconnecting waits for the other side's answer, on this thread.
        await Task.Run(() =>
        {
            stream.Dispose();
            client.Dispose();
            route.Dispose();
        });
        End();
    }

    /// <summary>Reads without waiting: only what is there. The lock keeps the order.</summary>
    /// <param name="came">What has just been added to the stream, as a copy of our own: where nothing else is there, that is it.</param>
    private void Take(byte[]? came = null)
    {
        lock (taking)
        {
            while (stream.Length is > 0 and var length)
            {
                var bytes = came?.Length == length ? came : new byte[length];
                came = null;
                stream.ReadExactly(bytes);
                output.Put(bytes);
            }
        }
    }

    /// <summary>A server that says goodbye to the whole connection closes the stream, and SSH.NET tells nobody.</summary>
    private void EndIfClosed()
    {
        if (!stream.CanWrite)
        {
            End();
        }
    }

    /// <summary>Whatever ended it, the channel is gone; who waits for output learns it from the completion.</summary>
    private void End(Exception? broken = null)
    {
        Take();
        output.End(broken is null ? null : new IOException("The SSH channel failed.", broken));
    }
}
