using Renci.SshNet;

namespace SpiBot.Gateways.Ssh;

/// <summary>Connections to jump hosts, each made through the one before. Each forwards a port of this machine's loopback to the next server.</summary>
internal sealed class Route : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<SshClient> clients = [];
    private bool disposed;

    /// <summary>Where to connect for a server behind the last jump host: itself when there is none.</summary>
    /// <exception cref="Renci.SshNet.Common.SshException">The last jump host has gone.</exception>
    public (string Host, int Port) WayTo(string address, int port)
    {
        SshClient? last;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            last = clients.LastOrDefault();
        }

        if (last is null)
        {
            return (address, port);
        }

        var forwarded = new ForwardedPortLocal("127.0.0.1", 0, address, (uint)port);
        last.AddForwardedPort(forwarded);
        forwarded.Start();
        return ("127.0.0.1", (int)forwarded.BoundPort);
    }

    /// <summary>Takes over a connected client. One that comes too late, because nobody waits for this route any more, is left to its owner.</summary>
    /// <exception cref="ObjectDisposedException">It came too late.</exception>
    public void Add(SshClient jump)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            clients.Add(jump);
        }
    }

    public void Dispose()
    {
        List<SshClient> open;
        lock (gate)
        {
            disposed = true;
            open = [.. clients];
            clients.Clear();
        }

        // The last first: its connection runs through the others. A client stops the ports it forwards.
        for (var i = open.Count - 1; i >= 0; i--)
        {
            open[i].Dispose();
        }
    }
}
