using SpiBot.Lab.Consoles;
using SpiBot.Lab.Consoles.Commands;

namespace SpiBot.Tests.Lab.Firewalls;

/// <summary>What is printed, against the layouts of real boxes.</summary>
public sealed class LayoutTests
{
    [Theory]
    [InlineData(
        "NAT-T keepalive message",
        "natt-keepalive",
        117,
        "  NAT-T keepalive message (natt-keepalive)                                   117"
    )]
    [InlineData(
        "ICMP Inspect seq num not matched",
        "inspect-icmp-seq-num-not-matched",
        45,
        "  ICMP Inspect seq num not matched (inspect-icmp-seq-num-not-matched)         45"
    )]
    [InlineData(
        "Received a multicast packet in the non-active device",
        "mcast-in-nonactive-device",
        4063,
        "  Received a multicast packet in the non-active device (mcast-in-nonactive-device)                           4063"
    )]
    [InlineData(
        "Dropped pending packets due to a failed attempt to get an internal socket lock",
        "np-socket-lock-failure",
        61,
        "  Dropped pending packets due to a failed attempt to get an internal socket lock (np-socket-lock-failu         61"
    )]
    public void A_drop_row(string label, string keyword, long count, string row) =>
        Assert.Equal(row, ShowAspDrop.Row(label, keyword, count));

    [Fact]
    public async Task Drops_of_one_reason_and_after_a_clear()
    {
        var network = Screen.Network("counter-residue", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        Assert.Equal(
            "Frame drop:\n  Invalid SPI (np-sp-invalid-spi)                                          18895\n\nLast clearing: Never\n",
            await terminal.Ask("show asp drop frame np-sp-invalid-spi")
        );
        await terminal.Ask("clear asp drop");
        Assert.Equal(
            "Frame drop:\n\nLast clearing: 02:27:40 UTC Nov 23 2026 by spibot\n\nFlow drop:\n\nLast clearing: 02:27:40 UTC Nov 23 2026 by spibot\n",
            await terminal.Ask("show asp drop")
        );
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Screen.Drops(await terminal.Ask("show asp drop"), "tcp-not-syn") > 0);
        Assert.Equal(0, await terminal.InvalidSpis());
    }

    [Fact]
    public async Task The_same_keyword_stands_in_both_sections()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        var halves = (await terminal.Ask("show asp drop")).Split("Flow drop:");
        Assert.All(halves, half => Assert.Contains("(acl-drop)", half, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mid_rekey_there_are_two_blocks_per_direction_the_old_one_first()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("rekey-noise", out _));
        var text = await terminal.Ask("show crypto ipsec sa peer 203.0.113.9");
        Assert.StartsWith(
            "peer address: 203.0.113.9\n    Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1\n\n      access-list VPN-BERLIN extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0 \n",
            text,
            StringComparison.Ordinal
        );
        var inbound = text[text.IndexOf("    inbound esp sas:", StringComparison.Ordinal)..];
        inbound = inbound[..inbound.IndexOf("    outbound esp sas:", StringComparison.Ordinal)];
        var main = Screen.Sas(text)[0];
        Assert.Matches(
            "^    inbound esp sas:\n"
                + "      spi: 0x[0-9A-F]{8} \\(\\d+\\)\n         SA State: active\n         transform: esp-aes-256 esp-sha-256-hmac no compression \n"
                + "         in use settings =\\{L2L, Tunnel, IKEv2, Rekeyed\\}\n         slot: 0, conn_id: \\d+, crypto-map: outside_map\n"
                + "         sa timing: remaining key lifetime \\(sec\\): 0\n         IV size: 16 bytes\n         replay detection support: Y\n"
                + "         Anti replay bitmap: \n          0xFFFFFFFF 0xFFFFFFFF\n"
                + $"      spi: 0x{main.CurrentIn} \\({Convert.ToUInt32(main.CurrentIn, 16)}\\)\n         SA State: active\n         transform: esp-aes-256 esp-sha-256-hmac no compression \n"
                + "         in use settings =\\{L2L, Tunnel, IKEv2, \\}\n         slot: 0, conn_id: \\d+, crypto-map: outside_map\n"
                + "         sa timing: remaining key lifetime \\(kB/sec\\): \\(4373\\d{3}/28795\\)\n         IV size: 16 bytes\n         replay detection support: Y\n"
                + "         Anti replay bitmap: \n          0xFFFFFFFF 0xFFFFFFFF\n$",
            inbound
        );
    }

    [Fact]
    public async Task The_whole_list_names_the_interface_once_and_each_map_entry()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        var text = await terminal.Ask("show crypto ipsec sa");
        Assert.StartsWith(
            "interface: outside\n    Crypto map tag: outside_map, seq num: 10,",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(7, text.Split("Crypto map tag:").Length - 1);
        Assert.Contains("in use settings ={L2L, Tunnel, IKEv1, }\n", text, StringComparison.Ordinal);
        Assert.Contains("in use settings ={L2L, Tunnel,  NAT-T-Encaps, IKEv2, }\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "local crypto endpt.: 198.51.100.1/4500, remote crypto endpt.: 192.0.2.210/4500\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "local crypto endpt.: 198.51.100.1/0, remote crypto endpt.: 192.0.2.141/0\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Ike_tables()
    {
        var network = Screen.Network("healthy", out _);
        await using var hq = await Terminal.Enabled(network);
        Assert.StartsWith(
            "\nIKEv1 SAs:\n\n   Active SA: 1\n    Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)\nTotal IKE SA: 1\n\n1   IKE Peer: 192.0.2.141\n",
            await hq.Ask("show crypto ikev1 sa"),
            StringComparison.Ordinal
        );
        var main = (await hq.Sas(Screen.Berlin))[0];
        var both = await hq.Ask("show crypto isakmp sa");
        Assert.Matches(
            "\nIKEv2 SAs:\n\nSession-id:\\d+, Status:UP-ACTIVE, IKE count:1, CHILD count:3\n\nTunnel-id Local {47}Remote {50}Status {9}Role\n"
                + " *\\d+ 198\\.51\\.100\\.1/500 {36}203\\.0\\.113\\.9/500 {42}READY    (INITIATOR|RESPONDER)\n",
            both
        );
        Assert.Contains(
            $"          ESP spi in/out: 0x{main.CurrentIn.TrimStart('0').ToLowerInvariant()}/0x{main.CurrentOut.TrimStart('0').ToLowerInvariant()}  \n",
            both,
            StringComparison.Ordinal
        );
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        Assert.StartsWith(
            "\nThere are no IKEv1 SAs\n",
            await berlin.Ask("show crypto isakmp sa"),
            StringComparison.Ordinal
        );
        await berlin.Ask("clear crypto ikev2 sa");
        Assert.Equal("\nThere are no IKEv2 SAs\n", await berlin.Ask("show crypto ikev2 sa"));
    }

    [Theory]
    [InlineData(0, "0 secs")]
    [InlineData(59, "59 secs")]
    [InlineData(360, "6 mins")]
    [InlineData(3_660, "1 hour 1 min")]
    [InlineData(3_611_520, "41 days 19 hours")]
    [InlineData(86_400, "1 day")]
    public void Uptimes(int seconds, string text) => Assert.Equal(text, AsaTime.Uptime(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Version_and_clock()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));
        Assert.Equal("02:27:40.000 UTC Mon Nov 23 2026\n", await terminal.Ask("show clock"));
        var version = await terminal.Ask("show version");
        Assert.Contains(
            "Cisco Adaptive Security Appliance Software Version 9.16(4) \n",
            version,
            StringComparison.Ordinal
        );
        Assert.Contains("\nhq-fw1 up 41 days 19 hours\n", version, StringComparison.Ordinal);
        Assert.Contains("\nSerial Number: JAD2403L0H1\n", version, StringComparison.Ordinal);
    }
}
