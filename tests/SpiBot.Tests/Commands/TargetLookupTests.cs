using System.Net;
using SpiBot.Commands;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Commands;

public sealed class TargetLookupTests
{
    private static readonly GatewayEntry Hq = Entry(
        "hq-fw1",
        "198.51.100.1",
        ("berlin", "203.0.113.9"),
        ("acme", "192.0.2.77")
    );
    private static readonly GatewayEntry Berlin = Entry(
        "berlin-fw1",
        "203.0.113.9",
        ("hq", "198.51.100.1"),
        ("acme", "192.0.2.77")
    );
    private readonly TargetLookup lookup = Lookup(Hq, Berlin);

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("berlin")]
    [InlineData("Berlin")]
    [InlineData("berlin-fw1")]
    public void The_viewpoint_is_the_gateway_that_knows_the_peer(string typed)
    {
        var found = Assert.IsType<Target.Found>(lookup.Peer(typed, null, null));
        Assert.Equal("hq-fw1", found.Gateway.Name);
        Assert.Equal(IPAddress.Parse("203.0.113.9"), found.Peer);
    }

    [Theory]
    [InlineData("berlin")]
    [InlineData("head-office")]
    public void A_peer_may_have_two_names(string typed)
    {
        var hq = Entry("hq-fw1", "198.51.100.1", ("berlin", "203.0.113.9"), ("head-office", "203.0.113.9"));
        var found = Assert.IsType<Target.Found>(Lookup(hq).Peer(typed, null, null));
        Assert.Equal(IPAddress.Parse("203.0.113.9"), found.Peer);
    }

    [Theory]
    [InlineData("2001:db8:1::9")]
    [InlineData("2001:0DB8:1:0:0:0:0:9")]
    [InlineData("berlin6")]
    public void A_peer_may_have_an_IPv6_address(string typed)
    {
        var hq = Entry("hq-fw1", "2001:db8::1", ("berlin6", "2001:db8:1::9"));
        var found = Assert.IsType<Target.Found>(Lookup(hq).Peer(typed, null, null));
        Assert.Equal(("hq-fw1", IPAddress.Parse("2001:db8:1::9")), (found.Gateway.Name, found.Peer));
    }

    [Fact]
    public void A_peer_that_two_gateways_know_is_asked_about()
    {
        var asked = Assert.IsType<Target.NotFound>(lookup.Peer("192.0.2.77", null, null));
        Assert.Equal(TargetPart.Gateway, asked.Wrong);
        Assert.Equal(["hq-fw1", "berlin-fw1"], asked.Candidates);

        Assert.Equal(
            "berlin-fw1",
            Assert.IsType<Target.Found>(lookup.Peer("192.0.2.77", "berlin-fw1", null)).Gateway.Name
        );
        Assert.Equal(
            "berlin-fw1",
            Assert.IsType<Target.Found>(lookup.Peer("192.0.2.77", null, "berlin-fw1")).Gateway.Name
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hq-fw1")]
    public void A_name_with_two_addresses_is_asked_about_and_is_one_gateways_view(string? named)
    {
        var hq = Entry("hq-fw1", "198.51.100.1", ("berlin", "203.0.113.9"), ("berlin6", "2001:db8::9"));
        var berlin = Berlin with { VpnAddresses = [IPAddress.Parse("203.0.113.9"), IPAddress.Parse("2001:db8::9")] };
        var both = Lookup(hq, berlin);

        var asked = Assert.IsType<Target.NotFound>(both.Peer("berlin-fw1", named, null));

        Assert.Equal((TargetPart.Peer, 2), (asked.Wrong, asked.Candidates.Count));
        Assert.Equal("berlin-fw1 has 2 addresses that hq-fw1 knows as peers: which one?", asked.Problem);
        Assert.All(
            asked.Candidates,
            address =>
                Assert.Equal(
                    IPAddress.Parse(address),
                    Assert.IsType<Target.Found>(both.Peer(address, named, null)).Peer
                )
        );
    }

    [Fact]
    public void A_gateway_that_knows_a_peer_by_two_addresses_is_counted_once()
    {
        var hq = Entry("hq-fw1", "198.51.100.1", ("berlin", "203.0.113.9"), ("berlin6", "2001:db8::9"));
        var dr = Entry("dr-fw1", "198.51.100.2", ("berlin", "203.0.113.9"));
        var berlin = Berlin with { VpnAddresses = [IPAddress.Parse("203.0.113.9"), IPAddress.Parse("2001:db8::9")] };
        var asked = Assert.IsType<Target.NotFound>(Lookup(hq, dr, berlin).Peer("berlin-fw1", null, null));
        Assert.StartsWith("2 gateways know", asked.Problem, StringComparison.Ordinal);
        Assert.Equal(["hq-fw1", "dr-fw1"], asked.Candidates);
    }

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9 is berlin-fw1 itself, which has no tunnel with itself.")]
    [InlineData("berlin-fw1", "berlin-fw1 has no tunnel with itself.")]
    public void A_gateway_is_no_peer_of_its_own_and_on_the_box_that_was_named_the_other_end_is_offered(
        string typed,
        string problem
    )
    {
        var wrong = Assert.IsType<Target.NotFound>(lookup.Peer(typed, "berlin-fw1", null));
        Assert.Equal(problem, wrong.Problem);
        Assert.Equal((TargetPart.Peer, "198.51.100.1"), (wrong.Wrong, Assert.Single(wrong.Candidates)));
    }

    [Fact]
    public void Where_it_does_not_have_the_other_end_as_a_peer_from_where_it_can_be_seen_is_offered()
    {
        var berlin = Entry("berlin-fw1", "203.0.113.9", ("acme", "192.0.2.77"));
        var wrong = Assert.IsType<Target.NotFound>(Lookup(Hq, berlin).Peer("203.0.113.9", "berlin-fw1", null));
        Assert.Equal((TargetPart.Gateway, "hq-fw1"), (wrong.Wrong, Assert.Single(wrong.Candidates)));
    }

    [Theory]
    [InlineData("is the tunnel to berlin up?", "berlin")]
    [InlineData("why is BERLIN-FW1 down", "BERLIN-FW1")]
    [InlineData("203.0.113.77", "203.0.113.77")]
    [InlineData("users behind 203.0.113.9, and 2001:db8::9: cannot work", "203.0.113.9 2001:db8::9")]
    [InlineData("status of 203.0.113", "")]
    [InlineData("thanks", "")]
    public void What_a_question_speaks_of_is_found(string text, string peers) =>
        Assert.Equal(peers, string.Join(' ', lookup.Mentioned(text)));

    [Fact]
    public void Of_gateways_that_may_not_be_read_no_name_is_known() =>
        Assert.Empty(
            new TargetLookup(new GatewayInventory([Hq, Berlin], []), [Berlin]).Mentioned("is berlin up, and hq-fw1?")
        );

    [Theory]
    [InlineData(null)]
    [InlineData("hq-fw1")]
    public void Where_nobody_has_it_as_a_peer_its_own_peers_are_offered(string? named)
    {
        var alone = Lookup(Hq);
        var wrong = Assert.IsType<Target.NotFound>(alone.Peer("198.51.100.1", named, null));
        Assert.Contains(
            "198.51.100.1 is hq-fw1 itself, which has no tunnel with itself, and no gateway",
            wrong.Problem
        );
        Assert.Equal(["203.0.113.9", "192.0.2.77"], wrong.Candidates);
    }

    [Fact]
    public void A_peer_that_the_inventory_does_not_list_may_be_asked_for_on_a_gateway_all_the_same() =>
        Assert.Equal(
            IPAddress.Parse("203.0.113.77"),
            Assert.IsType<Target.Found>(lookup.Peer("203.0.113.77", "hq-fw1", null)).Peer
        );

    [Theory]
    [InlineData("203.0.113")]
    [InlineData("203.0.113.900")]
    [InlineData("1")]
    [InlineData("203.0.113.09")]
    public void What_is_not_quite_an_address_is_not_taken_for_one(string typed)
    {
        var wrong = Assert.IsType<Target.NotFound>(lookup.Peer(typed, null, null));
        Assert.Contains("not an IP address", wrong.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.5")]
    [InlineData("::")]
    public void An_address_of_none_or_of_many_is_no_peer(string typed)
    {
        Assert.All<string?>(
            [null, "hq-fw1"],
            named =>
                Assert.Contains(
                    "not the address of one gateway",
                    Assert.IsType<Target.NotFound>(lookup.Peer(typed, named, null)).Problem,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void Where_few_peers_are_known_they_are_offered()
    {
        Assert.Equal(["hq", "acme"], lookup.WhichPeer("check X", "berlin-fw1", "hq-fw1").Candidates);
        Assert.Equal(["berlin", "acme"], lookup.WhichPeer("check X", named: null, "hq-fw1").Candidates);
        Assert.Equal(["berlin", "acme", "hq"], lookup.WhichPeer("check X", named: null, last: null).Candidates);
        var many = Entry("many", "198.51.100.7", [.. Enumerable.Range(1, 5).Select(i => ($"p{i}", $"192.0.2.{i}"))]);
        Assert.Empty(Lookup(many).WhichPeer("check X", "many", last: null).Candidates);
    }

    [Fact]
    public void An_unknown_peer_with_nothing_near_is_not_told_to_press_anything()
    {
        var wrong = Assert.IsType<Target.NotFound>(lookup.Peer("completely-different", null, null));
        Assert.Empty(wrong.Candidates);
        Assert.DoesNotContain("press", wrong.DoNow, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_peer_gets_the_nearest_ones()
    {
        var wrong = Assert.IsType<Target.NotFound>(lookup.Peer("203.0.113.8", null, null));
        Assert.Equal(TargetPart.Peer, wrong.Wrong);
        Assert.Equal("203.0.113.9", wrong.Candidates[0]);
    }

    [Fact]
    public void An_unknown_gateway_gets_the_nearest_one()
    {
        var wrong = Assert.IsType<Target.NotFound>(lookup.Gateway("hq-fw", null));
        Assert.Equal("hq-fw1", wrong.Candidates[0]);
    }

    [Fact]
    public void Without_a_gateway_the_threads_last_one_is_meant()
    {
        Assert.Equal("berlin-fw1", Assert.IsType<Target.Found>(lookup.Gateway(null, "berlin-fw1")).Gateway.Name);
        Assert.Equal(["hq-fw1", "berlin-fw1"], Assert.IsType<Target.NotFound>(lookup.Gateway(null, null)).Candidates);
    }

    [Fact]
    public void An_empty_inventory_says_so()
    {
        var empty = Lookup();
        Assert.Contains(
            "spibot.json",
            Assert.IsType<Target.NotFound>(empty.Gateway(null, null)).DoNow,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Of_several_gateways_that_know_a_peer_those_that_may_be_read_are_asked_about()
    {
        var dr = Entry("dr-fw1", "198.51.100.2", ("acme", "192.0.2.77"));
        var inventory = new GatewayInventory([Hq, Berlin, dr], []);

        var two = Assert.IsType<Target.NotFound>(
            new TargetLookup(inventory, [Hq, dr]).Peer("acme", null, "berlin-fw1")
        );
        Assert.StartsWith("2 gateways know acme", two.Problem, StringComparison.Ordinal);
        Assert.Equal(["hq-fw1", "dr-fw1"], two.Candidates);
        var one = Assert.IsType<Target.Found>(new TargetLookup(inventory, [dr]).Peer("192.0.2.77", null, "hq-fw1"));
        Assert.Equal("dr-fw1", one.Gateway.Name);
        var none = Assert.IsType<Target.NotFound>(new TargetLookup(inventory, [dr]).Peer("berlin", null, null));
        Assert.Equal("No gateway that you may read knows \"berlin\" as a peer.", none.Problem);
        Assert.StartsWith("There may be gateways that you may not read", none.DoNow, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", none.Candidates);
    }

    [Fact]
    public void With_one_gateway_that_may_be_read_it_need_not_be_named_but_no_other_is_told_of()
    {
        var far = Entry("far-fw1", "2001:db8:ffff::1", ("hq", "198.51.100.1"));
        var one = new TargetLookup(new GatewayInventory([Hq, far], []), [Hq]);

        var found = Assert.IsType<Target.Found>(one.Peer("2001:db8:ffff::77", null, null));
        Assert.Equal("hq-fw1", found.Gateway.Name);
        // Checked, it would be said that they may not read far-fw1.
        var closed = Assert.IsType<Target.NotFound>(one.Peer("2001:db8:ffff::1", null, null));
        Assert.DoesNotContain("far-fw1", closed.Problem + closed.DoNow, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("berlin-fw1")]
    [InlineData("203.0.113.9")]
    [InlineData("hq")]
    public void Of_a_gateway_that_was_named_and_may_not_be_read_nothing_is_told(string typed)
    {
        var found = new TargetLookup(new GatewayInventory([Hq, Berlin], []), [Hq]).Peer(typed, "berlin-fw1", null);
        Assert.Equal("berlin-fw1", Assert.IsType<Target.Found>(found).Gateway.Name);
    }

    private static TargetLookup Lookup(params GatewayEntry[] all) => new(new GatewayInventory(all, []), all);

    private static GatewayEntry Entry(string name, string vpn, params (string Name, string Address)[] peers) =>
        new(
            name,
            "192.0.2.10",
            22,
            "cisco_asa",
            "spibot",
            name,
            ["SHA256:x"],
            [IPAddress.Parse(vpn)],
            peers.ToDictionary(p => p.Name, p => IPAddress.Parse(p.Address))
        );
}
