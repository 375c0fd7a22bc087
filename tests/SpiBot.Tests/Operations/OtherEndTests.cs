using System.Net;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Tests.Gateways.Ssh;

namespace SpiBot.Tests.Operations;

public sealed class OtherEndTests
{
    private static readonly GatewayEntry Hq = Entry("hq-fw1", ["198.51.100.1", "2001:db8:51::1"], []);

    [Theory]
    [InlineData("203.0.113.9", "198.51.100.1")]
    [InlineData("2001:db8:113::9", "2001:db8:51::1")]
    public void It_is_read_for_our_address_of_the_peers_family(string peer, string ours)
    {
        var berlin = Entry("berlin-fw1", ["203.0.113.9", "2001:db8:113::9"], ["198.51.100.1", "2001:db8:51::1"]);

        var other = OtherEnd.Of(new GatewayInventory([Hq, berlin], []), Hq, IPAddress.Parse(peer));

        Assert.Equal(("berlin-fw1", ours, null), (other.Gateway, $"{other.Peer}", other.Missing));
    }

    [Fact]
    public void One_that_knows_us_only_in_the_other_family_is_not_read_for_another_tunnel()
    {
        var berlin = Entry("berlin-fw1", ["2001:db8:113::9"], ["198.51.100.1"]);

        var other = OtherEnd.Of(new GatewayInventory([Hq, berlin], []), Hq, IPAddress.Parse("2001:db8:113::9"));

        Assert.Null(other.Gateway);
        Assert.Contains("none of hq-fw1's IPv6 VPN addresses among its peers", other.Missing);
    }

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.77 is no gateway of the inventory: its end")]
    [InlineData("192.0.2.78", "192.0.2.78 is no gateway of the inventory, nor among hq-fw1's peers there: its end")]
    [InlineData("198.51.100.1", "198.51.100.1 is hq-fw1's own address: a gateway has no tunnel with itself.")]
    public void Why_there_is_none_is_said(string peer, string words)
    {
        var hq = Entry("hq-fw1", ["198.51.100.1"], ["192.0.2.77"]);
        var other = OtherEnd.Of(new GatewayInventory([hq], []), hq, IPAddress.Parse(peer));
        Assert.Null(other.Gateway);
        Assert.StartsWith(words, other.Missing, StringComparison.Ordinal);
    }

    private static GatewayEntry Entry(string name, string[] own, string[] peers) =>
        Bench.Entry(22, "SHA256:any") with
        {
            Name = name,
            VpnAddresses = [.. own.Select(IPAddress.Parse)],
            Peers = peers.ToDictionary(peer => $"peer-{peer}", IPAddress.Parse),
        };
}
