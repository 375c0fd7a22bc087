using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowCryptoIpsecSaTests
{
    private const string Whole = """
        interface: outside
            Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1

              access-list VPN extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0 
              Protected vrf (ivrf): Global
              local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
              remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
              current_peer: 203.0.113.9


              #pkts encaps: 118204, #pkts encrypt: 118204, #pkts digest: 118204
              #pkts decaps: 90417, #pkts decrypt: 90416, #pkts verify: 90416
              #pkts not offload decrypted: 0
              #send errors: 1, #recv errors: 2

              local crypto endpt.: 198.51.100.1/4500, remote crypto endpt.: 203.0.113.9/4500
              path mtu 1500, ipsec overhead 74(44), media mtu 1500
              current outbound spi: 0046AB35
              current inbound spi : E6376DE9

            inbound esp sas:
              spi: 0x8A41C77E (2319566718)
                 SA State: active
                 transform: esp-aes-256 esp-sha-hmac no compression 
                 in use settings ={L2L, Tunnel,  NAT-T-Encaps, IKEv1, Rekeyed}
                 slot: 0, conn_id: 80543744, crypto-map: outside_map
                 sa timing: remaining key lifetime (sec): 0
                 IV size: 16 bytes
                 replay detection support: Y
                 Anti replay bitmap: 
                  0xFFFFFFFF 0xFFFFFFFF
              spi: 0xE6376DE9 (1)
                 SA State: active
                 transform: esp-aes-256 esp-sha-hmac no compression 
                 in use settings ={L2L, Tunnel,  NAT-T-Encaps, IKEv1, }
                 slot: 0, conn_id: 80547840, crypto-map: outside_map
                 sa timing: remaining key lifetime (kB/sec): (4373999/28761)
                 IV size: 16 bytes
                 replay detection support: Y
                 Anti replay bitmap: 
                  0x00000000 0x0000001F
            outbound esp sas:
              spi: 0x46AB35 (4631349)
                 SA State: active
                 transform: esp-aes-256 esp-sha-hmac no compression 
                 in use settings ={L2L, Tunnel,  NAT-T-Encaps, IKEv1, }
                 slot: 0, conn_id: 80547840, crypto-map: outside_map
                 sa timing: remaining key lifetime (kB/sec): (0/28761)
                 IV size: 16 bytes
                 replay detection support: Y
                 Anti replay bitmap: 
                  0x00000000 0x00000001

        """;

    [Fact]
    public void A_tunnel_in_the_middle_of_a_rekey()
    {
        var tunnel = Assert.Single(Read(Whole, complete: true).Tunnels);

        Assert.Equal("203.0.113.9", tunnel.Peer);
        Assert.Equal("198.51.100.1", tunnel.Local);
        Assert.Equal("outside", tunnel.Interface);
        Assert.Equal("outside_map", tunnel.CryptoMap);
        Assert.Equal("10.1.0.0/24", tunnel.LocalSelector?.ToString());
        Assert.Equal("L2L", tunnel.Kind);
        Assert.Equal("IKEv1", tunnel.IkeVersion);
        Assert.True(tunnel.NatTraversal);
        Assert.Equal((4500, 4500), (tunnel.LocalPort, tunnel.RemotePort));
        Assert.Equal((118204L, 90417L, 90416L), (tunnel.Encaps, tunnel.Decaps, tunnel.Decrypts));
        Assert.Equal((1L, 2L), (tunnel.SendErrors, tunnel.ReceiveErrors));
        Assert.Equal(["0x8a41c77e", "0xe6376de9"], tunnel.Accepting.Select(spi => spi.ToString()));
        Assert.Equal([true, false], tunnel.Inbound.Select(sa => sa.Rekeyed));
        Assert.Equal((null, 0L), (tunnel.Inbound[0].RemainingKilobytes, tunnel.Inbound[0].RemainingSeconds));
        Assert.Equal("0x0046ab35", tunnel.Sending?.ToString());
        Assert.Equal((0L, 28761L), (tunnel.Outbound[0].RemainingKilobytes, tunnel.Outbound[0].RemainingSeconds));
    }

    [Theory]
    [InlineData("(10.1.0.0/255.255.255.0/6/0 - 65535)", "10.1.0.0/24 tcp 0-65535")]
    [InlineData("(0.0.0.0/0.0.0.0/6/443)", "0.0.0.0/0 tcp 443")]
    [InlineData("(10.1.0.7/255.255.255.255/1/0)", "10.1.0.7/32 icmp")]
    [InlineData("(10.1.0.7/255.255.255.255/tcp/0)", "10.1.0.7/32 tcp")]
    [InlineData("(2001:db8:1:2::/64/0/0)", "2001:db8:1:2::/64")]
    [InlineData("(2001:db8:1:2::/ffff:ffff:ffff:ffff::/17/500)", "2001:db8:1:2::/64 udp 500")]
    [InlineData("(BERLIN-NET/255.255.255.0/0/0)", null)]
    [InlineData("(10.1.0.0/255.0.255.0/0/0)", null)]
    [InlineData("(", null)]
    public void Selectors(string ident, string? expected)
    {
        var text = Whole.Replace("(10.1.0.0/255.255.255.0/0/0)", ident, StringComparison.Ordinal);

        Assert.Equal(expected, Assert.Single(Read(text, complete: true).Tunnels).LocalSelector?.ToString());
    }

    [Theory]
    [InlineData(
        "local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)",
        "local ident (addr/mask/prot/port): (10.1.0.0/24)",
        6
    )]
    [InlineData("current_peer: 203.0.113.9", "current_peer 203.0.113.9 port 500", 8)]
    [InlineData("#pkts decaps: 90417", "#pkts decaps: 9 0417", 12)]
    [InlineData("current outbound spi: 0046AB35", "current outbound spi: 0x1234567890", 18)]
    [InlineData("spi: 0x8A41C77E (2319566718)", "spi: 0x8A41G77E", 22)]
    [InlineData("sa timing: remaining key lifetime (sec): 0", "sa timing: remaining key lifetime (sec): soon", 27)]
    [InlineData("in use settings ={L2L, Tunnel,  NAT-T-Encaps, IKEv1, Rekeyed}", "in use settings =L2L", 25)]
    [InlineData("interface: outside", "ERROR: % Invalid input detected at '^' marker.", 1)]
    public void What_has_not_its_form_is_a_failure_that_says_where(string right, string wrong, int line)
    {
        var text = Whole.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Whole, text);

        var parsed = ShowCryptoIpsecSa.Read(text);

        Assert.Equal(line, parsed.Failure?.Line);
        Assert.Contains(wrong[..10], parsed.Failure!.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void No_SAs_are_said_in_words() => Assert.Empty(Read("\nThere are no ipsec sas\n", complete: true).Tunnels);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("There are no ipsec")]
    [InlineData("Command authorization failed\n")]
    [InlineData("                ^\nERROR: % Invalid input detected at '^' marker.\n")]
    public void Nothing_and_a_refusal_are_no_empty_listing(string text) =>
        Assert.False(ShowCryptoIpsecSa.Read(text).Succeeded);

    [Fact]
    public void The_form_for_a_peer_begins_with_its_address_and_names_no_interface()
    {
        var text = Whole.Replace("interface: outside", "peer address: 203.0.113.9", StringComparison.Ordinal);

        var tunnel = Assert.Single(Read(text, complete: true).Tunnels);

        Assert.Equal(("203.0.113.9", null), (tunnel.Peer, tunnel.Interface));
    }

    [Fact]
    public void A_second_selector_of_the_same_entry_begins_at_its_access_list()
    {
        var second = Whole[Whole.IndexOf("      access-list", StringComparison.Ordinal)..]
            .Replace("10.1.0.0", "10.1.9.0", StringComparison.Ordinal)
            .Replace("E6376DE9", "3D0912FF", StringComparison.Ordinal);

        var tunnels = Read(Whole + "\n" + second, complete: true).Tunnels;

        Assert.Equal(["10.1.0.0/24", "10.1.9.0/24"], tunnels.Select(t => t.LocalSelector?.ToString()));
        Assert.All(
            tunnels,
            t => Assert.Equal(("outside", "outside_map", "198.51.100.1"), (t.Interface, t.CryptoMap, t.Local))
        );
        Assert.Equal("0x3d0912ff", tunnels[1].Inbound[1].Spi.ToString());
    }

    [Fact]
    public void Names_stand_where_addresses_were_expected()
    {
        var text = Whole.Replace("203.0.113.9", "BERLIN-FW", StringComparison.Ordinal);

        var tunnel = Assert.Single(Read(text, complete: true).Tunnels);

        Assert.Equal(("BERLIN-FW", 4500), (tunnel.Peer, tunnel.RemotePort));
        Assert.Null(tunnel.PeerAddress);
    }

    [Fact]
    public void A_remote_access_user_is_told_from_a_site()
    {
        var text = Whole
            .Replace(
                "current_peer: 203.0.113.9",
                "current_peer: 203.0.113.9, username: rashmi\n      dynamic allocated peer ip: 10.9.0.1",
                StringComparison.Ordinal
            )
            .Replace("{L2L,", "{RA,", StringComparison.Ordinal);

        var tunnel = Assert.Single(Read(text, complete: true).Tunnels);

        Assert.Equal(("203.0.113.9", "rashmi", "RA"), (tunnel.Peer, tunnel.Username, tunnel.Kind));
    }

    [Fact]
    public void A_block_without_its_outbound_SAs_is_incomplete_and_not_down()
    {
        var cut = Whole[..Whole.IndexOf("    outbound esp sas", StringComparison.Ordinal)];

        var listing = Read(cut, complete: false);

        Assert.False(Assert.Single(listing.Tunnels).Complete);
        Assert.Equal(2, listing.Tunnels[0].Inbound.Count);
    }

    [Fact]
    public void What_a_cut_text_did_not_say_is_not_guessed()
    {
        var cut = Whole[..(Whole.IndexOf("Rekeyed", StringComparison.Ordinal) + 4)];

        var sa = Assert.Single(Assert.Single(Read(cut, complete: false).Tunnels).Inbound);

        Assert.False(sa.SettingsRead);
        Assert.Null(sa.RemainingSeconds);
        Assert.Null(Read(cut, complete: false).Tunnels[0].Kind);
    }

    [Fact]
    public void The_end_of_a_text_whose_beginning_is_missing_is_incomplete()
    {
        var rest = Whole[Whole.LastIndexOf("transform", StringComparison.Ordinal)..] + Whole;

        Assert.NotEmpty(Read(rest, complete: false).Tunnels);
    }

    [Fact]
    public void An_SPI_of_zero_means_none()
    {
        var text = Whole.Replace(
            "current inbound spi : E6376DE9",
            "current inbound spi : 00000000",
            StringComparison.Ordinal
        );

        Assert.Null(Assert.Single(Read(text, complete: true).Tunnels).CurrentInbound);
    }

    private static SaListing Read(string text, bool complete)
    {
        var parsed = ShowCryptoIpsecSa.Read(text);
        Assert.True(parsed.Succeeded, parsed.Failure?.ToString());
        Assert.Equal(complete, parsed.Value.Complete);
        return parsed.Value;
    }
}
