using SpiBot.Gateways.Platforms.FortiOs;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary><c>get vpn ipsec tunnel details</c>: what stands in it of a tunnel, its selectors and their SAs.</summary>
public sealed class FortiOsDetailsTests
{
    [Fact]
    public void Both_selectors_of_a_tunnel_are_read_and_the_younger_SA_is_the_one_in_use()
    {
        var listing = Read(SampleOutputs.FortiDetails);

        Assert.True(listing.Complete);
        Assert.Equal(2, listing.Tunnels.Count);
        var (rekeying, down) = (listing.Tunnels[0], listing.Tunnels[1]);
        Assert.Equal(
            ("203.0.113.9", "198.51.100.1", "berlin", "IKEv2", true, 4500),
            (
                rekeying.Peer,
                rekeying.Local,
                rekeying.Interface,
                rekeying.IkeVersion,
                rekeying.NatTraversal,
                rekeying.RemotePort
            )
        );
        Assert.Equal(("10.1.0.0/24", "10.2.0.0/24"), ($"{rekeying.LocalSelector}", $"{rekeying.RemoteSelector}"));
        Assert.Equal([(0x24c2ab67u, 12L), (0x24c2ab68u, 42897L)], Sas(rekeying.Inbound));
        Assert.Equal([(0x0dd3fc4bu, 12L), (0x0dd3fc4cu, 42897L)], Sas(rekeying.Outbound));
        Assert.Equal(0x0dd3fc4cu, rekeying.CurrentOutbound!.Value);
        Assert.Equal(("10.3.0.0/24", 0, 0), ($"{down.LocalSelector}", down.Inbound.Count, down.Outbound.Count));
        // Which of two selectors they are of is not printed.
        Assert.All(listing.Tunnels, tunnel => Assert.Equal((null, null), (tunnel.Encaps, tunnel.Decaps)));
    }

    [Fact]
    public void The_packets_of_a_tunnel_with_one_selector_are_that_selectors()
    {
        var text = SampleOutputs.FortiDetails;
        var one = text[..text.IndexOf("name: 'berlin2'", StringComparison.Ordinal)];

        var tunnel = Assert.Single(Read(one).Tunnels);

        Assert.Equal((34, 12), (tunnel.Encaps, tunnel.Decaps));
    }

    [Theory]
    [InlineData("SA")]
    [InlineData("lifetime/rekey: 43200/12")]
    [InlineData("tx-esp-seq: 4")]
    [InlineData("spi: 24c2ab67")]
    [InlineData("outbound")]
    public void Cut_behind_a_line_of_an_SA_it_is_not_whole(string last)
    {
        var text = SampleOutputs.FortiDetails;
        var cut = text[..(text.IndexOf(last, StringComparison.Ordinal) + last.Length)];

        Assert.False(Read(cut + "\n").Complete);
        Assert.False(Read(cut).Complete);
    }

    [Fact]
    public void Cut_anywhere_no_SPI_is_made_up_and_what_is_missing_is_known_to_be()
    {
        var text = SampleOutputs.FortiDetails;
        var whole = Read(text).Tunnels.SelectMany(Spis).ToHashSet();
        var down = text.LastIndexOf("dst:", StringComparison.Ordinal);
        for (var length = 1; length < down; length++)
        {
            if (VpnIpsecTunnel.Read(text[..length]) is not { Succeeded: true } read)
            {
                continue;
            }

            var spis = read.Value!.Tunnels.SelectMany(Spis).ToList();
            Assert.Subset(whole, spis.ToHashSet());
            Assert.True(spis.Count % 2 == 0 || !read.Value.Complete, $"cut at {length}");
        }

        static IEnumerable<uint> Spis(ChildSa tunnel) =>
            tunnel.Inbound.Concat(tunnel.Outbound).Select(sa => sa.Spi.Value);
    }

    private static SaListing Read(string text)
    {
        var read = VpnIpsecTunnel.Read(text);
        Assert.True(read.Succeeded, $"{read.Failure}");
        return read.Value;
    }

    private static IEnumerable<(uint, long)> Sas(IReadOnlyList<SecurityAssociation> sas) =>
        sas.Select(sa => (sa.Spi.Value, sa.RemainingSeconds!.Value));
}
