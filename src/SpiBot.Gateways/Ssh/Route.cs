using Renci.SshNet;

namespace SpiBot.Gateways.Ssh;

/// <summary>Connections to jump hosts, each made through the one before. Each forwards a port of this machine's loopback to the next server.</summary>
internal sealed class Route : IDisposable
{
    private readonly List<SshClient> clients = [];

    /// <summary>Where to connect for a server behind the last jump host: itself when there is none.</summary>
    /// <exception cref="Renci.SshNet.Common.SshException">The last jump host has gone.</exception>
    public (string Host, int Port) WayTo(string address, int port)
    {
        if (clients.Count == 0)
        {
            return (address, port);
        }

        var forwarded = new ForwardedPortLocal("127.0.0.1", 0, address, (uint)port);
        clients[^1].AddForwardedPort(forwarded);
        forwarded.Start();
        return ("127.0.0.1", (int)forwarded.BoundPort);
    }

    public void Add(SshClient jump) => clients.Add(jump);

    public void Dispose()
    {
        // The last first: its connection runs through the others. A client stops the ports it forwards.
        for (var i = clients.Count - 1; i >= 0; i--)
        {
            clients[i].Dispose();
        }

        clients.Clear();
    }
}
