using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>Who wants only the SPIs filters the listing on the box; and what begins like a listing need not be one.</summary>
public sealed class FilteredPasteTests
{
    [Theory]
    [InlineData(
        "vd: root/0\nname: berlin\nversion: 2\ninterface: wan1 7\naddr: 198.51.100.1:500 -> 203.0.113.9:500\nIKE SA: created 1/1 established 1/1\nIPsec SA: created 1/1\n",
        "FortiGate"
    )]
    [InlineData(
        "gateway\nname: 'berlin'\ntype: route-based\nlocal-gateway: 198.51.100.1:0 (static)\nremote-gateway: 203.0.113.9:0 (static)\nmode: ike-v2\ninterface: 'wan1' (7)\n",
        "FortiGate"
    )]
    [InlineData(
        "tunnel berlin\n id: 1\n inner interface: tunnel.1 outer interface: ethernet1/1\n state: active\n",
        "PAN-OS"
    )]
    public void An_interface_alone_is_no_listing_of_SAs(string text, string platform)
    {
        foreach (var paste in new[] { text, text.Replace(" interface", "\ninterface", StringComparison.Ordinal) })
        {
            var pasted = PastedOutput.Read(paste);

            Assert.Empty(pasted.Understood);
            Assert.Contains(pasted.NotUnderstood, words => words.Contains(platform, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Failover LAN Interface: failover GigabitEthernet0/3 (up)\n")]
    [InlineData("Failover LAN\nInterface: failover GigabitEthernet0/3 (up)\n")]
    [InlineData("interface: outside\n")]
    [InlineData("interface: outside\n\npeer address: 203.0.113.9\n")]
    public void A_header_alone_is_no_listing_of_SAs(string text)
    {
        Assert.False(ShowCryptoIpsecSa.Read(text).Succeeded);
        Assert.Empty(PastedOutput.Read(text).Understood);
    }

    [Fact]
    public void The_interface_still_belongs_to_the_listing_that_follows()
    {
        var listing = Assert.IsType<SaListing>(Assert.Single(PastedOutput.Read(SampleOutputs.Asa).Understood).Value);

        Assert.Equal("outside", Assert.Single(listing.Tunnels).Interface);
    }

    [Fact]
    public void Of_an_ASAs_lines_about_SPIs_those_in_use_have_a_direction()
    {
        const string Text = """
                  current outbound spi: 0046AB35
                  current inbound spi : E6376DE9
                  spi: 0x11111111 (286331153)
                  spi: 0xE6376DE9 (3862392297)
                  spi: 0x22222222 (572662306)
                  spi: 0x46AB35 (4631349)
                  current outbound spi: 0DD3FC4C
                  current inbound spi : 527873A4
                  spi: 0x527873A4 (1383625636)
                  spi: 0xDD3FC4C (231996492)

            """;

        var output = Assert.Single(PastedOutput.Read($"hq-fw1# show crypto ipsec sa | include spi\n{Text}").Understood);

        Assert.Equal(output.Words, Assert.Single(PastedOutput.Read(Text).Understood).Words);
        Assert.False(output.Complete);
        Assert.Equal(
            ["0xe6376de9 0x0046ab35", "0x527873a4 0x0dd3fc4c"],
            Assert
                .IsType<SaListing>(output.Value)
                .Tunnels.Select(t => $"{Assert.Single(t.Inbound).Spi} {Assert.Single(t.Outbound).Spi}")
        );
    }

    [Fact]
    public void Of_a_routers_lines_about_SPIs_the_one_it_sends_with_is_known()
    {
        const string Text = """
                 current outbound spi: 0xE6376DE9(3862392297)
                  spi: 0x46AB35(4631349)
                  spi: 0xE6376DE9(3862392297)
                 current outbound spi: 0x0(0)

            """;

        var output = Assert.Single(PastedOutput.Read($"rtr1#show crypto ipsec sa | inc spi\n{Text}").Understood);

        Assert.Equal(("cisco_ios", false), (output.Platform, output.Complete));
        var tunnels = Assert.IsType<SaListing>(output.Value).Tunnels;
        Assert.Equal(["0xe6376de9", null], tunnels.Select(t => t.Sending?.ToString()));
        Assert.All(tunnels, tunnel => Assert.Empty(tunnel.Inbound));
    }

    [Theory]
    [InlineData("local ident|current_peer|spi")]
    [InlineData("remote ident|spi")]
    [InlineData("current_peer|spi")]
    public void Lines_about_peers_and_networks_may_stand_between(string filter)
    {
        var lines = (
            SampleOutputs.Asa + SampleOutputs.Asa.Replace("203.0.113.9", "203.0.113.10", StringComparison.Ordinal)
        )
            .Split('\n')
            .Where(line => filter.Split('|').Any(word => line.Contains(word, StringComparison.Ordinal)));

        var output = Assert.Single(
            PastedOutput
                .Read($"hq-fw1# show crypto ipsec sa | include {filter}\n{string.Join('\n', lines)}\n")
                .Understood
        );

        Assert.False(output.Complete);
        Assert.All(
            Assert.IsType<SaListing>(output.Value).Tunnels,
            t =>
                Assert.Equal("0xe6376de9 0x0046ab35", $"{Assert.Single(t.Inbound).Spi} {Assert.Single(t.Outbound).Spi}")
        );
        Assert.Equal(2, Assert.IsType<SaListing>(output.Value).Tunnels.Count);
    }

    [Fact]
    public void An_SA_is_not_taken_for_one_of_the_other_direction_where_a_filter_left_one_heading()
    {
        var lines = SampleOutputs
            .Asa.Split('\n')
            .Where(line =>
                line.Contains("spi", StringComparison.Ordinal) || line.Contains("inbound", StringComparison.Ordinal)
            );

        var output = Assert.Single(PastedOutput.Read(string.Join('\n', lines) + "\n").Understood);

        Assert.Equal(
            [("in", "0xe6376de9"), ("out", "0x0046ab35")],
            Told.Spis(output.Value).Select(s => (s.Direction, s.Spi.ToString()))
        );
        Assert.False(output.Complete);
    }

    [Fact]
    public void An_SA_that_is_being_replaced_has_no_direction_where_its_heading_may_be_missing()
    {
        const string Text = """
                  current outbound spi: 0046AB35
                  current inbound spi : E6376DE9
                inbound esp sas:
                  spi: 0x11111111 (286331153)
                  spi: 0xE6376DE9 (3862392297)
                  spi: 0x22222222 (572662306)
                  spi: 0x46AB35 (4631349)

            """;

        var output = Assert.Single(PastedOutput.Read(Text).Understood);

        Assert.Equal(
            [("in", "0x11111111"), ("in", "0xe6376de9"), ("out", "0x0046ab35")],
            Told.Spis(output.Value).Select(s => (s.Direction, s.Spi.ToString()))
        );
        Assert.False(output.Complete);
    }

    [Fact]
    public void Without_a_current_SPI_nothing_tells_the_direction()
    {
        var pasted = PastedOutput.Read(
            "hq-fw1# show crypto ipsec sa | include spi:_0x\nspi: 0xE6376DE9 (3862392297)\n"
        );

        Assert.Empty(pasted.Understood);
        Assert.Contains("before an SPI", Assert.Single(pasted.NotUnderstood), StringComparison.Ordinal);
    }
}
