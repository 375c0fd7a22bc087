using System.Net;
using CsCheck;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

public sealed class ShowVpnSessiondbTests
{
    private const string One = """

        Session Type: LAN-to-LAN Detailed

        Connection   : 203.0.113.9
        Index        : 6539                   IP Addr      : 203.0.113.9
        Protocol     : IKEv2 IPsec
        Encryption   : IKEv2: (1)AES256  IPsec: (2)AES128
        Bytes Tx     : 3419524983             Bytes Rx     : 275429647
        Login Time   : 10:58:15 UTC Thu Nov 19 2026
        Duration     : 10d 7h:26m:52s

        IKEv2 Tunnels: 1
        IPsec Tunnels: 2

        IKEv2:
          Tunnel ID    : 6539.1
          Rekey Int (T): 86400 Seconds          Rekey Left(T): 76776 Seconds
          D/H Group    : 14
        IPsec:
          Tunnel ID    : 6539.2
          Local Addr   : 10.1.0.0/255.255.255.0/0/0
          Remote Addr  : 10.2.0.0/255.255.255.0/6/443
          Encryption   : AES256                 Hashing      : SHA1
          Rekey Int (T): 28800 Seconds          Rekey Left(T): 19174 Seconds
          Rekey Int (D): 4608000 K-Bytes        Rekey Left(D): 0 K-Bytes
          Idle Time Out: 30 Minutes             Idle TO Left : 29 Minutes
          Bytes Tx     : 3256642959             Bytes Rx     : 268532214
        IPsec:
          Tunnel ID    : 6539.3
          Local Addr   : BERLIN-NET/255.255.255.0/0/0

        NAC:
          Rekey Left(T): 1 Seconds

        """;

    [Fact]
    public void Age_and_what_is_left_until_the_rekeys_are_read()
    {
        var session = Assert.Single(ShowVpnSessiondb.Read(One).Value!.Sessions);
        Assert.Equal(
            ("203.0.113.9", "203.0.113.9", "IKEv2 IPsec"),
            (session.Connection, session.Address, session.Protocol)
        );
        Assert.Equal(new TimeSpan(10, 7, 26, 52), session.Duration);
        Assert.Equal((3419524983, 275429647), (session.Sent, session.Received));
        Assert.Equal(new RekeyTimer(86_400, 76_776), session.IkeRekeyLeft);
        Assert.Equal(
            new VpnSessionPair(
                Selector.Network(IPAddress.Parse("10.1.0.0"), 24),
                Selector.Network(IPAddress.Parse("10.2.0.0"), 24, 6, "443"),
                new RekeyTimer(28_800, 19_174),
                4_608_000,
                0,
                30,
                29
            ),
            session.Pairs[0]
        );
        Assert.Equal(
            new VpnSessionPair(null, null, null, null, null, null, null)
            {
                NamedLocal = "(BERLIN-NET/255.255.255.0/0/0)",
            },
            session.Pairs[1]
        );
    }

    [Theory]
    [InlineData("Duration     : 6:16:26", "06:16:26")]
    [InlineData("Duration     : 14h:24m:35s", "14:24:35")]
    [InlineData("Duration     : some time", null)]
    public void Durations_come_in_several_forms(string line, string? expected) =>
        Assert.Equal(
            expected is null ? null : TimeSpan.Parse(expected),
            Assert.Single(ShowVpnSessiondb.Read("Connection   : \n" + line).Value!.Sessions).Duration
        );

    [Fact]
    public void No_session_is_an_answer_and_anything_else_a_failure()
    {
        Assert.Empty(
            ShowVpnSessiondb
                .Read("INFO: There are presently no active sessions of the type specified\n")
                .Value!.Sessions
        );
        Assert.False(ShowVpnSessiondb.Read("").Succeeded);
        Assert.False(ShowVpnSessiondb.Read("ERROR: % Invalid input detected at '^' marker.").Succeeded);
    }

    [Fact]
    public void The_captures_are_read()
    {
        var old = ShowVpnSessiondb.Read(Captures.Text("cisco_asa/show_vpn-sessiondb_detail_l2l/1.txt")).Value!.Sessions;
        Assert.All(old, s => Assert.Equal(("172.16.0.1", new TimeSpan(6, 16, 26)), (s.Address, s.Duration)));
        Assert.Equal([10903, 6282], old[0].Pairs.Select(p => p.Rekey?.SecondsLeft ?? 0));
        Assert.Equal(63814, old[0].IkeRekeyLeft?.SecondsLeft);

        var newer = ShowVpnSessiondb
            .Read(Captures.Text("cisco_asa/show_vpn-sessiondb_detail_l2l/2.txt"))
            .Value!.Sessions;
        var expected = Captures.Expected("cisco_asa/show_vpn-sessiondb_detail_l2l/2.expected.yml");
        var pairs = expected
            .Where(r => r["connection_type"].Equals("IPsec", StringComparison.OrdinalIgnoreCase))
            .ToList();
        Assert.Equal(
            pairs.Select(r => (r["rekey_time_left"], r["rekey_data_remaining"])),
            newer.SelectMany(s => s.Pairs).Select(p => ($"{p.Rekey?.SecondsLeft}", $"{p.KilobytesLeft}"))
        );
        Assert.Contains(newer, s => s.Address == "169.254.107.1" && s.Connection is null);

        var brief = ShowVpnSessiondb.Read(Captures.Text("cisco_asa/show_vpn-sessiondb_l2l/2.txt")).Value!.Sessions;
        Assert.Equal(new TimeSpan(14, 7, 25, 33), brief[0].Duration);
    }

    [Fact]
    public void Reading_is_total_whatever_is_cut() =>
        Gen.Select(Gen.Int[0, One.Length], Gen.Int[0, One.Length], Gen.String)
            .Sample(
                (from, to, other) =>
                {
                    var read = ShowVpnSessiondb.Read(One[Math.Min(from, to)..Math.Max(from, to)] + other);
                    Assert.True(read.Succeeded != (read.Failure is not null));
                }
            );

    [Fact]
    public void Behind_a_NAT_device_its_pairs_have_another_heading() =>
        Assert.Single(
            ShowVpnSessiondb
                .Read(
                    "Session Type: LAN-to-LAN Detailed\nConnection : 203.0.113.9\nIKEv2:\n Tunnel ID : 7.1\nIPsecOverNatT:\n Local Addr : 10.1.0.0/255.255.255.0/0/0\n Remote Addr : 10.2.0.0/255.255.255.0/0/0\n"
                )
                .Value!.Sessions[0]
                .Pairs
        );
}
