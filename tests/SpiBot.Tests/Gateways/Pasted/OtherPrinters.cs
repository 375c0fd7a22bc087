using System.Text;
using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>A tunnel to print: its number gives its addresses and names. During a rekey it has two pairs of SPIs, the old one first.</summary>
internal sealed record PrintedTunnel(int Number, bool V6, bool NatTraversal, IReadOnlyList<(Spi In, Spi Out)> Pairs)
{
    public string Here => V6 ? "2001:db8::1" : "198.51.100.1";

    public string There => V6 ? $"2001:db8:ffff::{Number + 1:x}" : $"203.0.113.{Number + 1}";

    public string Local => V6 ? $"2001:db8:1:{Number:x}::/64" : $"10.1.{Number}.0/24";

    public string Remote => V6 ? $"2001:db8:2:{Number:x}::/64" : $"10.2.{Number}.0/24";
}

/// <summary>Lists of tunnels as the other platforms print them. Written from the layouts, not from the readers.</summary>
internal static class OtherPrinters
{
    private static readonly Gen<Spi> AnySpi = Gen.UInt[Spi.Least, uint.MaxValue].Select(Spi.From);

    public static readonly IReadOnlyList<(string Command, Func<IReadOnlyList<PrintedTunnel>, string> Print)> All =
    [
        ("diagnose vpn tunnel list", Fortinet),
        ("get vpn ipsec tunnel details", FortinetDetails),
        ("show vpn ipsec-sa", PaloAlto),
        ("show security ipsec security-associations", Juniper),
        ("swanctl --list-sas", Swanctl),
        ("ipsec statusall", Statusall),
        ("ip xfrm state", Xfrm),
    ];

    /// <summary>One to four tunnels, with as many pairs of SPIs as the platform can show of one.</summary>
    public static Gen<IReadOnlyList<PrintedTunnel>> Tunnels(string command) =>
        Gen.Select(
                Gen.Select(Gen.Bool, Gen.Bool),
                Gen.Select(AnySpi, AnySpi).Array[
                    1,
                    command is "show vpn ipsec-sa" or "show security ipsec security-associations" ? 1 : 2
                ],
                (traits, pairs) => (V6: traits.Item1 && command != "show vpn ipsec-sa", Nat: traits.Item2, Pairs: pairs)
            )
            .Array[1, 4]
            .Select(tunnels =>
                (IReadOnlyList<PrintedTunnel>)
                    [.. tunnels.Select((tunnel, i) => new PrintedTunnel(i, tunnel.V6, tunnel.Nat, tunnel.Pairs))]
            );

    private static string Fortinet(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder("list ipsec tunnel by names in vd 0\n");
        foreach (var tunnel in tunnels)
        {
            var port = tunnel.NatTraversal ? 4500 : 0;
            text.Append(
                $"""
                ------------------------------------------------------
                name=peer{tunnel.Number} ver=2 serial={tunnel.Number
                    + 1} {tunnel.Here}:{port}->{tunnel.There}:{port} tun_id={tunnel.There} dst_mtu=1500 dpd-link=on weight=1
                bound_if=7 lgwy=static/1 tun=intf/0 mode=auto/1 encap=none/552 options[0228]=npu frag-rfc  run_state=0 role=primary accept_traffic=1 overlay_id=0

                proxyid_num=1 child_num=0 refcnt=11 ilast=5 olast=5 ad=/0
                stat: rxp=12 txp=34 rxb=16368 txb=1400
                proxyid=peer{tunnel.Number} proto=0 sa={tunnel.Pairs.Count} ref=2 serial=1
                  src: 0:{tunnel.Local}:0
                  dst: 0:{tunnel.Remote}:0

                """
            );
            foreach (var (inbound, outbound) in tunnel.Pairs)
            {
                text.Append(
                    $"""
                      SA:  ref=3 options=10226 type=00 soft=0 mtu=1438 expire=42897/0B replaywin=2048
                           seqno=4 esn=0 replaywin_lastseq=00000000 itn=0 qat=0 hash_search_len=1
                      life: type=01 bytes=0/0 timeout=42899/43200
                      dec: spi={inbound.Digits} esp=aes key=16 000102030405060708090a0b0c0d0e0f
                           ah=sha1 key=20 101112131415161718191a1b1c1d1e1f20212223
                      enc: spi={outbound.Digits} esp=aes key=16 202122232425262728292a2b2c2d2e2f
                           ah=sha1 key=20 303132333435363738393a3b3c3d3e3f40414243
                      dec:pkts/bytes=12/16368, enc:pkts/bytes=34/1400

                    """
                );
            }
        }

        return text.Append("run_tally=0\n").ToString();
    }

    private static string FortinetDetails(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder();
        foreach (var tunnel in tunnels)
        {
            var port = tunnel.NatTraversal ? 4500 : 0;
            text.Append(
                $"""

                gateway
                  name: 'peer{tunnel.Number}'
                  local-gateway: {tunnel.Here}:{port} (static)
                  remote-gateway: {tunnel.There}:{port} (static)
                  dpd-link: on
                  mode: ike-v2
                  interface: 'wan1' (7)
                  rx  packets: 12  bytes: 16368  errors: 0
                  tx  packets: 34  bytes: 1400  errors: 0
                  dpd: disabled
                  selectors
                    name: 'peer{tunnel.Number}'
                    auto-negotiate: disable
                    mode: tunnel
                    src: 0:{tunnel.Local}:0
                    dst: 0:{tunnel.Remote}:0

                """
            );
            foreach (var (inbound, outbound) in tunnel.Pairs)
            {
                text.Append(
                    $"""
                        SA
                          lifetime/rekey: 43200/42897
                          mtu: 1446
                          tx-esp-seq: 248
                          replay: enabled
                          inbound
                            spi: {inbound.Digits}
                            enc:  aes-gc  000102030405060708090a0b0c0d0e0f10111213
                            auth:   null
                          outbound
                            spi: {outbound.Digits}
                            enc:  aes-gc  202122232425262728292a2b2c2d2e2f30313233
                            auth:   null
                          NPU acceleration: none

                    """
                );
            }
        }

        return text.ToString();
    }

    private static string PaloAlto(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder(
            """
            GwID/client IP  TnID   Peer-Address           Tunnel(Gateway)                                Algorithm     SPI(in)  SPI(out) life(Sec/KB)
            --------------  ----   ------------           ---------------                                ---------     -------  -------- ------------

            """
        );
        foreach (var tunnel in tunnels)
        {
            var (inbound, outbound) = tunnel.Pairs[0];
            text.Append(
                $"{tunnel.Number + 1, -15} {tunnel.Number + 1, -6} {tunnel.There, -22} {$"peer{tunnel.Number}:proxy(gw{tunnel.Number})", -46} ESP/A256/SHA256 {inbound.Value:X8} {outbound.Value:X8} 3527/102400\n"
            );
        }

        return text.Append($"\nShow IPSec SA: Total {tunnels.Count} tunnels found. {tunnels.Count} ipsec sa found.\n")
            .ToString();
    }

    private static string Juniper(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder($"  Total active tunnels: {tunnels.Count}     Total Ipsec sas: {tunnels.Count}\n");
        text.Append("  ID    Algorithm       SPI      Life:sec/kb  Mon lsys Port  Gateway\n");
        foreach (var tunnel in tunnels)
        {
            var (inbound, outbound) = tunnel.Pairs[0];
            var rest = $"2528/ unlim - root {(tunnel.NatTraversal ? 4500 : 500)} {tunnel.There}";
            text.Append($"  <{131073 + tunnel.Number} ESP:aes-cbc-256/sha256 {inbound.Digits} {rest}\n");
            text.Append($"  >{131073 + tunnel.Number} ESP:aes-cbc-256/sha256 {outbound.Digits} {rest}\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Swanctl(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder();
        foreach (var tunnel in tunnels)
        {
            var port = tunnel.NatTraversal ? 4500 : 500;
            text.Append(
                $"""
                conn{tunnel.Number}: #{tunnel.Number + 1}, ESTABLISHED, IKEv2, cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r
                  local  'hq.example' @ {tunnel.Here}[{port}]
                  remote 'peer.example' @ {tunnel.There}[{port}]
                  AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
                  established 3504s ago, rekeying in 9876s

                """
            );
            foreach (var (index, (inbound, outbound)) in tunnel.Pairs.Index())
            {
                var state = index < tunnel.Pairs.Count - 1 ? "REKEYED" : "INSTALLED";
                text.Append(
                    $"""
                      net: #{(tunnel.Number * 10) + index}, reqid 1, {state}, {(
                        tunnel.NatTraversal ? "TUNNEL-in-UDP" : "TUNNEL"
                    )}, ESP:AES_CBC-256/HMAC_SHA2_256_128
                        installed 204s ago, rekeying in 3156s, expires in 3756s
                        in  {inbound.Digits},   1234 bytes,    12 packets,     3s ago
                        out {outbound.Digits},   1234 bytes,    14 packets,     3s ago
                        local  {tunnel.Local}
                        remote {tunnel.Remote}

                    """
                );
            }
        }

        return text.ToString();
    }

    private static string Statusall(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder(
            $"""
            Status of IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64):
              uptime: 3 days, since Nov 20 10:00:00 2026
            Security Associations ({tunnels.Count} up, 0 connecting):

            """
        );
        foreach (var tunnel in tunnels)
        {
            text.Append(
                $"""
                   conn{tunnel.Number}[{tunnel.Number
                    + 1}]: ESTABLISHED 59 minutes ago, {tunnel.Here}[{tunnel.Here}]...{tunnel.There}[{tunnel.There}]
                   conn{tunnel.Number}[{tunnel.Number
                    + 1}]: IKEv2 SPIs: cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r, pre-shared key reauthentication in 1 hour

                """
            );
            foreach (var (index, (inbound, outbound)) in tunnel.Pairs.Index())
            {
                var name = $"conn{tunnel.Number}{{{(tunnel.Number * 10) + index + 1}}}";
                var state = index < tunnel.Pairs.Count - 1 ? "REKEYED" : "INSTALLED";
                text.Append(
                    $"""
                       {name}:  {state}, TUNNEL, reqid 1, ESP{(
                        tunnel.NatTraversal ? " in UDP" : ""
                    )} SPIs: {inbound.Digits}_i {outbound.Digits}_o
                       {name}:  AES_CBC_256/HMAC_SHA2_256_128, 1234 bytes_i (12 pkts, 3s ago), 1234 bytes_o (13 pkts, 3s ago), rekeying in 40 minutes
                       {name}:   {tunnel.Local} === {tunnel.Remote}

                    """
                );
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Xfrm(IReadOnlyList<PrintedTunnel> tunnels)
    {
        var text = new StringBuilder();
        foreach (var tunnel in tunnels)
        {
            foreach (var (inbound, outbound) in tunnel.Pairs)
            {
                Sa(tunnel.Here, tunnel.There, outbound);
                Sa(tunnel.There, tunnel.Here, inbound);

                void Sa(string from, string to, Spi spi) =>
                    text.Append(
                        $"""
                        src {from} dst {to}
                        	proto esp spi 0x{spi.Digits} reqid {tunnel.Number + 1} mode tunnel
                        	replay-window 32 flag af-unspec
                        	auth-trunc hmac(sha256) 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 128
                        	enc cbc(aes) 0x000102030405060708090a0b0c0d0e0f

                        """
                    );
            }
        }

        return text.ToString();
    }
}
