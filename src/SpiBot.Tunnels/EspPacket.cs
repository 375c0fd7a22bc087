using System.Buffers.Binary;
using System.Net;

namespace SpiBot.Tunnels;

/// <summary>
/// The outside of an ESP packet as it came over the wire: who sent it to whom, with which SPI and sequence number. <see cref="InUdp"/>: inside UDP, as through a
/// NAT (RFC 3948). <see cref="Sequence"/> is null when the bytes end before it.
/// </summary>
public sealed record EspPacket(IPAddress Source, IPAddress Destination, Spi Spi, uint? Sequence, bool InUdp)
{
    private const byte Esp = 50;
    private const byte Udp = 17;
    private const int NatTraversal = 4500;
    private const int EthernetHeader = 14;

    /// <summary>
    /// Reads the first bytes of a packet: IPv4 or IPv6, bare or behind an Ethernet header (with VLAN tags or without). Options and
    /// extension headers are skipped, and packets that were cut are read as far as they go.
    /// </summary>
    /// <returns>What is wrong, in words, where these are not the bytes of an ESP packet.</returns>
    public static (EspPacket? Packet, string? NotBecause) Decode(ReadOnlySpan<byte> bytes)
    {
        var bare = AtIp(bytes);
        if (bare.Packet is not null)
        {
            return bare;
        }

        return BehindEthernet(bytes) is { } ip && AtIp(bytes[ip..]) is { Packet: not null } framed ? framed : bare;
    }

    private static (EspPacket? Packet, string? NotBecause) AtIp(ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? Not("there are no bytes")
        : bytes[0] >> 4 == 4 ? AtIpv4(bytes)
        : bytes[0] >> 4 == 6 ? AtIpv6(bytes)
        : Not("it begins with neither an IPv4 nor an IPv6 header");

    /// <returns>Where the IP header begins; null when there is no Ethernet header before one.</returns>
    private static int? BehindEthernet(ReadOnlySpan<byte> bytes)
    {
        const int vlanTag = 4;
        for (var at = EthernetHeader; at <= bytes.Length; at += vlanTag)
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at - 2)..]))
            {
                case 0x0800 or 0x86dd:
                    return at;
                case 0x8100 or 0x88a8:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static (EspPacket? Packet, string? NotBecause) AtIpv4(ReadOnlySpan<byte> bytes)
    {
        const int shortest = 20;
        var header = (bytes[0] & 0xf) * 4;
        if (header < shortest)
        {
            return Not("its IPv4 header is shorter than 20 bytes");
        }

        if (bytes.Length < header)
        {
            return Not("it ends inside the IPv4 header");
        }

        var isLaterFragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x1fff) != 0;
        return isLaterFragment
            ? Not("it is a later fragment, which holds no ESP header")
            : AtPayload(bytes[9], bytes[header..], new IPAddress(bytes[12..16]), new IPAddress(bytes[16..20]));
    }

    private static (EspPacket? Packet, string? NotBecause) AtIpv6(ReadOnlySpan<byte> bytes)
    {
        const int header = 40;
        if (bytes.Length < header)
        {
            return Not("it ends inside the IPv6 header");
        }

        var (source, destination) = (new IPAddress(bytes[8..24]), new IPAddress(bytes[24..40]));
        var next = bytes[6];
        var rest = bytes[header..];
        // Hop-by-hop, routing, fragment, destination options, mobility: each names the next and, but for the fragment, its own length.
        while (next is 0 or 43 or 44 or 60 or 135)
        {
            if (rest.Length < 8)
            {
                return Not("it ends inside the IPv6 extension headers");
            }

            if (next == 44 && (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) & 0xfff8) != 0)
            {
                return Not("it is a later fragment, which holds no ESP header");
            }

            var length = next == 44 ? 8 : (rest[1] + 1) * 8;
            if (rest.Length < length)
            {
                return Not("it ends inside the IPv6 extension headers");
            }

            next = rest[0];
            rest = rest[length..];
        }

        return AtPayload(next, rest, source, destination);
    }

    private static (EspPacket? Packet, string? NotBecause) AtPayload(
        byte protocol,
        ReadOnlySpan<byte> payload,
        IPAddress source,
        IPAddress destination
    )
    {
        const int udpHeader = 8;
        if (protocol == Esp)
        {
            return AtEsp(payload, source, destination, inUdp: false);
        }

        if (protocol != Udp)
        {
            return Not($"it is IP protocol {protocol}, not ESP");
        }

        if (payload.Length < udpHeader)
        {
            return Not("it ends inside the UDP header");
        }

        // Behind a NAT the sender's port may be any.
        var ports = (BinaryPrimitives.ReadUInt16BigEndian(payload), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        if (ports.Item1 != NatTraversal && ports.Item2 != NatTraversal)
        {
            return Not($"it is UDP from port {ports.Item1} to port {ports.Item2}, not ESP in UDP 4500");
        }

        var inside = payload[udpHeader..];
        return inside is [0xff] ? Not("it is a NAT-T keepalive")
            : inside is [0, 0, 0, 0, ..] ? Not("it is IKE in UDP 4500")
            : AtEsp(inside, source, destination, inUdp: true);
    }

    private static (EspPacket? Packet, string? NotBecause) AtEsp(
        ReadOnlySpan<byte> esp,
        IPAddress source,
        IPAddress destination,
        bool inUdp
    )
    {
        if (esp.Length < 4)
        {
            return Not("it ends before the SPI");
        }

        var number = BinaryPrimitives.ReadUInt32BigEndian(esp);
        return Spi.TryFrom(number) is { } spi
            ? (
                new EspPacket(
                    source,
                    destination,
                    spi,
                    esp.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(esp[4..]) : null,
                    inUdp
                ),
                null
            )
            : Not($"its SPI is {number}, which is reserved");
    }

    private static (EspPacket? Packet, string? NotBecause) Not(string because) => (null, because);
}

/// <summary>
/// One packet of a capture: its number in it, the time of day that the box wrote (no date), the row in which the box describes it, and what its bytes are. <see cref="Esp"/> is null
/// where they are no ESP; <see cref="NotBecause"/> then says why.
/// </summary>
public sealed record CapturedPacket(int Number, TimeSpan? TimeOfDay, string Row, EspPacket? Esp, string? NotBecause);

/// <summary>The packets that a capture's dump shows. <see cref="Captured"/> is how many it holds by its own count, null where that was not in the text.</summary>
public sealed record CaptureDump(int? Captured, IReadOnlyList<CapturedPacket> Packets);
