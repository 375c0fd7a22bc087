using System.Net;

namespace SpiBot.Tunnels;

/// <summary>What a device printed in an address's place: the same address has several texts (IPv6), and a name is none.</summary>
internal static class PrintedAddress
{
    public static bool Is(string printed, IPAddress address) =>
        IPAddress.TryParse(printed, out var read) && read.Equals(address);
}
