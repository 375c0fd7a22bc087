using System.Net;
using System.Net.Sockets;

namespace SpiBot.Operations.Hosting;

/// <summary>Ports that are free right now: Orleans takes no port 0. Two calls never give the same, unless hundreds lie between.</summary>
internal static class FreePorts
{
    public static (int Silo, int Gateway) Two()
    {
        using var one = new TcpListener(IPAddress.Loopback, port: 0);
        using var two = new TcpListener(IPAddress.Loopback, port: 0);
        one.Start();
        two.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
    }
}
