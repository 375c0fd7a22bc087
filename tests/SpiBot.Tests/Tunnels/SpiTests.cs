using System.Text.Json;
using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class SpiTests
{
    private static readonly Gen<uint> Values = Gen.UInt[Spi.Least, uint.MaxValue];

    [Fact]
    public void Every_way_to_print_it_is_read_as_the_same_SPI() =>
        Gen.Select(Values, Gen.Bool, Gen.Bool, Gen.Bool)
            .Sample(
                (value, prefix, upper, padded) =>
                {
                    var digits = value.ToString(padded ? "x8" : "x");
                    var text = (prefix ? "0x" : "") + (upper ? digits.ToUpperInvariant() : digits);
                    Assert.Equal(Spi.From(value), Spi.Parse(text).Value);
                }
            );

    [Fact]
    public void Printing_and_parsing_gives_it_back() =>
        Values.Sample(value =>
        {
            var spi = Spi.From(value);
            Assert.Equal(spi, Spi.TryParseHex(spi.ToString()));
            Assert.Equal(spi, Spi.TryParseHex(spi.Digits));
            Assert.Equal(spi, JsonSerializer.Deserialize<Spi>(JsonSerializer.Serialize(spi)));
            Assert.Equal(10, spi.ToString().Length);
        });

    [Fact]
    public void The_reserved_ones_do_not_exist()
    {
        for (uint value = 0; value < 256; value++)
        {
            Assert.Null(Spi.TryFrom(value));
            Assert.Null(Spi.TryParseHex(value.ToString("x8")));
            Assert.False(Spi.Parse(value.ToString("x")).Succeeded);
            Assert.Throws<ArgumentOutOfRangeException>(() => Spi.From(value));
        }

        Assert.Equal("00000100", Spi.From(256).Digits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("8a41c77e0")]
    [InlineData("48a0d49e589d838c")] // an IKE SPI
    [InlineData("8a41c77g")]
    [InlineData("-1a41c77")]
    [InlineData("0x0x8a41")]
    public void Anything_else_is_refused_with_the_reason(string text)
    {
        var parsed = Spi.Parse(text);
        Assert.False(parsed.Succeeded);
        Assert.Contains("hex digits", parsed.Failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Swapping_the_bytes_twice_gives_it_back()
    {
        Assert.Equal(Spi.From(0x1E3EFDFE), Spi.From(0xFEFD3E1E).ByteSwapped);
        Values.Sample(value =>
        {
            if (Spi.From(value).ByteSwapped is { } swapped)
            {
                Assert.Equal(value, swapped.ByteSwapped?.Value);
            }
        });
    }

    [Fact]
    public void They_sort_by_number() =>
        Gen.Select(Values, Values)
            .Sample(
                (a, b) =>
                {
                    Assert.Equal(a.CompareTo(b), Math.Sign(Spi.From(a).CompareTo(Spi.From(b))));
                    Assert.Equal(a < b, Spi.From(a) < Spi.From(b));
                    Assert.Equal(a >= b, Spi.From(a) >= Spi.From(b));
                }
            );
}
