using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>An address as it is typed on an ASA.</summary>
internal static class AsaAddress
{
    /// <exception cref="ArgumentException">The address is not that of one host (any, broadcast, multicast), or has a zone.</exception>
    public static string Of(IPAddress address) =>
        OneHost.Is(address)
            ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
            : throw new ArgumentException($"{address} is not the address of one peer", nameof(address));
}
