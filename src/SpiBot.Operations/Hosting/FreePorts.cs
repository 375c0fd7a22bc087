using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Picks ports for a silo, which takes no port 0. They lie below the range from which systems serve port 0 and outgoing connections (32768 and
/// up on Linux, 49152 elsewhere), so that nobody else is given one of them between here and the silo's start; never the same twice in a process.
/// </summary>
internal static class FreePorts
{
    private const int First = 20_000;
    private const int End = 32_000;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static (int Silo, int Gateway) Two() => (One(), One());

    /// <exception cref="InvalidOperationException">A hundred ports at random were all taken.</exception>
    private static int One()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (IsFree(port) && Given.TryAdd(port, value: true))
            {
                return port;
            }
        }

        throw new InvalidOperationException(
            $"no free port was found between {First} and {End} on the loopback address"
        );
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
