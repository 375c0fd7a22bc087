using System.Net;
using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class SelectorTests
{
    private static readonly Gen<(IPAddress Address, int Prefix)> Networks = Gen.OneOf(
        Gen.Select(Gen.Byte.Array[4], Gen.Int[0, 32]).Select((bytes, prefix) => (new IPAddress(bytes), prefix)),
        Gen.Select(Gen.Byte.Array[16], Gen.Int[0, 128]).Select((bytes, prefix) => (new IPAddress(bytes), prefix))
    );

    [Fact]
    public void A_network_knows_its_prefix_and_reads_back_from_its_first_address() =>
        Networks.Sample(network =>
        {
            var selector = Selector.Network(network.Address, network.Prefix);
            Assert.Equal(network.Prefix, selector.PrefixLength);
            Assert.Equal(selector, Selector.Network(selector.First, network.Prefix));
            Assert.Equal(selector, Selector.Network(selector.Last, network.Prefix));
            var printed = IPNetwork.Parse(selector.Addresses);
            Assert.Equal(selector, Selector.Network(printed.BaseAddress, printed.PrefixLength));
        });

    [Theory]
    [InlineData("10.1.0.1", "10.1.0.9", "10.1.0.1-10.1.0.9")]
    [InlineData("10.1.0.0", "10.1.0.255", "10.1.0.0/24")]
    [InlineData("10.1.0.7", "10.1.0.7", "10.1.0.7/32")]
    [InlineData("0.0.0.0", "255.255.255.255", "0.0.0.0/0")]
    [InlineData("2001:db8::", "2001:db8::ffff", "2001:db8::/112")]
    public void A_range_prints_as_a_network_only_where_it_is_one(string first, string last, string expected) =>
        Assert.Equal(expected, new Selector(IPAddress.Parse(first), IPAddress.Parse(last)).Addresses);

    [Fact]
    public void What_is_no_range_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Selector(IPAddress.Parse("10.0.0.2"), IPAddress.Parse("10.0.0.1")));
        Assert.Throws<ArgumentException>(() => new Selector(IPAddress.Parse("10.0.0.2"), IPAddress.IPv6Any));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selector.Network(IPAddress.Parse("10.0.0.2"), 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => Selector.Network(IPAddress.Parse("10.0.0.2"), -1));
    }

    [Fact]
    public void Protocol_and_ports_are_said_in_words() =>
        Assert.Equal(
            "10.1.0.0/24 tcp 443",
            Selector.Network(IPAddress.Parse("10.1.0.0"), 24, protocol: 6, ports: "443").ToString()
        );
}
