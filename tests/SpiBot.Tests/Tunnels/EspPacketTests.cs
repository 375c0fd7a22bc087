using System.Net;
using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class EspPacketTests
{
    private static readonly Gen<Wrapped> Any = Gen.Select(
        Gen.UInt[256, uint.MaxValue],
        Gen.UInt,
        Gen.Bool,
        Gen.Bool,
        Gen.Int[0, 10],
        Gen.Int[-1, 2],
        Gen.Byte.Array[0, 40],
        (spi, sequence, version6, inUdp, options, tags, data) =>
            new Wrapped(spi, sequence, version6, inUdp, options, tags, data)
    );

    /// <summary>Whatever stands around it, what went in comes out; and of a packet that was cut, as much as is there, or why not.</summary>
    [Fact]
    public void What_is_wrapped_is_found_again_also_where_the_packet_was_cut() =>
        Gen.Select(Any, Gen.Int[0, 400])
            .Sample(
                (packet, cut) =>
                {
                    var bytes = packet.Bytes;
                    var whole = EspPacket.Decode(bytes).Packet;
                    Assert.Equal(packet.Expected, whole);

                    var kept = Math.Min(cut, bytes.Length);
                    var (found, because) = EspPacket.Decode(bytes.AsSpan(0, kept));
                    if (kept >= packet.EspAt + 8)
                    {
                        Assert.Equal(packet.Expected, found);
                    }
                    else if (kept >= packet.EspAt + 4)
                    {
                        Assert.Equal(packet.Expected with { Sequence = null }, found);
                    }
                    else
                    {
                        Assert.Null(found);
                        Assert.NotNull(because);
                    }
                }
            );

    [Fact]
    public void Any_bytes_give_a_packet_or_a_reason() =>
        Gen.Select(
                Gen.OneOf<byte[]>([], [0x45], [0x4f], [0x60], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x81, 0]),
                Gen.Byte.Array[0, 120],
                (head, rest) => (byte[])[.. head, .. rest]
            )
            .Sample(bytes =>
            {
                var (packet, because) = EspPacket.Decode(bytes);
                Assert.True(packet is null != because is null);
            });

    [Fact]
    public void What_is_no_ESP_is_said()
    {
        var packet = new Wrapped(0x8a41c77e, 1, Version6: false, InUdp: true, 0, -1, new byte[8]);
        Assert.Equal("it is IKE in UDP 4500", Because(packet, b => b.AsSpan(28, 4).Clear()));
        Assert.Equal("it is a NAT-T keepalive", EspPacket.Decode([.. packet.Bytes[..28], 0xff]).NotBecause);
        Assert.Equal(
            "it is UDP from port 500 to port 500, not ESP in UDP 4500",
            Because(packet, b => (b[20], b[21], b[22], b[23]) = (1, 0xf4, 1, 0xf4))
        );
        Assert.Equal("it is IP protocol 6, not ESP", Because(packet, b => b[9] = 6));
        Assert.Equal("it is a later fragment, which holds no ESP header", Because(packet, b => b[7] = 3));
        Assert.Equal("its IPv4 header is shorter than 20 bytes", Because(packet, b => b[0] = 0x44));
        Assert.Equal(
            "its SPI is 5, which is reserved",
            Because(packet, b => (b[28], b[29], b[30], b[31]) = (0, 0, 0, 5))
        );
        Assert.Equal("there are no bytes", EspPacket.Decode([]).NotBecause);
    }

    private static string? Because(Wrapped packet, Action<byte[]> spoil)
    {
        var bytes = packet.Bytes;
        spoil(bytes);
        return EspPacket.Decode(bytes).NotBecause;
    }

    /// <summary>An ESP packet as it is built by hand: <paramref name="Options"/> are words of IPv4 options or an IPv6 extension header of that length, -1 tags is no Ethernet header.</summary>
    internal sealed record Wrapped(
        uint Spi,
        uint Sequence,
        bool Version6,
        bool InUdp,
        int Options,
        int Tags,
        byte[] Data
    )
    {
        private static readonly IPAddress Source4 = IPAddress.Parse("203.0.113.9");
        private static readonly IPAddress Destination4 = IPAddress.Parse("198.51.100.1");
        private static readonly IPAddress Source6 = IPAddress.Parse("2001:db8:1::9");
        private static readonly IPAddress Destination6 = IPAddress.Parse("2001:db8:2::1");

        public EspPacket Expected =>
            new(
                Version6 ? Source6 : Source4,
                Version6 ? Destination6 : Destination4,
                SpiBot.Tunnels.Spi.From(Spi),
                Sequence,
                InUdp
            );

        public int EspAt => Ethernet.Length + Ip.Length + Udp.Length;

        public byte[] Bytes => [.. Ethernet, .. Ip, .. Udp, .. Big(Spi), .. Big(Sequence), .. Data];

        private byte[] Ethernet =>
            Tags < 0
                ? []
                :
                [
                    .. new byte[12],
                    .. Enumerable.Repeat<byte[]>([0x81, 0, 0, 7], Tags).SelectMany(t => t),
                    .. Version6 ? (byte[])[0x86, 0xdd] : [8, 0],
                ];

        private byte[] Udp => InUdp ? [0x12, 0x34, 0x11, 0x94, 0, 0, 0, 0] : [];

        private byte Protocol => (byte)(InUdp ? 17 : 50);

        private byte[] Ip =>
            Version6
                ?
                [
                    0x60,
                    0,
                    0,
                    0,
                    0,
                    0,
                    Options > 0 ? (byte)60 : Protocol,
                    64,
                    .. Source6.GetAddressBytes(),
                    .. Destination6.GetAddressBytes(),
                    .. Options > 0 ? (byte[])[Protocol, (byte)(Options - 1), .. new byte[(Options * 8) - 2]] : [],
                ]
                :
                [
                    (byte)(0x45 + Options),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0x40,
                    0,
                    64,
                    Protocol,
                    0,
                    0,
                    .. Source4.GetAddressBytes(),
                    .. Destination4.GetAddressBytes(),
                    .. new byte[Options * 4],
                ];

        private static byte[] Big(uint number) => Convert.FromHexString(number.ToString("x8"));
    }
}
