using System.Net;

namespace SpiBot.Channel;

/// <summary>What counts as this very machine. A name is only trusted when it is <c>localhost</c> itself: others may resolve to anything.</summary>
internal static class Loopback
{
    public static bool IsHost(string host)
    {
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(host.Trim('[', ']'), out var address) && IsAddress(address);
    }

    public static bool IsAddress(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
