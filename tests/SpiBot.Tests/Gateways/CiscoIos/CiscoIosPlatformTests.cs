using System.Net;
using CsCheck;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.CiscoIos;

public sealed class CiscoIosPlatformTests
{
    private const string Sas = """

        interface: GigabitEthernet0/0/0
            Crypto map tag: CMAP, local addr 203.0.113.140

           protected vrf: (none)
           local  ident (addr/mask/prot/port): (10.4.0.0/255.255.255.0/0/0)
           remote ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
           current_peer 198.51.100.1 port 500
             PERMIT, flags={origin_is_acl,}
            #pkts encaps: 120, #pkts encrypt: 120, #pkts digest: 120
            #pkts decaps: 118, #pkts decrypt: 118, #pkts verify: 118
            #send errors 0, #recv errors 0

             local crypto endpt.: 203.0.113.140, remote crypto endpt.: 198.51.100.1
             current outbound spi: 0x6DE5239C(1843733404)

             inbound esp sas:
              spi: 0x46959245(1184207429)
                transform: esp-256-aes esp-sha256-hmac ,
                in use settings ={Tunnel, }
                sa timing: remaining key lifetime (k/sec): (4607999/3410)
                Status: ACTIVE(ACTIVE)

             outbound esp sas:
              spi: 0x6DE5239C(1843733404)
                transform: esp-256-aes esp-sha256-hmac ,
                in use settings ={Tunnel, }
                sa timing: remaining key lifetime (k/sec): (4607999/3410)
                Status: ACTIVE(ACTIVE)

             outbound ah sas:

             outbound pcp sas:

        """;

    private const string Version = """
        Cisco IOS XE Software, Version 17.09.04a
        Cisco IOS Software [Cupertino], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.9.4a, RELEASE SOFTWARE (fc3)
        ROM: 17.6(8.1r)

        munich-rtr1 uptime is 3 weeks, 2 days, 4 hours, 5 minutes
        Uptime for this control processor is 3 weeks, 2 days, 4 hours, 6 minutes
        cisco C8300-1N1S-4T2X (1RU) processor with 3747220K/6147K bytes of memory.
        Processor board ID FDO2521M0AB

        """;

    private const string Drops =
        "4    IN_US_V4_PKT_SA_NOT_FOUND_SPI     64574\n7    IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI     0\n12   IN_US_V6_PKT_SA_NOT_FOUND_SPI     3\n";

    private const string IkeRow = """
        Tunnel-id Local                 Remote                fvrf/ivrf            Status 
        1         203.0.113.140/500     198.51.100.1/500      none/none            READY  
              Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/38157 sec
        """;

    private static readonly IPAddress Peer = IPAddress.Parse("198.51.100.1");
    private readonly CiscoIosPlatform ios = new();

    [Fact]
    public async Task A_tunnel_is_read()
    {
        var reading = await Read(Session());

        var child = Assert.Single(reading.Tunnels);
        Assert.Equal(("46959245", "6de5239c"), (child.Accepting.Single().Digits, child.Sending!.Digits));
        Assert.Equal(
            (1, "198.51.100.1", true, "responder"),
            reading.Ikev1.Value!.Sas.Select(sa => (sa.Version, sa.Peer, sa.Up, sa.Role!)).Single()
        );
        Assert.Equal(
            (2, "READY", "RESPONDER", 86_400, 38_157),
            reading
                .Ikev2.Value!.Sas.Select(sa =>
                    (sa.Version, sa.State, sa.Role, sa.LifetimeSeconds ?? 0, sa.ActiveSeconds ?? 0)
                )
                .Single()
        );
        var ofIke = Assert.Single(Assert.Single(reading.IkeChildren.Value!.Sas).Children!);
        Assert.Equal(
            ("46959245", "6de5239c", "10.4.0.0/24", "10.1.0.0/24"),
            (ofIke.Inbound!.Digits, ofIke.Outbound!.Digits, $"{ofIke.LocalSelector}", $"{ofIke.RemoteSelector}")
        );
        Assert.Empty(reading.KnownToIkeAlone);
        Assert.Equal(64577, reading.Box.Drops.Value?.InvalidSpis);
        Assert.Equal(
            new UnitIdentity("munich-rtr1", "17.09.04a", "FDO2521M0AB", new TimeSpan(23, 4, 5, 0), "C8300-1N1S-4T2X"),
            reading.Box.Unit.Value
        );
        Assert.Equal(FailoverRole.Standalone, reading.Box.Failover.Value?.Role);
        Assert.Equal(7, reading.Box.Cpu.Value?.FiveSeconds);
        var logged = Assert.Single(reading.Log.Value!.Events);
        Assert.Equal(("b761863e", "198.51.100.1", 4), (logged.Spi!.Digits, logged.From, logged.Severity));
        Assert.Equal(7, reading.Log.Value.Level);
    }

    [Fact]
    public async Task The_logs_own_name_of_the_message_is_evidence()
    {
        var reading = await Read(Session());

        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));

        Assert.Contains(
            diagnosis.Findings.SelectMany(finding => finding.Evidence),
            line => line.Text == "RECVD_PKT_INV_SPI: SPI b761863e from 198.51.100.1"
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("No SAs found\n")]
    public async Task A_router_without_SAs_says_little_and_that_is_an_answer(string printed)
    {
        var session = Session();
        session["show crypto ipsec sa peer 198.51.100.1"] = printed;
        session["show crypto ikev2 sa remote 198.51.100.1 detailed"] = "";
        session["show crypto ikev2 session"] = "";
        session["show crypto isakmp sa"] =
            "IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n\nIPv6 Crypto ISAKMP SA\n";

        var reading = await Read(session);

        Assert.True(reading.Sas is { Value: { Complete: true, Tunnels: [] } });
        Assert.Empty(reading.IkeWithPeer);
        Assert.True(reading.Ikev1.WasRead && reading.Ikev2.WasRead && reading.IkeChildren.WasRead);
    }

    [Fact]
    public async Task What_IKE_alone_lists_is_evidence()
    {
        var session = Session();
        session["show crypto ipsec sa peer 198.51.100.1"] = "";

        var reading = await Read(session);

        Assert.Equal("46959245", Assert.Single(reading.KnownToIkeAlone).Inbound!.Digits);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));
        Assert.Contains(
            diagnosis.Findings.SelectMany(finding => finding.Evidence),
            line => line.Text == "IKE alone lists a child SA: inbound esp 46959245, outbound esp 6de5239c"
        );
    }

    [Fact]
    public async Task A_router_that_denies_the_listing_of_sessions_is_told_of_and_read_without()
    {
        var session = Session();
        session.Remove("show crypto ikev2 session");

        var reading = await Read(session);

        Assert.Equal("RESPONDER", Assert.Single(reading.Ikev2.Value!.Sas).Role);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));
        var refused = Assert.Single(diagnosis.Missing, line => line.Contains("refused", StringComparison.Ordinal));
        Assert.StartsWith("Not read of munich-rtr1 (the device refused it): ", refused);
        Assert.Contains("the child SAs as IKE lists them", refused);
    }

    [Fact]
    public async Task IOS_without_XE_has_no_counter_and_the_check_goes_on()
    {
        var session = Session();
        session.Remove(ShowIpsecDrops.Command);

        var reading = await Read(session);

        Assert.NotNull(reading.Box.Drops.NotRead);
        Assert.Single(reading.Tunnels);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));
        Assert.DoesNotContain(diagnosis.Missing, line => line.Contains("inactive", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("       my state = 13 -ACTIVE\n     peer state = 1  -DISABLED\n", FailoverRole.Standalone)]
    [InlineData("       my state = 13 -ACTIVE\n     peer state = 8  -STANDBY HOT\n", FailoverRole.Active)]
    [InlineData("       my state = 8  -STANDBY HOT\n     peer state = 13 -ACTIVE\n", FailoverRole.Standby)]
    [InlineData("       my state = 3  -NEGOTIATION\n", FailoverRole.Unknown)]
    public void The_role_is_what_the_router_says(string printed, FailoverRole role) =>
        Assert.Equal(role, ShowRedundancyStates.Read(printed).Value?.Role);

    [Fact]
    public void Times_of_the_log_need_a_year()
    {
        const string Message =
            "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.140, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0/0";
        var read = ShowLogging
            .Read($"*Sep  2 13:27:57.707: {Message}\nSep 2 2026 13:28:57.707 UTC: {Message}\n")
            .Value!.Events;
        Assert.Equal([null, new DateTime(2026, 9, 2, 13, 28, 57)], read.Select(logged => logged.Local));
        Assert.Equal([false, true], read.Select(logged => logged.IsUtc));
    }

    [Fact]
    public void Changes_are_those_of_one_peer()
    {
        Assert.Equal(["clear crypto sa peer 198.51.100.1"], ios.LinesFor(new Change.ClearPeer(Peer)));
        Assert.Equal(["clear crypto session remote 198.51.100.1"], ios.LinesFor(new Change.ClearIke(Peer, 1)));
        Assert.Equal(["clear crypto ikev2 sa remote 198.51.100.1"], ios.LinesFor(new Change.ClearIke(Peer, 2)));
        Assert.Throws<ArgumentException>(() => ios.LinesFor(new Change.ClearPeer(IPAddress.Any)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ios.LinesFor(new Change.ClearDrops()));
        Assert.NotNull(ios.WayTo(new Change.ClearInactive(), null).Refusal);
        Assert.IsType<CiscoIosPlatform>(KnownPlatforms.Find("cisco_ios"));
    }

    [Fact]
    public void Every_command_only_shows_and_is_short_enough_for_one_line() =>
        Gen
            .Byte.Array[16]
            .Select(bytes => new IPAddress([0x20, 0x01, .. bytes[2..]]))
            .Sample(peer =>
            {
                var session = Session();
                _ = ios.ReadTunnel(session, "munich-rtr1", peer, DateTimeOffset.UnixEpoch, CancellationToken.None);
                Assert.Equal(11, session.Asked.Count);
                Assert.All(
                    session.Asked,
                    text =>
                    {
                        Assert.Matches("^sh(ow)? ", text);
                        Assert.InRange(text.Length, 1, 60);
                    }
                );
            });

    [Fact]
    public void Readers_of_a_routers_answers_never_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.Select(
                    Gen.OneOf(
                        Sas,
                        Version,
                        Drops,
                        "4 IN_US_V4_PKT_SA_NOT_FOUND_SPI 99999999999999999999",
                        "my state = 13"
                    ),
                    Gen.Int[0, 900],
                    (text, cut) => text[..Math.Min(cut, text.Length)]
                )
            )
            .Sample(text =>
            {
                _ = ShowVersion.Read(text);
                _ = ShowIpsecDrops.Read(text);
                _ = ShowLogging.Read(text);
                _ = ShowRedundancyStates.Read(text);
                _ = ShowProcessesCpu.Read(text);
                _ = ShowCryptoIpsecSa.ReadLive(text);
            });

    private Task<TunnelReading> Read(ScriptedSession session) =>
        ios.ReadTunnel(session, "munich-rtr1", Peer, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);

    private static ScriptedSession Session() =>
        new()
        {
            ["show processes cpu | include CPU utilization"] =
                "CPU utilization for five seconds: 7%/1%; one minute: 5%; five minutes: 4%\n",
            ["show clock"] = "*05:10:53.553 UTC Tue Nov 24 2026\n",
            ["show version"] = Version,
            ["show redundancy states"] =
                "       my state = 13 -ACTIVE \n     peer state = 1  -DISABLED \n           Mode = Simplex\n",
            [ShowIpsecDrops.Command] = Drops,
            ["show crypto ipsec sa peer 198.51.100.1"] = Sas,
            ["show crypto isakmp sa"] =
                "IPv4 Crypto ISAKMP SA\ndst             src             state          conn-id status\n203.0.113.140   198.51.100.1    QM_IDLE           1001 ACTIVE\n192.0.2.9       203.0.113.140   QM_IDLE           1002 ACTIVE\n",
            ["show crypto ikev2 sa remote 198.51.100.1 detailed"] = $"""
                 IPv4 Crypto IKEv2  SA 

                {IkeRow}
                      CE id: 1008, Session-id: 3
                      Status Description: Negotiation done
                      Local spi: 6F86196AB2C574E3       Remote spi: 74AD695CF23C4805
                      NAT-T is not detected  
                      Initiator of SA : No

                """,
            ["show crypto ikev2 session"] = $"""
                 IPv4 Crypto IKEv2 Session 

                Session-id:2, Status:UP-ACTIVE, IKE count:1, CHILD count:1

                {IkeRow.Replace("198.51.100.1/", "198.51.100.111/", StringComparison.Ordinal)}
                Child sa: local selector  10.4.0.0/0 - 10.4.0.255/65535
                          remote selector 10.9.0.0/0 - 10.9.0.255/65535
                          ESP spi in/out: 0x11111111/0x22222222  

                Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1

                {IkeRow}
                Child sa: local selector  10.4.0.0/0 - 10.4.0.255/65535
                          remote selector 10.1.0.0/0 - 10.1.0.255/65535
                          ESP spi in/out: 0x46959245/0x6DE5239C  

                 IPv6 Crypto IKEv2 Session 

                """,
            [ShowLogging.InvalidSpis.Text] =
                "Syslog logging: enabled (0 messages dropped, 3 messages rate-limited, 0 flushes, 0 overruns)\n    Buffer logging:  level debugging, 46 messages logged, xml disabled,\n*Nov 24 05:10:01.707: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=203.0.113.140, prot=50, spi=0xB761863E(3076621886), srcaddr=198.51.100.1, input interface=GigabitEthernet0/0/0\n",
        };
}
