using System.Globalization;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Gateways.Pasted;
using SpiBot.Tunnels.Comparison;

namespace SpiBot.Tests.Operations;

public sealed class PasteTests : OperationsTests
{
    /// <summary>What acme's ASA prints of its tunnel with hq-fw1.</summary>
    private static string Acme(string inbound, string outbound, string peer = "198.51.100.1") =>
        $"""
            acme# show crypto ipsec sa peer {peer}
            peer address: {peer}
                Crypto map tag: outside_map, seq num: 10, local addr: 192.0.2.77

                  access-list A extended permit ip 10.2.0.0 255.255.255.0 10.1.0.0 255.255.255.0
                  local ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
                  remote ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
                  current_peer: {peer}

                  #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
                  #pkts decaps: 4, #pkts decrypt: 4, #pkts verify: 4

                  local crypto endpt.: 192.0.2.77/500, remote crypto endpt.: {peer}/500
                  current outbound spi: {outbound}
                  current inbound spi : {inbound}

                inbound esp sas:
                  spi: 0x{inbound} (1)
                     SA State: active
                     transform: esp-aes-256 esp-sha-hmac no compression
                     in use settings ={"{L2L, Tunnel, IKEv2, }"}
                     sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                outbound esp sas:
                  spi: 0x{outbound} (1)
                     SA State: active
                     transform: esp-aes-256 esp-sha-hmac no compression
                     in use settings ={"{L2L, Tunnel, IKEv2, }"}
                     sa timing: remaining key lifetime (kB/sec): (4239359/28761)
            """;

    [Fact]
    public async Task What_was_pasted_is_the_other_end_and_nothing_is_offered_on_it()
    {
        await using var host = await Start();
        await CheckAcme(host);
        Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null((await Paste(host, Acme("40000001", "3000BEEF"))).Problem);

        var both = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal(
            ("On-call engineer", TimeSpan.FromMinutes(3)),
            (both.Pasted!.Name, both.Pasted.At - both.Pasted.OursReadAt)
        );
        Assert.Equal("acme", both.Evidence.Theirs!.Gateway);
        var row = Assert.Single(both.Diagnosis.Comparison);
        Assert.Equal(DirectionVerdict.Match, row.Outgoing.Verdict);
        Assert.Equal((DirectionVerdict.NoMatch, "3000beef"), (row.Incoming.Verdict, row.Incoming.Sends!.Digits));
        Assert.False(both.Diagnosis.TwoLooks);
        Assert.Empty(Offers.Of(both.Diagnosis));
        Assert.StartsWith("c/pasted-", both.Exchange);
    }

    /// <summary>Neither SPI is one of ours, which is what has to be found out.</summary>
    [Fact]
    public async Task Where_a_filter_left_nothing_but_SPIs_the_command_says_of_whom_they_are()
    {
        await using var host = await Start();
        await CheckAcme(host);
        var filtered = string.Join(
            '\n',
            Acme("4000BEEF", "3000BEEF")
                .Split('\n')
                .Where(line => line.Contains("spi", StringComparison.OrdinalIgnoreCase))
        );
        Assert.Contains("is not of this tunnel", (await Paste(host, filtered)).Problem);
        const string typed = "acme# sh cry ips sa peer 198.51.100.1 | i spi\n";
        Assert.Null((await Paste(host, typed + filtered)).Problem);
        var row = Assert.Single((await host.Reporter.Next<TunnelDiagnosed>()).Diagnosis.Comparison);
        Assert.Equal((DirectionVerdict.NoMatch, "3000beef"), (row.Incoming.Verdict, row.Incoming.Sends!.Digits));
    }

    [Fact]
    public async Task Of_a_whole_boxs_SAs_only_those_of_this_tunnel_count()
    {
        await using var host = await Start();
        await CheckAcme(host);
        var others = Acme("40000001", "30000001") + "\n" + Acme("50000001", "50000002", "192.0.2.200");
        Assert.Null((await Paste(host, others)).Problem);
        var both = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal(SelectorVerdict.Match, Assert.Single(both.Diagnosis.Comparison).Verdict);
        var strangers = Acme("50000001", "50000002", "192.0.2.200")
            .Replace("10.2.0.0", "172.16.0.0", StringComparison.Ordinal);
        Assert.Contains("The SA in it is not of this tunnel", (await Paste(host, strangers)).Problem);
    }

    [Fact]
    public async Task Every_platform_is_compared_whatever_a_chat_did_to_it()
    {
        await using var host = await Start();
        await CheckAcme(host);
        foreach (var (platform, text) in PastedByAcme.All)
        {
            foreach (var (mangled, pasted) in PastedByAcme.Mangled(text))
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                var outcome = await Paste(host, pasted);
                Assert.True(outcome.Problem is null, $"{platform}, {mangled}: {outcome.Problem}");

                var both = await host.Reporter.Next<TunnelDiagnosed>();
                // One of them was in the middle of a rekey.
                Assert.True(
                    both.Diagnosis.Comparison.Any(row =>
                        row.Verdict is SelectorVerdict.Match or SelectorVerdict.RekeyOverlap
                    ),
                    $"{platform}, {mangled}: {Told.Of(both.Diagnosis.Comparison)}"
                );
                Assert.DoesNotContain("0203040506", Told.Of(both), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_wrong_command_of_each_platform_is_answered_with_the_right_one_ready_to_copy()
    {
        await using var host = await Start();
        await CheckAcme(host);
        foreach (
            var (wrong, platform, right) in new[]
            {
                (
                    "acme# show vpn-sessiondb l2l\nSession Type: LAN-to-LAN",
                    "Cisco ASA",
                    "show crypto ipsec sa peer 198.51.100.1"
                ),
                (
                    "Crypto Map IPv4 \"vpn\" 10 ipsec-isakmp\n  Peer = 198.51.100.1",
                    "Cisco IOS",
                    "show crypto ipsec sa peer 198.51.100.1"
                ),
                (
                    "FGT # get vpn ipsec tunnel summary\n'hq' 198.51.100.1:0  selectors(total,up): 1/1",
                    "FortiGate",
                    "diagnose vpn tunnel list"
                ),
                ("admin@PA> show vpn ike-sa\nThere is no IKEv1 phase-1 SA found.", "PAN-OS", "show vpn ipsec-sa"),
                (
                    "lab@srx> show security ike security-associations\nIndex State Initiator cookie Responder cookie Mode",
                    "Junos",
                    "show security ipsec security-associations"
                ),
                (
                    "root@gw:~# swanctl --list-conns\nhq: IKEv2, no reauthentication, rekeying every 14400s",
                    "strongSwan",
                    "swanctl --list-sas"
                ),
                (
                    "root@gw:~# ip xfrm policy\nsrc 10.2.0.0/24 dst 10.1.0.0/24\n\tdir out priority 375423",
                    "Linux",
                    "ip xfrm state"
                ),
            }
        )
        {
            var problem = (await Paste(host, wrong)).Problem!;
            Assert.Contains(platform, problem, StringComparison.Ordinal);
            Assert.EndsWith($"Run there: {right}", problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Two_hundred_kilobytes_are_read_and_only_this_tunnel_is_compared()
    {
        await using var host = await Start();
        await CheckAcme(host);
        var others = Enumerable.Range(1, 175).Select(i => Acme($"5{i:X7}", $"6{i:X7}", $"198.18.0.{i}"));
        var text = string.Join('\n', others.Append(Acme("40000001", "30000001")));
        Assert.InRange(text.Length, 200_000, PasteLimit.Characters);

        Assert.Null((await Paste(host, text)).Problem);

        var both = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal(SelectorVerdict.Match, Assert.Single(both.Diagnosis.Comparison).Verdict);
    }

    [Fact]
    public async Task What_is_too_long_is_told_with_the_command_for_this_peer()
    {
        await using var host = await Start();
        await CheckAcme(host);
        var asa = string.Concat(
            Enumerable.Range(1, 240).Select(i => Acme($"5{i:X7}", $"6{i:X7}", $"198.18.0.{i}") + "\n")
        );
        var noise = new string('x', 260_000);

        var ofAnAsa = (await Paste(host, asa)).Problem!;
        var ofNobody = (await Paste(host, noise)).Problem!;

        Assert.InRange(asa.Length, PasteLimit.Characters + 1, 400_000);
        Assert.StartsWith(
            string.Create(
                CultureInfo.InvariantCulture,
                $"It has {asa.Length:N0} characters; 250,000 is the most that is taken. "
            ),
            ofAnAsa
        );
        Assert.EndsWith("Run there: show crypto ipsec sa peer 198.51.100.1", ofAnAsa);
        Assert.StartsWith("It has 260,000 characters; ", ofNobody);
        Assert.Contains("on FortiGate `diagnose vpn tunnel list`", ofNobody);
    }

    [Fact]
    public async Task Of_a_listing_that_was_cut_the_first_half_is_compared_and_the_rest_is_missing()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Tunnel, peer: FakeNetwork.ForeignPeer);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        await host.Reporter.Next<TunnelDiagnosed>();
        var whole = Acme("40000001", "30000001");
        Assert.Null((await Paste(host, whole[..whole.IndexOf("outbound esp sas", StringComparison.Ordinal)])).Problem);
        var both = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal(DirectionVerdict.Match, Assert.Single(both.Diagnosis.Comparison).Outgoing.Verdict);
        Assert.Contains(
            "The rest of acme's SAs: the listing was cut off. Check again to read all of it.",
            both.Diagnosis.Missing
        );
        Assert.DoesNotContain(
            both.Diagnosis.Missing,
            sentence => sentence.StartsWith("A second look", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_same_SPIs_under_another_peer_are_not_this_tunnels()
    {
        await using var host = await Start();
        await CheckAcme(host);
        var text = Acme("40000001", "30000001", "192.0.2.200") + "\n" + Acme("40000001", "3000BEEF");
        Assert.Null((await Paste(host, text)).Problem);
        var both = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal("3000beef", Assert.Single(both.Diagnosis.Comparison).Incoming.Sends!.Digits);
    }

    [Fact]
    public async Task The_wrong_command_answers_which_to_run()
    {
        await using var host = await Start();
        await CheckAcme(host);
        Assert.Contains(
            "show crypto ipsec sa peer 198.51.100.1",
            (
                await Paste(
                    host,
                    "acme# show asp drop\nFrame drop:\n  Invalid SPI (np-sp-invalid-spi)   12\n\nLast clearing: Never"
                )
            ).Problem
        );
        Assert.Contains(
            "on FortiGate `diagnose vpn tunnel list`",
            (await Paste(host, "all is well\nover here")).Problem
        );
    }

    [Fact]
    public async Task It_is_refused_where_it_cannot_be_compared()
    {
        await using var host = await Start();
        await CheckAcme(host);
        Assert.Contains("check again", (await Paste(host, Acme("1000", "2000"), "nothing")).Problem);
        await Diagnosed(host, "ours");
        Assert.Contains("which SpiBot has read itself", (await Paste(host, Acme("1000", "2000"), "ours")).Problem);
        var elsewhere = Shortcuts.Venue with { Conversation = "19:other@thread.tacv2" };
        var grain = host.Grains.GetGrain<ICheckGrain>("c");
        Assert.NotNull(
            (await grain.Paste(Acme("1000", "2000"), OperationsHost.OnCall, Standing.Alone, elsewhere, Ct)).Problem
        );
        Clock.Advance(TimeSpan.FromHours(2));
        Assert.Contains("ends read that far apart", (await Paste(host, Acme("1000", "2000"))).Problem);
    }

    private static async Task CheckAcme(OperationsHost host)
    {
        await host.Check("c", CheckKind.Compare, peer: FakeNetwork.ForeignPeer);
        await host.Reporter.Next<TunnelDiagnosed>();
    }

    private static Task<PasteOutcome> Paste(OperationsHost host, string text, string check = "c") =>
        host
            .Grains.GetGrain<ICheckGrain>(check)
            .Paste(text, OperationsHost.OnCall, Standing.Alone, Shortcuts.Venue, Ct);
}
