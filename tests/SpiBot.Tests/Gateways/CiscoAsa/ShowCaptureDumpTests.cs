using System.Text;
using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowCaptureDumpTests
{
    private const string Two = """

        2 packets captured

           1: 13:25:40.553224       802.1Q vlan#2 P0 203.0.113.9 > 198.51.100.1:  ip-proto-50, length 100 Drop-reason: (np-sp-invalid-spi)
        Invalid SPI, Drop-location: frame 0x000055870affc2df flow (NA)/NA
        0x0000   4500 0078 1c4e 0000 f532 0000 cb00 7109        E..x.N...2....q.
        0x0010   c633 6401 8a41 c77e 0000 028b 1d2c 9e11        .3d..A.~.....,..
        0x0020   6162 6364                                      abcd
           2: 13:25:41.001       203.0.113.9.4500 > 198.51.100.1.4500:  udp 17
        0x0000   4500 002d 1c4f 0000 f511 0000 cb00 7109        E..-.O........q.
        0x0010   c633 6401 1194 1194 0019 0000 0dd3 fc4c        .3d............L
        0x0020   0000 0001 00                                   .....
        2 packets shown

        """;

    [Fact]
    public void Packets_have_sender_SPI_and_sequence_number()
    {
        var dump = ShowCaptureDump.Read(Two).Value!;
        Assert.Equal(2, dump.Captured);
        Assert.Equal([1, 2], dump.Packets.Select(p => p.Number));
        var (esp, inUdp) = (dump.Packets[0].Esp!, dump.Packets[1].Esp!);
        Assert.Equal(("203.0.113.9", "198.51.100.1"), (esp.Source.ToString(), esp.Destination.ToString()));
        Assert.Equal(("8a41c77e", 0x28bu, false), (esp.Spi.Digits, esp.Sequence, esp.InUdp));
        Assert.Equal(("0dd3fc4c", 1u, true), (inUdp.Spi.Digits, inUdp.Sequence, inUdp.InUdp));
        Assert.Equal(new TimeSpan(0, 13, 25, 40) + TimeSpan.FromMicroseconds(553_224), dump.Packets[0].TimeOfDay);
        Assert.Contains("np-sp-invalid-spi", dump.Packets[0].Row, StringComparison.Ordinal);
    }

    [Fact]
    public void Pasted_without_indentation_it_is_read_all_the_same()
    {
        var pasted = string.Join(
            '\n',
            Two.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        );
        Assert.Equal(
            ShowCaptureDump.Read(Two).Value!.Packets.Select(p => p.Esp),
            ShowCaptureDump.Read(pasted).Value!.Packets.Select(p => p.Esp)
        );
    }

    [Fact]
    public void A_row_that_is_missing_is_not_guessed()
    {
        var lines = Two.Split('\n').ToList();
        lines.RemoveAll(l => l.StartsWith("0x0000", StringComparison.Ordinal));
        Assert.All(
            ShowCaptureDump.Read(string.Join('\n', lines)).Value!.Packets,
            p => Assert.Equal((null, "its bytes are not in the text"), (p.Esp, p.NotBecause))
        );
    }

    [Fact]
    public void An_empty_capture_is_an_answer_and_anything_else_a_failure()
    {
        var none = ShowCaptureDump.Read("\n0 packet captured\n\n0 packet shown\n").Value!;
        Assert.Equal(0, none.Captured);
        Assert.Empty(none.Packets);
        Assert.False(ShowCaptureDump.Read("").Succeeded);
        Assert.False(ShowCaptureDump.Read("ERROR: Capture <x> does not exist").Succeeded);
    }

    [Fact]
    public void What_is_dumped_is_read_again_wherever_the_text_was_cut() =>
        Gen.Select(Gen.UInt[256, uint.MaxValue], Gen.UInt, Gen.Bool, Gen.Bool, Gen.Byte.Array[0, 30], Gen.Double[0, 1])
            .Sample(
                (spi, sequence, version6, inUdp, data, part) =>
                {
                    var packet = new Tunnels.EspPacketTests.Wrapped(spi, sequence, version6, inUdp, 1, -1, data);
                    var text =
                        "1 packet captured\n   1: 13:25:40.553224 A > B: udp\n"
                        + Dump(packet.Bytes)
                        + "1 packet shown\n";
                    Assert.Equal(packet.Expected, Assert.Single(ShowCaptureDump.Read(text).Value!.Packets).Esp);

                    var cut = ShowCaptureDump.Read(text[..(int)(part * text.Length)]);
                    Assert.True(cut.Succeeded != (cut.Failure is not null));
                    Assert.All(cut.Value?.Packets ?? [], p => Assert.True(p.Esp is null != p.NotBecause is null));
                }
            );

    private static string Dump(byte[] bytes)
    {
        var text = new StringBuilder();
        for (var at = 0; at < bytes.Length; at += 16)
        {
            var row = bytes[at..Math.Min(at + 16, bytes.Length)];
            var hex = string.Join(' ', row.Chunk(2).Select(Convert.ToHexStringLower));
            var shown = string.Concat(row.Select(b => b is > 0x20 and < 0x7f ? (char)b : '.'));
            text.Append($"0x{at:x4}   {hex, -39}        {shown}\n");
        }

        return text.ToString();
    }
}
