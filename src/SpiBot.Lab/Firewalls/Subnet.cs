using System.Net;
using System.Net.Sockets;

namespace SpiBot.Lab.Firewalls;

/// <summary>A subnet of a selector, IPv4 or IPv6, as an ASA writes it.</summary>
public sealed record Subnet
{
    public Subnet(string cidr)
    {
        var parsed = IPNetwork.Parse(cidr);
        (Address, Length) = (parsed.BaseAddress, parsed.PrefixLength);
    }

    public IPAddress Address { get; }

    /// <summary>In bits.</summary>
    public int Length { get; }

    public bool IsV6 => Address.AddressFamily == AddressFamily.InterNetworkV6;

    public IPAddress Mask => new([.. Address.GetAddressBytes().Select((_, i) => MaskByte(i))]);

    /// <summary><c>10.1.0.0/0 - 10.1.0.255/65535</c>: as the IKEv2 tables have it, first address and port to last.</summary>
    public string WithPorts(PortRange? ports) =>
        $"{Address}/{ports?.First ?? 0} - {Last}/{ports?.Last ?? ushort.MaxValue}";

    public IPAddress Last =>
        new([.. Address.GetAddressBytes().Select((octet, i) => (byte)(octet | (0xff ^ MaskByte(i))))]);

    /// <summary><c>10.1.0.0 255.255.255.0</c>, <c>2001:db8:1::/64</c>, <c>any4</c>: as an access list has it.</summary>
    public string InAccessList =>
        Length == 0 ? (IsV6 ? "any6" : "any4")
        : IsV6 ? $"{Address}/{Length}"
        : $"{Address} {Mask}";

    /// <summary><c>10.1.0.0/255.255.255.0</c>, <c>2001:db8:1::/64</c>: as an identity has it.</summary>
    public string InIdentity => IsV6 ? $"{Address}/{Length}" : $"{Address}/{Mask}";

    public bool Contains(Subnet other) =>
        IsV6 == other.IsV6
        && Length <= other.Length
        && Address.Equals(
            new IPAddress([.. other.Address.GetAddressBytes().Select((octet, i) => (byte)(octet & MaskByte(i)))])
        );

    public override string ToString() => $"{Address}/{Length}";

    private byte MaskByte(int index) => (byte)(0xff ^ (0xff >> Math.Clamp(Length - (index * 8), 0, 8)));
}
