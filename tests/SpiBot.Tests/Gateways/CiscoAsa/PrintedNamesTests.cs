using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>A box with <c>names</c> on prints a name where an address is expected.</summary>
public sealed class PrintedNamesTests : IAsyncDisposable
{
    private const string Cpu = "CPU utilization for 5 seconds = 7%; 1 minute: 5%; 5 minutes: 5%";

    private static readonly IPAddress Berlin = IPAddress.Parse("203.0.113.9");

    private readonly ScriptedSession session = new()
    {
        [ShowCpuUsage.Command] = Cpu,
        ["show crypto ipsec sa peer 203.0.113.9"] = """
            peer address: 203.0.113.9
                Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1

                  local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
                  remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
                  current_peer: BERLIN-OLD

                  #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
                  #pkts decaps: 4, #pkts decrypt: 4, #pkts verify: 4
                  current outbound spi: 0046AB35
                  current inbound spi : E6376DE9

                inbound esp sas:
                  spi: 0xE6376DE9 (3862392297)
                     in use settings ={L2L, Tunnel, IKEv1, }
                     sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                outbound esp sas:
                  spi: 0x0046AB35 (4631349)
                     in use settings ={L2L, Tunnel, IKEv1, }
                     sa timing: remaining key lifetime (kB/sec): (4239359/28761)

            """,
        ["show crypto ikev1 sa detail"] = """
            IKEv1 SAs:

               Active SA: 2
                Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)
            Total IKE SA: 2

            1   IKE Peer: BERLIN
                Type    : L2L             Role    : initiator 
                Rekey   : no              State   : MM_ACTIVE 
                Encrypt : aes-256         Hash    : SHA       
                Auth    : preshared       Lifetime: 86400
            2   IKE Peer: ACME
                Type    : L2L             Role    : responder 
                Rekey   : no              State   : MM_WAIT_MSG2 
                Encrypt : aes-256         Hash    : SHA       
                Auth    : preshared       Lifetime: 28800

            """,
        ["show crypto ikev2 sa"] = "There are no IKEv2 SAs\n",
        ["show run all crypto map | i peer|lifetime|pfs|match|dynamic"] =
            "crypto map m 10 set peer BERLIN BERLIN-OLD \ncrypto map m 20 set peer ACME\n",
    };

    public ValueTask DisposeAsync() => session.DisposeAsync();

    [Fact]
    public async Task A_peer_known_by_two_names_is_known_by_its_address()
    {
        session["show name | include 203.0.113.9|BERLIN-OLD"] =
            "name 203.0.113.9 BERLIN description head office\nname 203.0.113.90 PARIS\nname 203.0.113.9 BERLIN-OLD\n";

        var reading = await Read();

        Assert.Equal(["203.0.113.9"], reading.Tunnels.Select(sa => sa.Peer));
        var ike = Assert.Single(reading.IkeWithPeer);
        Assert.Equal((true, 86_400), (ike.Up, ike.LifetimeSeconds));
        Assert.Equal(["203.0.113.9", "ACME"], reading.Ikev1.Value!.Sas.Select(sa => sa.Peer));
        Assert.Equal(["203.0.113.9", "203.0.113.9"], Assert.Single(reading.CryptoMaps.Value!.With(Berlin)).Peers);
        Assert.Equal(["BERLIN", "BERLIN-OLD"], reading.Names.Value!.Of(Berlin));
        // ACME is not Berlin; whether it is somebody else whose packets come is not known.
        Assert.True(reading.CryptoMaps.Value.Knows(Berlin));
        Assert.Null(reading.CryptoMaps.Value.Knows(IPAddress.Parse("192.0.2.99")));
    }

    [Fact]
    public async Task Names_of_its_own_end_and_of_the_networks_are_replaced_too()
    {
        NameNetworks();
        session["show name | include 203.0.113.9|BERLIN-LAN|BERLIN-OLD|HQ-FW"] =
            "name 203.0.113.9 BERLIN-OLD\nname 10.2.0.0 BERLIN-LAN\nname 198.51.100.1 HQ-FW description ours\nname 10.9.9.0 BERLIN-LAN2\n";
        session["show name | include HQ-LAN"] = "name 10.1.0.0 HQ-LAN\n";

        var sa = Assert.Single((await Read()).Tunnels);

        Assert.Equal(("203.0.113.9", "198.51.100.1"), (sa.Peer, sa.Local));
        Assert.Equal(
            (Selector.Network(IPAddress.Parse("10.1.0.0"), 24), Selector.Network(IPAddress.Parse("10.2.0.0"), 24)),
            (sa.LocalSelector, sa.RemoteSelector)
        );
        Assert.Equal((null, null), (sa.NamedLocal, sa.NamedRemote));
    }

    [Fact]
    public async Task Messages_and_sessions_are_resolved_and_the_log_is_asked_for_the_peers_names_too()
    {
        session["show logging | include [gr] logging:|40211[469]|60230[34]"] = """
            Syslog logging: enabled
                Buffer logging: level informational, 4711 messages logged
            Nov 23 2026 02:27:31: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x0046AB36, sequence number= 0x10) from ACME to HQ-FW with an invalid SPI.
            Nov 23 2026 02:27:36: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x8A41C77E, sequence number= 0x1f) from BERLIN to HQ-FW with an invalid SPI.
            Nov 23 2026 02:27:37: %ASA-4-402116: IPSEC: Received an ESP packet (SPI= 0xE6376DE9, sequence number= 0x2) from BERLIN (user= BERLIN) to HQ-FW.  The decapsulated inner packet doesn't match the negotiated policy in the SA.

            """;
        session["show logg | i -(713|75[01]|11[13]0).*203.0.113.9"] =
            "Nov 23 2026 02:20:00: %ASA-5-111008: User 'ops' executed the 'clear crypto ikev1 sa 203.0.113.9' command.\n";
        session["show logg | i -(713|75[01]|11[13]0).*BERLIN"] = """
            Nov 23 2026 02:20:02: %ASA-4-113019: Group = 203.0.113.9, Username = 203.0.113.9, IP = BERLIN, Session disconnected. Session Type: LAN-to-LAN, Duration: 8h:00m:02s, Bytes xmt: 1, Bytes rcv: 1, Reason: Administrator Reset
            Nov 23 2026 02:20:03: %ASA-5-713050: Group = OTHER, IP = BERLIN-OLD, Connection terminated for peer OTHER.

            """;
        session["show logg | i -(713|75[01]|11[13]0).*BERLIN-OLD"] = "";
        session["show vpn-sessiondb detail l2l filter ipaddress 203.0.113.9"] = """

            Session Type: LAN-to-LAN Detailed

            Connection   : 203.0.113.9
            Index        : 4096                   IP Addr      : BERLIN
            Protocol     : IKEv1 IPsec
            Duration     : 6h:16m:26s

            IPsec:
              Tunnel ID    : 4096.2
              Local Addr   : HQ-LAN/255.255.255.0/0/0
              Remote Addr  : 10.2.0.0/255.255.255.0/0/0
              Rekey Int (T): 28800 Seconds          Rekey Left(T): 19174 Seconds          

            """;
        // Of the SAs and sessions first, then of the log.
        session["show name | include 203.0.113.9|ACME|BERLIN|BERLIN-OLD|HQ-FW"] =
            "name 203.0.113.9 BERLIN\nname 192.0.2.77 ACME\nname 198.51.100.1 HQ-FW\nname 203.0.113.9 BERLIN-OLD\n";
        session["show name | include HQ-LAN"] = "name 10.1.0.0 HQ-LAN\n";

        var reading = await Read();

        Assert.Equal(
            [
                (111008, null, null),
                (113019, "203.0.113.9", null),
                (402114, "192.0.2.77", "198.51.100.1"),
                (402114, "203.0.113.9", "198.51.100.1"),
                (402116, "203.0.113.9", "198.51.100.1"),
            ],
            reading.Log.Value!.Events.Select(logged => (logged.Id, logged.From, logged.To))
        );
        Assert.Contains("from BERLIN to HQ-FW", reading.Log.Value.Events[3].Text);
        var vpn = Assert.Single(reading.Sessions.Value!.Sessions);
        var pair = Assert.Single(vpn.Pairs);
        Assert.Equal(
            ("203.0.113.9", "10.1.0.0/24", "10.2.0.0/24", null),
            (vpn.Address, $"{pair.Local}", $"{pair.Remote}", pair.NamedLocal)
        );
        // The map's ACME is resolved with the log's.
        Assert.True(reading.CryptoMaps.Value!.Knows(IPAddress.Parse("192.0.2.77")));
        Assert.False(reading.CryptoMaps.Value.Knows(IPAddress.Parse("192.0.2.99")));
    }

    [Fact]
    public async Task A_log_of_many_others_is_not_looked_up_name_by_name()
    {
        session["show logging | include [gr] logging:|40211[469]|60230[34]"] = string.Concat(
            Enumerable
                .Range(0, 100)
                .Select(n =>
                    $"Nov 23 2026 02:{n / 60:00}:{n % 60:00}: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x8A41C77E, sequence number= 0x1) from SITE-{n} to HQ-FW with an invalid SPI.\n"
                )
        );

        await Read();

        var asked = session.Asked.Where(text => text.StartsWith("show name", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, asked.Count);
        Assert.All(
            (string[])["BERLIN-OLD", "HQ-FW", "SITE-99", "SITE-93"],
            name => Assert.Contains(asked, text => text.Contains(name, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_network_whose_name_the_box_does_not_tell_stays_unknown()
    {
        NameNetworks();
        session["show name | include 203.0.113.9|BERLIN-LAN|BERLIN-OLD|HQ-FW"] = "name 203.0.113.9 BERLIN-OLD\n";
        session["show name | include HQ-LAN"] = "";

        var sa = Assert.Single((await Read()).Tunnels);

        Assert.Equal(("203.0.113.9", "HQ-FW", null), (sa.Peer, sa.Local, sa.LocalSelector));
        Assert.Equal("(HQ-LAN/255.255.255.0/0/0)", sa.NamedLocal);
    }

    [Fact]
    public void What_a_box_prints_for_a_name_is_typed_back_only_where_it_is_one()
    {
        var lines = ShowName.Of(Berlin, ["OK-1", "x | reload", "two words", "new\nline", "", new string('n', 60)]);

        Assert.Equal(
            ["show name | include 203.0.113.9|OK-1", $"show name | include {new string('n', 40)}"],
            lines.Select(query => query.Text)
        );
        Assert.All(lines, query => Assert.InRange(query.Text.Length, 1, 60));
        Assert.Throws<ArgumentException>(() => ShowName.Of(IPAddress.Any, []));
    }

    private void NameNetworks() =>
        session["show crypto ipsec sa peer 203.0.113.9"] = session["show crypto ipsec sa peer 203.0.113.9"]
            .Replace("local addr: 198.51.100.1", "local addr: HQ-FW", StringComparison.Ordinal)
            .Replace("(10.1.0.0/", "(HQ-LAN/", StringComparison.Ordinal)
            .Replace("(10.2.0.0/", "(BERLIN-LAN/", StringComparison.Ordinal);

    [Fact]
    public async Task Names_that_the_box_does_not_tell_stay_names()
    {
        var reading = await Read();

        Assert.Equal(["BERLIN-OLD"], reading.Tunnels.Select(sa => sa.Peer));
        Assert.Equal("the device refused it", reading.Names.NotRead);
        Assert.Null(reading.CryptoMaps.Value!.Knows(Berlin));
    }

    [Fact]
    public async Task Where_no_name_is_printed_none_is_asked_for()
    {
        foreach (var (command, answer) in session.ToList())
        {
            session[command] = answer
                .Replace("BERLIN-OLD", "203.0.113.9", StringComparison.Ordinal)
                .Replace("BERLIN", "203.0.113.9", StringComparison.Ordinal)
                .Replace("ACME", "192.0.2.77", StringComparison.Ordinal);
        }

        var reading = await Read();

        Assert.DoesNotContain(session.Asked, text => text.StartsWith(ShowName.Command, StringComparison.Ordinal));
        Assert.Single(reading.IkeWithPeer);
    }

    [Fact]
    public void The_capture_of_names_is_read()
    {
        var expected = Captures.Expected("cisco_asa/show_name/1.expected.yml");
        Assert.Equal(
            expected.Select(name => $"{name["name"]} {name["ip_address"]}"),
            ShowName
                .Read(Captures.Text("cisco_asa/show_name/1.txt"))
                .Value!.All.Select(name => $"{name.Name} {name.Address}")
        );
        Assert.False(ShowName.Read("Frame drop:\n").Succeeded);
    }

    private Task<TunnelReading> Read() =>
        new CiscoAsaPlatform().ReadTunnel(
            session,
            "hq-fw1",
            Berlin,
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );
}
