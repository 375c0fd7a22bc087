using System.Net;
using System.Net.Sockets;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An address as it is typed on an ASA.</summary>
internal static class AsaAddress
{
    /// <exception cref="ArgumentException">The address is not that of one host (any, broadcast, multicast), or has a zone.</exception>
    public static string Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var isOneHost = plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => plain.GetAddressBytes()[0] is > 0 and < 224,
            AddressFamily.InterNetworkV6 => !plain.Equals(IPAddress.IPv6Any)
                && !plain.IsIPv6Multicast
                && plain.ScopeId == 0,
            _ => false,
        };
        return isOneHost
            ? plain.ToString()
            : throw new ArgumentException($"{address} is not the address of one peer", nameof(address));
    }
}
