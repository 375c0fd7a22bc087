using System.Net;
using System.Net.Sockets;

namespace SpiBot.Tunnels;

/// <summary>Tells an address that a gateway can have from one that stands for none or for many.</summary>
public static class OneHost
{
    /// <summary>False for any (<c>0.0.0.0</c>, <c>::</c>) and the rest of network 0, for multicast, broadcast and what is reserved behind it, and where a zone follows.</summary>
    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => plain.GetAddressBytes()[0] is > 0 and < 224,
            AddressFamily.InterNetworkV6 => !plain.Equals(IPAddress.IPv6Any)
                && !plain.IsIPv6Multicast
                && plain.ScopeId == 0,
            _ => false,
        };
    }
}
