using System.Net;
using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class PeerConfigurationTests
{
    private static readonly IPAddress Berlin = IPAddress.Parse("203.0.113.9");

    [Fact]
    public void Entries_have_peers_lifetimes_and_PFS()
    {
        var maps = ShowCryptoMap
            .Read(
                """
                crypto map outside_map 10 match address VPN-BERLIN
                crypto map outside_map 10 set pfs group14
                crypto map outside_map 10 set peer 203.0.113.9 203.0.113.10 
                crypto map outside_map 10 set security-association lifetime seconds 3600
                crypto map outside_map 10 set security-association lifetime kilobytes unlimited
                crypto map outside_map 20 set pfs
                crypto map outside_map 20 set peer 192.0.2.77
                crypto map outside_map 20 set security-association lifetime seconds 28800 kilobytes 4608000
                crypto map outside_map 65535 ipsec-isakmp dynamic SYSTEM_DEFAULT_CRYPTO_MAP
                crypto map outside_map interface outside
                """
            )
            .Value!;
        var berlin = Assert.Single(maps.With(Berlin));
        Assert.Equal(["203.0.113.9", "203.0.113.10"], berlin.Peers);
        Assert.Equal(
            ("outside_map", 10, "VPN-BERLIN", 3600, null, true, "group14"),
            (
                berlin.Map,
                berlin.Sequence,
                berlin.AccessList,
                berlin.LifetimeSeconds,
                berlin.LifetimeKilobytes,
                berlin.KilobytesUnlimited,
                berlin.Pfs
            )
        );
        var acme = Assert.Single(maps.With(IPAddress.Parse("192.0.2.77")));
        Assert.Equal((28_800, 4_608_000, "on"), (acme.LifetimeSeconds, acme.LifetimeKilobytes, acme.Pfs));
        Assert.Equal((true, false), (maps.Knows(Berlin), maps.Knows(IPAddress.Parse("192.0.2.99"))));
    }

    [Theory]
    [InlineData("Security context mode: single \n", false)]
    [InlineData("Security context mode: multiple \nThe flash mode is the SAME as the running mode.\n", true)]
    public void The_mode_is_read(string answer, bool multiple)
    {
        Assert.Equal(multiple, ShowMode.Read(answer).Value?.Multiple);
        Assert.False(ShowMode.Read("Security context mode: \n").Succeeded);
        Assert.False(ShowMode.Read("Command authorization failed\n").Succeeded);
    }

    /// <summary>A box prints one line of such an entry, and no other.</summary>
    [Fact]
    public void The_filter_on_the_box_lets_an_entry_pass_that_is_dynamic()
    {
        const string Line = "crypto map outside_map 65535 ipsec-isakmp dynamic SYSTEM_DEFAULT_CRYPTO_MAP";
        var filter = ShowCryptoMap.Peer(IPAddress.Parse("203.0.113.9")).Text.Split(" | ")[1].Split(' ')[1];

        Assert.Contains(filter.Split('|'), word => Line.Contains(word, StringComparison.Ordinal));
        Assert.Empty(
            Assert.Single(ShowCryptoMap.Peer(IPAddress.Parse("203.0.113.9")).Read(Line + "\n").Value!.Entries).Peers
        );
    }

    [Fact]
    public void A_peer_by_name_may_be_anybody()
    {
        var maps = ShowCryptoMap.Read("crypto map m 10 set peer BERLIN\ncrypto map m 20 set peer 203.0.113.9").Value!;
        Assert.Equal((true, null), (maps.Knows(Berlin), maps.Knows(IPAddress.Parse("192.0.2.99"))));
    }

    [Fact]
    public void No_crypto_map_is_an_answer_and_anything_else_a_failure()
    {
        Assert.Empty(ShowCryptoMap.Read("").Value!.Entries);
        Assert.Empty(ShowCryptoMap.Read("crypto map m interface outside\n").Value!.Entries);
        Assert.False(ShowCryptoMap.Read("Frame drop:\n").Succeeded);
        Assert.False(ShowCryptoMap.Read("Command authorization failed").Succeeded);
    }

    [Fact]
    public void The_captures_are_read()
    {
        var all = ShowCryptoMap.Read(Captures.Text("cisco_asa/show_running-config_all_crypto_map/1.txt")).Value!;
        Assert.Equal(3600, Assert.Single(all.With(IPAddress.Parse("185.108.69.37"))).LifetimeSeconds);
        Assert.Contains(all.Entries, e => e is { Sequence: 65535, Peers.Count: 0 });
        var named = ShowCryptoMap.Read(Captures.Text("cisco_asa/show_running-config_crypto_map/1.txt")).Value!;
        Assert.Equal(["Peer-1", "Peer-2"], named.Entries.SelectMany(e => e.Peers));
        Assert.All(named.Entries, e => Assert.Equal(28_800, e.LifetimeSeconds));
        var group = ShowTunnelGroup.Read(Captures.Text("cisco_asa/show_running-config_tunnel-group/1.txt"));
        Assert.True(
            group.Value is { Name: "tun01", Kind: "remote-access", DeadPeerDetection: null }
                || group.Failure is { Line: > 1 }
        );
    }

    [Theory]
    [InlineData(" isakmp keepalive threshold 10 retry 2", true, 10, 2)]
    [InlineData(" isakmp keepalive disable", false, null, null)]
    [InlineData(" ikev2 remote-authentication pre-shared-key *****", null, null, null)]
    public void A_tunnel_group_tells_dead_peer_detection(string line, bool? on, int? idle, int? retry) =>
        Assert.Equal(
            new TunnelGroup("203.0.113.9", "ipsec-l2l", on, idle, retry),
            ShowTunnelGroup
                .Read($"tunnel-group 203.0.113.9 type ipsec-l2l\ntunnel-group 203.0.113.9 ipsec-attributes\n{line}\n")
                .Value
        );

    [Fact]
    public void No_tunnel_group_is_an_answer_and_two_are_a_failure()
    {
        Assert.Null(ShowTunnelGroup.Read("").Value?.Name);
        Assert.Equal(
            2,
            ShowTunnelGroup.Read("tunnel-group a type ipsec-l2l\ntunnel-group b type ipsec-l2l").Failure?.Line
        );
        Assert.False(ShowTunnelGroup.Read("Frame drop:").Succeeded);
    }

    [Fact]
    public void Reading_is_total() =>
        Gen.OneOf(
                Gen.String,
                Gen.Const("crypto map m 99999 set peer"),
                Gen.Const("crypto map m 1 set security-association lifetime kilobytes"),
                Gen.Const("isakmp keepalive threshold 99999999999999999999 retry"),
                Gen.Const("tunnel-group x type")
            )
            .Array[0, 5]
            .Sample(lines =>
            {
                var text = string.Join('\n', lines);
                var (maps, group) = (ShowCryptoMap.Read(text), ShowTunnelGroup.Read(text));
                Assert.True(maps.Succeeded != (maps.Failure is not null));
                Assert.True(group.Succeeded != (group.Failure is not null));
            });
}
