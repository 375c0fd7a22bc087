using System.Net;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.StrongSwan;

/// <summary>A host with strongSwan that has SAs with two peers, as its commands print them.</summary>
internal static class LinuxHost
{
    public const string Listing = """
        site: #3, ESTABLISHED, IKEv2, 4e56718e435c2604_i* e52e48d98f14b697_r
          local  '192.0.2.1' @ 192.0.2.1[4500]
          remote '192.0.2.2' @ 192.0.2.2[4500]
          AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/CURVE_25519
          established 61s ago, rekeying in 13031s
          net: #4, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-128/HMAC_SHA2_256_128
            installed 61s ago, rekeying in 3338s, expires in 3899s
            in  d32b8757,    252 bytes,     3 packets,     0s ago
            out d9b0c144,    504 bytes,     6 packets,     0s ago
            local  10.1.0.0/24
            remote 10.2.0.0/24
        other: #2, ESTABLISHED, IKEv1, 6312f2e8e651cd21_i 515b2876a1642125_r*
          local  '192.0.2.1' @ 192.0.2.1[500]
          remote '192.0.2.77' @ 192.0.2.77[500]
          AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
          established 9s ago, rekeying in 13576s
          voice: #2, reqid 2, INSTALLED, TUNNEL, ESP:AES_CBC-256/HMAC_SHA2_256_128
            installed 9s ago, rekeying in 3316s, expires in 3951s
            in  0bd1f6da,      0 bytes,     0 packets
            out 29627bcd,      0 bytes,     0 packets
            local  10.1.9.0/24
            remote 172.16.9.0/24

        """;

    public const string Stats = """
        uptime: 3 hours, since Nov 24 02:10:52 2026
        worker threads: 16 total, 11 idle, working: 4/0/1/0
        IKE_SAs: 2 total, 0 half-open
        loaded plugins: charon random nonce aes sha1 sha2 hmac kernel-netlink socket-default vici updown

        """;

    public static IPAddress Peer { get; } = IPAddress.Parse("192.0.2.2");

    public static GatewayEntry Entry { get; } =
        new("hq-gw", "192.0.2.1", 22, "strongswan", "spibot", "hq-gw", [], [], new Dictionary<string, IPAddress>());

    public static Task<TunnelReading> Read(ScriptedSession session) =>
        new StrongSwanPlatform().ReadTunnel(
            session,
            "hq-gw",
            Peer,
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );

    public static ScriptedSession Session() =>
        new()
        {
            ["date -u +%FT%TZ"] = "2026-11-24T05:10:53Z\n",
            ["uname -n"] = "hq-gw\n",
            ["swanctl --version"] = "strongSwan swanctl 5.9.8\n",
            ["swanctl --stats"] = Stats,
            ["cat /proc/net/xfrm_stat"] =
                "XfrmInError             \t0\nXfrmInNoStates          \t12\nXfrmInTmplMismatch \t3\n",
            ["swanctl --list-sas"] = Listing,
        };
}
