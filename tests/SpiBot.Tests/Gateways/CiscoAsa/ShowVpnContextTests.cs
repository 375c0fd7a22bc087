using System.Globalization;
using System.Net;
using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tests.Tunnels;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowVpnContextTests
{
    private const string Two = """
        VPN CTX  = 0x00922FAC

        Peer IP  = 203.0.113.9
        Pointer  = 0xD8DB3010
        State    = UP
        Flags    = DECR+ESP
        SA       = 0x0A4B1F5D
        SPI      = 0xE5C56C30
        Group    = 0
        Pkts     = 17
        Bad Pkts = 1
        Bad SPI  = 2
        Spoof    = 3
        Bad Crypto = 4
        Rekey Pkt  = 0
        Rekey Call = 0

        VPN CTX  = 0x0091CEF4

        Peer IP  = 10.2.0.0
        Pointer  = 0xD8DB2010
        State    = UP
        Flags    = ENCR+ESP+PRESERVE
        SA       = 0x0A4B1F5E
        SPI      = 0x0000ABCD
        Pkts     = 18
        Bad Pkts = 0
        Bad SPI  = 0
        Spoof    = 0
        Bad Crypto = 0

        """;

    [Fact]
    public void The_capture_is_read()
    {
        var expected = Captures.Expected("cisco_asa/show_asp_table_vpn-context_detail/1.expected.yml");
        var read = ShowVpnContext.Read(Captures.Text("cisco_asa/show_asp_table_vpn-context_detail/1.txt")).Value!;

        Assert.True(read.Complete);
        Assert.Equal(
            expected.Select(e =>
                string.Join(
                    ' ',
                    e["vpn_ctx"],
                    e["peer_ip"],
                    e["state"],
                    e["flags"],
                    e["spi"].ToLowerInvariant(),
                    e["pkts"],
                    e["bad_pkts"],
                    e["bad_spi"],
                    e["spoof"],
                    e["bad_crypto"]
                )
            ),
            read.Contexts.Select(c =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"0x{c.Id:X8} {c.Address} {c.State} {c.Flags} {c.Spi} {c.Packets} {c.BadPackets} {c.BadSpi} {c.Spoofed} {c.BadCrypto}"
                )
            )
        );
        Assert.Equal(
            expected.Select(e => e["flags"].StartsWith("DECR", StringComparison.Ordinal)),
            read.Contexts.Select(c => c.Direction == SaDirection.Inbound)
        );
    }

    [Fact]
    public void A_context_is_found_by_its_SPI_and_direction()
    {
        var read = ShowVpnContext.Read(Two).Value!;
        Assert.Equal(0x00922FAC, Assert.Single(read.With(Some.Spi(0xE5C56C30), SaDirection.Inbound)).Id);
        Assert.Empty(read.With(Some.Spi(0xE5C56C30), SaDirection.Outbound));
        Assert.Equal(18, Assert.Single(read.With(Some.Spi(0xABCD), SaDirection.Outbound)).Packets);
    }

    [Fact]
    public void Contexts_of_other_peers_are_not_the_tunnels()
    {
        var all = new DataPath([
            Context(1, "203.0.113.9", 0x1001),
            Context(2, "10.2.0.7", 0x1002),
            Context(3, "192.0.2.77", 0x1003),
            Context(4, "192.0.2.77", 0x1004),
            Context(5, "203.0.113.90", spi: null),
        ]);
        var reading = Some.Reading(Some.Box(), Some.Hq([Some.Sa(0x1003)], [Some.Sa(0x1009)]));

        Assert.Equal([1L, 2L, 3L], all.OfTunnel(reading).Contexts.Select(c => c.Id));

        static DataPathContext Context(long id, string address, uint? spi) =>
            new(id, address, SaDirection.Inbound, spi is { } number ? Some.Spi(number) : null);
    }

    [Fact]
    public void A_network_of_everything_makes_nothing_the_tunnels()
    {
        var anything = Selector.Network(IPAddress.Any, 0);
        var reading = Some.Reading(Some.Box(), Some.Hq([Some.Sa(0x1003)], []) with { RemoteSelector = anything });

        Assert.Empty(
            new DataPath([new(1, "192.0.2.77", SaDirection.Inbound, Some.Spi(0x1001))]).OfTunnel(reading).Contexts
        );
    }

    [Fact]
    public void No_contexts_is_an_answer_and_anything_else_a_failure()
    {
        Assert.Empty(ShowVpnContext.Read("").Value!.Contexts);
        Assert.False(ShowVpnContext.Read("Frame drop:\n").Succeeded);
        Assert.False(ShowVpnContext.Read("VPN CTX = none\n").Succeeded);
        Assert.False(ShowVpnContext.Read("Command authorization failed\n").Succeeded);
    }

    [Fact]
    public void A_cut_listing_is_a_failure_or_says_that_it_is_cut() =>
        Gen.Int[0, Two.Length]
            .Sample(length =>
            {
                var read = ShowVpnContext.Read(Two[..length]);
                return !read.Succeeded
                    || !read.Value.Complete
                    || read.Value.Contexts.All(c => c is { BadCrypto: not null, Spi: not null });
            });
}
