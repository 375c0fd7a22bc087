using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace SpiBot.Lab.Firewalls;

/// <summary>
/// ESP packets of one sender with one SPI that a box drops over a stretch of time, evenly spread. <see cref="InUdp"/>: through a NAT (RFC 3948).
/// </summary>
public sealed record DroppedPackets(
    DateTimeOffset From,
    DateTimeOffset To,
    long Count,
    uint Spi,
    long FirstSequence,
    IPAddress Sender,
    IPAddress Receiver,
    bool InUdp
)
{
    private const int PayloadBytes = 96;
    private const int EspHeader = 8;
    private const int UdpHeader = 8;
    private const int NatTraversal = 4500;

    public int EspBytes => EspHeader + PayloadBytes;

    public DateTimeOffset TimeOf(long number) => From + ((To - From) * ((number + 0.5) / Count));

    /// <summary>The packet as it stands on the wire, from the IP header on.</summary>
    public byte[] BytesOf(long number)
    {
        var esp = new byte[EspBytes];
        BinaryPrimitives.WriteUInt32BigEndian(esp, Spi);
        BinaryPrimitives.WriteUInt32BigEndian(esp.AsSpan(4), unchecked((uint)(FirstSequence + number)));
        // What is encrypted looks like anything.
        new Random(unchecked((int)(Spi + FirstSequence + number))).NextBytes(esp.AsSpan(EspHeader));
        byte[] payload = InUdp ? [.. Udp(esp.Length), .. esp] : esp;
        var protocol = InUdp ? ProtocolType.Udp : (ProtocolType)50;
        return Receiver.AddressFamily == AddressFamily.InterNetworkV6
            ? [.. IPv6(protocol, payload.Length), .. payload]
            : [.. IPv4(protocol, payload.Length, number), .. payload];
    }

    private static byte[] Udp(int length)
    {
        var header = new byte[UdpHeader];
        BinaryPrimitives.WriteUInt16BigEndian(header, NatTraversal);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), NatTraversal);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)(UdpHeader + length));
        return header;
    }

    private byte[] IPv4(ProtocolType protocol, int length, long number)
    {
        var header = new byte[20];
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), unchecked((ushort)(Spi + number)));
        header[8] = 245;
        header[9] = (byte)protocol;
        Sender.TryWriteBytes(header.AsSpan(12), out _);
        Receiver.TryWriteBytes(header.AsSpan(16), out _);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return header;
    }

    private byte[] IPv6(ProtocolType protocol, int length)
    {
        var header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)length);
        header[6] = (byte)protocol;
        header[7] = 245;
        Sender.TryWriteBytes(header.AsSpan(8), out _);
        Receiver.TryWriteBytes(header.AsSpan(24), out _);
        return header;
    }

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var at = 0; at < header.Length; at += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[at..]);
        }

        return unchecked((ushort)~((sum & 0xffff) + (sum >> 16)));
    }
}
