using System.Net;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

public sealed class PastedOutputTests
{
    private static readonly IPAddress Here = IPAddress.Parse("198.51.100.1");

    public static TheoryData<string, string, string> Samples =>
        [.. SampleOutputs.All.Select(s => (s.Platform, s.Command, s.Text))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_output_is_recognised_by_itself(string platform, string command, string text)
    {
        var output = Assert.Single(Read(text).Understood);

        Assert.Equal((platform, command), (output.Platform, output.Command));
        Assert.True(output.Complete, output.Words);
    }

    [Theory]
    [InlineData("hq-fw1# show crypto ipsec sa peer 203.0.113.9", SampleOutputs.Asa, "cisco_asa")]
    [InlineData("rtr-berlin#sh cry ips sa peer 198.51.100.1", SampleOutputs.Ios, "cisco_ios")]
    [InlineData("> show crypto ipsec sa peer 203.0.113.9", SampleOutputs.Asa, "cisco_ftd")]
    [InlineData("FGT60F (root) # diagnose vpn tunnel list name berlin", SampleOutputs.Forti, "fortios")]
    [InlineData("FGT60F (root) # get vpn ipsec tunnel name berlin", SampleOutputs.FortiDetails, "fortios")]
    [InlineData("get vpn ipsec tunnel details", SampleOutputs.FortiDetails, "fortios")]
    [InlineData("admin@PA-220(active)> show vpn ipsec-sa tunnel berlin", SampleOutputs.PanOs, "panos")]
    [InlineData("lab@srx> show security ipsec security-associations", SampleOutputs.Junos, "junos")]
    [InlineData("[root@gw ~]# swanctl -l", SampleOutputs.Swanctl, "strongswan")]
    [InlineData("swanctl \u2013list-sas", SampleOutputs.Swanctl, "strongswan")]
    [InlineData("user@gw:~$ sudo ipsec statusall", SampleOutputs.Statusall, "strongswan")]
    [InlineData("root@gw:~# ip -s xfrm state", SampleOutputs.Xfrm, "linux_xfrm")]
    [InlineData("sudo ip xfrm state", SampleOutputs.Xfrm, "linux_xfrm")]
    public void The_command_before_it_may_be_pasted_too(string prompt, string text, string platform)
    {
        var output = Assert.Single(Read($"{prompt}\n{text}").Understood);

        Assert.Equal(platform, output.Platform);
        Assert.InRange(output.Line, 2, 3);
        Assert.True(output.Complete, output.Words);
    }

    [Theory]
    [InlineData("FGT60F (root) #")]
    [InlineData("FGT60F # ")]
    [InlineData("berlin-fw (vpn) # exit")]
    public void The_prompt_of_a_FortiGate_behind_it_is_no_part_of_it(string prompt)
    {
        foreach (var text in (string[])[SampleOutputs.Forti, SampleOutputs.FortiDetails])
        {
            var output = Assert.Single(Read($"{text}\n{prompt}").Understood);
            Assert.True(output.Complete, output.Words);
        }
    }

    [Fact]
    public void Several_outputs_in_one_paste_are_all_read()
    {
        var pasted = Read(
            $"here is what we have\nhq-fw1# show crypto ipsec sa peer 203.0.113.9\n{SampleOutputs.Asa}hq-fw1# show asp drop\nFrame drop:\n  Invalid SPI (np-sp-invalid-spi)   7\nhq-fw1# exit\n\nand theirs:\n{SampleOutputs.Forti}\n{SampleOutputs.Ios}{SampleOutputs.Junos}"
        );

        Assert.Equal(
            [
                "cisco_asa show crypto ipsec sa",
                "cisco_asa show asp drop",
                "fortios diagnose vpn tunnel list",
                "cisco_ios show crypto ipsec sa",
                "junos show security ipsec security-associations",
            ],
            pasted.Understood.Select(o => $"{o.Platform} {o.Command}")
        );
        Assert.All(pasted.Understood, output => Assert.True(output.Complete, output.Words));
    }

    [Theory]
    [InlineData(SampleOutputs.Asa, SampleOutputs.Ios, "cisco_asa", "cisco_ios")]
    [InlineData(SampleOutputs.Ios, SampleOutputs.Asa, "cisco_ios", "cisco_asa")]
    [InlineData(SampleOutputs.Xfrm, SampleOutputs.Asa, "linux_xfrm", "cisco_asa")]
    [InlineData(SampleOutputs.Swanctl, SampleOutputs.Ios, "strongswan", "cisco_ios")]
    [InlineData(SampleOutputs.PanOs, SampleOutputs.Asa, "panos", "cisco_asa")]
    public void Both_ends_in_one_paste_are_told_apart_without_a_prompt(
        string first,
        string second,
        string one,
        string other
    )
    {
        var pasted = Read(first + second);

        Assert.Equal([one, other], pasted.Understood.Select(o => o.Platform));
        Assert.All(pasted.Understood, output => Assert.True(output.Complete, output.Words));
        Assert.Equal(Told.Of(Read(second).Understood[0].Value), Told.Of(pasted.Understood[1].Value));
    }

    [Theory]
    [InlineData("current outbound spi: 0046AB35\ncurrent inbound spi : E6376DE9", "cisco_asa")]
    [InlineData(
        "inbound esp sas:\nspi: 0xE6376DE9 (3862392297)\noutbound esp sas:\nspi: 0x46AB35 (4631349)",
        "cisco_asa"
    )]
    [InlineData(
        "inbound esp sas:\nspi: 0xE6376DE9(3862392297)\noutbound esp sas:\nspi: 0x46AB35(4631349)",
        "cisco_ios"
    )]
    [InlineData(
        "dec: spi=e6376de9 esp=aes key=16 000102030405060708090a0b0c0d0e0f\nenc: spi=0046ab35 esp=aes key=16 000102030405060708090a0b0c0d0e0f",
        "fortios"
    )]
    [InlineData("tx-esp-seq: 4\nreplay: enabled\nqat: 0\ninbound\nspi: e6376de9\noutbound\nspi: 0046ab35\n", "fortios")]
    [InlineData("in  e6376de9,   1234 bytes,    12 packets\nout 0046ab35,   1234 bytes,    12 packets", "strongswan")]
    [InlineData("hq{3}:  INSTALLED, TUNNEL, reqid 1, ESP SPIs: e6376de9_i 0046ab35_o", "strongswan")]
    [InlineData("1 1 203.0.113.9 berlin(gw) ESP/A256/SHA256 E6376DE9 0046AB35 3527/102400", "panos")]
    [InlineData(
        "<131073 ESP:aes-cbc-256/sha1 e6376de9 2528/ unlim - root 500 203.0.113.9\n>131073 ESP:aes-cbc-256/sha1 0046ab35 2528/ unlim - root 500 203.0.113.9 ",
        "junos"
    )]
    [InlineData(
        "<131073 ESP:aes-cbc-256/sha1 e6376de9 2528/ unlim - root 500 203.0.113.9\n>131073 ESP:aes-cbc-256/sha1 0046ab35 2528/ unlim - root 500 203.0.113.9",
        "junos"
    )]
    [InlineData(
        "<131073 203.0.113.9 500 ESP:aes-cbc-256/sha1 e6376de9 2528/unlim - 0\n>131073 203.0.113.9 500 ESP:aes-cbc-256/sha1 0046ab35 2528/unlim - 0 ",
        "junos"
    )]
    public void Only_the_lines_with_the_SPIs_are_enough(string text, string platform)
    {
        var output = Assert.Single(Read(text).Understood);

        Assert.Equal(platform, output.Platform);
        Assert.Equal(
            [("in", "0xe6376de9"), ("out", "0x0046ab35")],
            Told.Spis(output.Value).Select(s => (s.Direction, s.Spi.ToString()))
        );
    }

    [Theory]
    [InlineData("Local spi: 6F86196AB2C574E3       Remote spi: 74AD695CF23C4805")]
    [InlineData("hq-berlin: #1, ESTABLISHED, IKEv2, cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r")]
    [InlineData("hq-berlin[1]: IKEv2 SPIs: cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r, rekeying in 1 hour")]
    [InlineData("dec: spi=24c2ab6824c2ab68 esp=null")]
    [InlineData("in  cb469ea1a7223567, 12 bytes")]
    [InlineData("<131073 ESP:aes-cbc-256/sha1 cb469ea1a7223567 2528/ unlim - root 500 203.0.113.9 ")]
    [InlineData("proto esp spi 0xcb469ea1a7223567 reqid 1 mode tunnel")]
    public void The_SPIs_of_IKE_are_never_taken_for_those_of_ESP(string text) =>
        Assert.Empty(Read(text).Understood.SelectMany(o => Told.Spis(o.Value)));

    [Fact]
    public void Both_IKE_tables_of_an_ASA_are_read_in_either_order()
    {
        const string Ikev1 =
            "IKEv1 SAs:\n\n   Active SA: 1\nTotal IKE SA: 1\n\n1   IKE Peer: 203.0.113.9\n    Type    : L2L             Role    : initiator\n    Rekey   : no              State   : MM_ACTIVE\n";
        const string Ikev2 =
            "IKEv2 SAs:\n\nSession-id:7, Status:UP-ACTIVE, IKE count:1, CHILD count:0\n\nTunnel-id Local Remote Status Role\n 38557965 198.51.100.1/500 203.0.113.7/500 READY RESPONDER\n      Life/Active Time: 86400/73 sec\n";

        foreach (var text in new[] { Ikev1 + Ikev2, Ikev2 + Ikev1 })
        {
            var ike = Assert.IsType<IkeListing>(Assert.Single(Read(text).Understood).Value);

            Assert.Equal(["1 203.0.113.9", "2 203.0.113.7"], ike.Sas.Select(sa => $"{sa.Version} {sa.Peer}"));
            Assert.True(ike.Complete);
        }
    }

    [Theory]
    [InlineData("sa timing: remaining key lifetime (k/sec): (KB Vol Rekey Disabled/3191)", 3191L)]
    [InlineData("sa timing: remaining key lifetime (sec): 3191", 3191L)]
    [InlineData("sa timing: remaining key lifetime 1 hours, 10 mins", 4200L)]
    public void IOS_prints_lifetimes_without_a_volume(string timing, long seconds)
    {
        var text = string.Join(
            '\n',
            SampleOutputs
                .Ios.Split('\n')
                .Select(line => line.Contains("sa timing", StringComparison.Ordinal) ? timing : line)
        );

        var output = Assert.Single(Read(text).Understood);

        Assert.Equal("cisco_ios", output.Platform);
        var sa = Assert.IsType<SaListing>(output.Value).Tunnels[0].Inbound[0];
        Assert.Equal((null, (long?)seconds), (sa.RemainingKilobytes, sa.RemainingSeconds));
    }

    [Theory]
    [InlineData("spi: 0xE637\n6DE9 (3862392297)")]
    [InlineData("spi: 0xE637\n6DE9(3862392297)")]
    public void An_SPI_that_a_terminal_broke_in_two_is_not_half_read(string broken)
    {
        var pasted = Read("inbound esp sas:\n" + broken + "\noutbound esp sas:\n");

        Assert.DoesNotContain(pasted.Understood, o => Told.Spis(o.Value).Any());
        Assert.Contains("decimal in brackets", Assert.Single(pasted.NotUnderstood), StringComparison.Ordinal);
    }

    [Fact]
    public void The_direction_of_kernel_SAs_needs_the_machines_own_address()
    {
        var output = Assert.Single(Read(SampleOutputs.Xfrm).Understood);

        Assert.Null(output.Sas());
        var here = Assert.Single(output.Sas(Here)!.Tunnels);
        Assert.Equal(("0xcd5c1aef", "0xc1b2d3e4"), (here.Accepting.Single().ToString(), here.Sending!.ToString()));
        Assert.Equal(("203.0.113.9", 42L), (here.Peer, here.Encaps!.Value));
        var there = Assert.Single(output.Sas(IPAddress.Parse("203.0.113.9"))!.Tunnels);
        Assert.Equal(("0xc1b2d3e4", "0xcd5c1aef"), (there.Accepting.Single().ToString(), there.Sending!.ToString()));
        Assert.Empty(output.Sas(IPAddress.Parse("192.0.2.1"))!.Tunnels);
        Assert.IsType<XfrmSas>(output.Value);
    }

    [Theory]
    [InlineData(
        "'berlin' 203.0.113.9:0  selectors(total,up): 1/1  rx(pkt,err): 0/0",
        "FortiGate",
        "diagnose vpn tunnel list"
    )]
    [InlineData("admin@PA> show vpn flow\n\ntotal tunnels configured: 1", "PAN-OS", "show vpn ipsec-sa")]
    [InlineData(
        "lab@srx> show security ike security-associations\nIndex State Initiator cookie Responder cookie Mode Remote Address",
        "Junos",
        "show security ipsec security-associations"
    )]
    [InlineData("Crypto Map IPv4 \"vpn\" 10 ipsec-isakmp", "Cisco IOS", "show crypto ipsec sa peer 203.0.113.9")]
    [InlineData("Session Type: LAN-to-LAN Detailed", "Cisco ASA", "show crypto ipsec sa peer 203.0.113.9")]
    [InlineData(
        "src 10.1.0.0/24 dst 10.2.0.0/24\n\tdir out priority 375423\n\ttmpl src 198.51.100.1 dst 203.0.113.9",
        "Linux",
        "ip xfrm state"
    )]
    [InlineData("hq: IKEv2, no reauthentication, rekeying every 14400s", "strongSwan", "swanctl --list-sas")]
    [InlineData(
        "lab@srx> show vpn ipsec-sa\n                 ^\nunknown command.",
        "Junos",
        "show security ipsec security-associations"
    )]
    [InlineData("FGT # show vpn ipsec-sa\nCommand fail. Return code -61", "FortiGate", "diagnose vpn tunnel list")]
    public void The_wrong_command_is_answered_with_the_right_one(string text, string platform, string command)
    {
        var pasted = PastedOutput.Read(text, peer: IPAddress.Parse("203.0.113.9"));

        Assert.Empty(pasted.Understood);
        var words = Assert.Single(pasted.NotUnderstood);
        Assert.Contains(platform, words, StringComparison.Ordinal);
        Assert.Contains("Run there: " + command, words, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_of_another_platform_than_the_one_asked_for_is_named()
    {
        var pasted = PastedOutput.Read($"admin@PA> show vpn ipsec-sa\n{SampleOutputs.PanOs}", platform: "fortios");

        Assert.Empty(pasted.Understood);
        Assert.Contains(
            "this is `show vpn ipsec-sa` of PAN-OS",
            Assert.Single(pasted.NotUnderstood),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("lorem ipsum\ndolor sit amet, spi and all")]
    [InlineData("2026-11-24 nginx[1]: GET / 200\n\u0000\u0001\u001b[2J")]
    public void Noise_is_answered_with_what_to_run_on_each_platform(string text)
    {
        var pasted = Read(text);

        Assert.Empty(pasted.Understood);
        var words = Assert.Single(pasted.NotUnderstood);
        Assert.All(
            PlatformCommands.All,
            p => Assert.Contains($"{p.Name} `{p.ShowAllSpis}`", words, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_not_understood_of_a_paste_is_said_beside_what_is()
    {
        var pasted = Read(
            $"rtr# show crypto map\nCrypto Map IPv4 \"vpn\" 10 ipsec-isakmp\nrtr# show crypto ipsec sa\n{SampleOutputs.Ios}rtr# show crypto ikev2 sa\n% Invalid input detected at '^' marker.\n"
        );

        Assert.Equal("show crypto ipsec sa", Assert.Single(pasted.Understood).Command);
        Assert.Collection(
            pasted.NotUnderstood,
            words => Assert.Contains("show crypto map of Cisco IOS", words, StringComparison.Ordinal),
            words => Assert.Contains("Invalid input", words, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void No_key_reaches_a_value_or_a_word()
    {
        foreach (
            var text in new[]
            {
                SampleOutputs.Forti,
                SampleOutputs.Xfrm,
                "proxyid=x proto=0 sa=1\ndec: spi=zz key=16 000102030405060708090a0b0c0d0e0f\n",
            }
        )
        {
            var pasted = Read(text);
            var all =
                string.Join('\n', pasted.Understood.Select(o => Told.Of(o))) + string.Join('\n', pasted.NotUnderstood);

            Assert.DoesNotContain("0203040506", all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_paste_of_200_KB_and_more_is_read()
    {
        var blocks = string.Concat(
            Enumerable
                .Range(0, 500)
                .Select(i =>
                    $"proxyid=p{i} proto=0 sa=1 ref=2 serial=1\n  src: 0:10.1.0.0/255.255.255.0:0\n  dst: 0:10.2.0.0/255.255.255.0:0\n  SA:  ref=3 options=10226 type=00 soft=0 mtu=1438 expire=42897/0B\n  dec: spi={0x1000 + i:x8} esp=aes key=16 000102030405060708090a0b0c0d0e0f\n  ah=sha1 key=20 101112131415161718191a1b1c1d1e1f20212223\n  enc: spi={0x9000 + i:x8} esp=aes key=16 000102030405060708090a0b0c0d0e0f\n  dec:pkts/bytes=1/2, enc:pkts/bytes=3/4\n"
                )
        );
        var text = "name=berlin ver=2 serial=1 198.51.100.1:0->203.0.113.9:0 tun_id=1\n" + blocks;
        Assert.True(text.Length > 200_000);

        var output = Assert.Single(Read(text).Understood);

        Assert.True(output.Complete);
        Assert.Equal(500, Assert.IsType<SaListing>(output.Value).Tunnels.Count);
    }

    private static PastedOutput Read(string text) => PastedOutput.Read(text);
}
