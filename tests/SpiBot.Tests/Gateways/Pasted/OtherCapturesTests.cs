using System.Text.Json.Nodes;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Tests.Gateways.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>Real outputs of other platforms against what their publishers read in them. Skipped where the captures are not there.</summary>
public sealed class OtherCapturesTests
{
    [Theory]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa/1")]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa_detail/1")]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa_detail/2")]
    [InlineData("cisco_iosxe/show_crypto_ipsec_sa_peer/1")]
    public void The_SAs_of_IOS_are_those_that_genie_reads(string file)
    {
        var sas = Assert.IsType<SaListing>(Only(file + ".txt", "cisco_ios").Value);

        var idents = Json(file)["interface"]!
            .AsObject()
            .SelectMany(i => i.Value!["ident"]!.AsObject().Select(ident => (Interface: i.Key, Ident: ident.Value!)))
            .ToList();
        Assert.Equal(idents.Count, sas.Tunnels.Count);
        foreach (var ((name, ident), tunnel) in idents.Zip(sas.Tunnels))
        {
            Assert.Equal(name, tunnel.Interface);
            Assert.Equal((string?)ident["peer_ip"], tunnel.Peer);
            Assert.Equal((string?)ident["local_crypto_endpt"], tunnel.Local);
            Assert.Equal(Spis(ident["inbound_esp_sas"]), tunnel.Inbound.Select(sa => sa.Spi));
            Assert.Equal(Spis(ident["outbound_esp_sas"]), tunnel.Outbound.Select(sa => sa.Spi));
            Assert.Equal((long?)ident["pkts_encapsulated"] ?? tunnel.Encaps, tunnel.Encaps);
            Assert.Equal((long?)ident["pkts_decapsulated"] ?? tunnel.Decaps, tunnel.Decaps);
        }
    }

    [Fact]
    public void An_IOS_detail_capture_holds_two_tunnels()
    {
        var sas = Assert.IsType<SaListing>(Only("cisco_ios/show_crypto_ipsec_sa_detail/1.txt", "cisco_ios").Value);

        Assert.True(sas.Complete);
        Assert.Equal(
            ["0xabcd1234 0x1234abcd True", "0x1234dcba 0x4321dcba True"],
            sas.Tunnels.Select(t => $"{t.Accepting.Single()} {t.Sending} {t.NatTraversal}")
        );
    }

    [Fact]
    public void An_IKEv2_session_holds_the_child_SAs_that_genie_reads()
    {
        var ike = Assert.IsType<IkeListing>(Only("cisco_iosxe/show_crypto_ikev2_session/1.txt", "cisco_ios").Value);
        var text = Captures.Text("cisco_iosxe/show_crypto_ikev2_session/1.expected.json");

        Assert.True(ike.Complete);
        Assert.All(
            ike.Sas,
            sa => Assert.Equal(("READY", true, "INITIATOR", 38157L), (sa.State, sa.Up, sa.Role, sa.ActiveSeconds))
        );
        Assert.NotEmpty(ike.Sas.SelectMany(sa => sa.Children!));
        Assert.All(
            ike.Sas.SelectMany(sa => sa.Children!),
            child => Assert.Contains($"0x{child.Inbound!.Value:X}", text, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Theory]
    [InlineData(1, "20.20.20.20 20942")]
    [InlineData(2, "2001:DB8:1201::122 218, 2001:DB8:1202::123 207")]
    public void IKEv2_SAs_of_IOS_are_read_in_both_layouts(int number, string expected)
    {
        var ike = Assert.IsType<IkeListing>(Only($"cisco_iosxe/show_crypto_ikev2_sa/{number}.txt", "cisco_ios").Value);

        Assert.Equal(expected, string.Join(", ", ike.Sas.Select(sa => $"{sa.Peer} {sa.ActiveSeconds}")));
        Assert.All(ike.Sas, sa => Assert.Null(sa.Children));
    }

    [Fact]
    public void Isakmp_SAs_of_IOS_are_those_that_genie_reads()
    {
        var isakmp = Assert.IsType<IsakmpSas>(Only("cisco_iosxe/show_crypto_isakmp_sa/1.txt", "cisco_ios").Value);

        Assert.Equal(
            ["QM_IDLE True", "MM_NO_STATE False", "QM_IDLE True"],
            isakmp.Sas.Select(sa => $"{sa.State} {sa.Up}")
        );
    }

    [Fact]
    public void Sessions_of_IOS_are_those_that_genie_reads()
    {
        var brief = Assert.IsType<CryptoSessions>(Only("cisco_ios/show_crypto_session/1.txt", "cisco_ios").Value);
        var detail = Assert.IsType<CryptoSessions>(
            Only("cisco_iosxe/show_crypto_session_detail/1.txt", "cisco_ios").Value
        );

        var one = Assert.Single(brief.Sessions);
        Assert.Equal(
            ("UP-ACTIVE", "10.1.1.2", 500, "Virtual-Access2"),
            (one.Status, one.Peer, one.PeerPort, one.Interface)
        );
        Assert.Equal([true, false], one.Ike.Select(sa => sa.Up));
        Assert.Equal(2, Assert.Single(one.Flows).ActiveSas);
        Assert.Equal(
            [(0, 0L, 0L, 0L), (4, 4L, 4L, 2949L)],
            Assert
                .Single(detail.Sessions)
                .Flows.Select(f => (f.ActiveSas!.Value, f.Encaps!.Value, f.Decaps!.Value, f.RemainingSeconds!.Value))
        );
    }

    [Fact]
    public void A_PAN_OS_capture_is_read()
    {
        var sas = Assert.IsType<SaListing>(Only("paloalto_panos/show_vpn_ipsec-sa/2.txt", "panos").Value);

        var tunnel = Assert.Single(sas.Tunnels);
        Assert.Equal(
            ("162.159.66.164", "0xb5d09ab8", "0x9fa69407", 3445L),
            (tunnel.Peer, $"{tunnel.Accepting.Single()}", $"{tunnel.Sending}", tunnel.Inbound[0].RemainingSeconds)
        );
        Assert.True(sas.Complete);
    }

    [Fact]
    public void An_FTD_capture_is_read() =>
        Assert.Equal(
            new UnitIdentity(
                "M2-4215-A",
                "7.4.2.4",
                SerialNumber: null,
                Uptime: null,
                "Cisco Firepower 4215 Threat Defense"
            ),
            Only("cisco_ftd/show_version/1.txt", "cisco_ftd").Value
        );

    private static UnderstoodOutput Only(string file, string platform)
    {
        var pasted = PastedOutput.Read(Captures.Text(file));
        Assert.Empty(pasted.NotUnderstood);
        var output = Assert.Single(pasted.Understood);
        Assert.Equal(platform, output.Platform);
        return output;
    }

    private static JsonNode Json(string file) => JsonNode.Parse(Captures.Text(file + ".expected.json"))!;

    private static IEnumerable<Spi> Spis(JsonNode? sas) =>
        sas?["spi"] is JsonObject spis ? spis.Select(spi => Spi.TryParseHex(spi.Key.Split('(')[0])!) : [];
}
