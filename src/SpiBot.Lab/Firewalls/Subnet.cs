using System.Net;
using System.Net.Sockets;

namespace SpiBot.Lab.Firewalls;

/// <summary>An IPv4 subnet of a selector, as an ASA writes it: address and mask.</summary>
public sealed record Subnet
{
    private readonly uint network;
    private readonly int length;

    public Subnet(string cidr)
    {
        var parsed = IPNetwork.Parse(cidr);
        if (parsed.BaseAddress.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new ArgumentException($"'{cidr}' is not an IPv4 subnet", nameof(cidr));
        }

        network = ToNumber(parsed.BaseAddress);
        length = parsed.PrefixLength;
    }

    public IPAddress Address => FromNumber(network);

    public IPAddress Mask => FromNumber(MaskBits);

    /// <summary>The last address, as the IKEv2 table prints the end of the range.</summary>
    public IPAddress Last => FromNumber(network | ~MaskBits);

    public bool Contains(Subnet other) => length <= other.length && (other.network & MaskBits) == network;

    private uint MaskBits => length == 0 ? 0 : uint.MaxValue << (32 - length);

    public override string ToString() => $"{Address}/{length}";

    private static uint ToNumber(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
    }

    private static IPAddress FromNumber(uint number) =>
        new([(byte)(number >> 24), (byte)((number >> 16) & 0xff), (byte)((number >> 8) & 0xff), (byte)(number & 0xff)]);
}
