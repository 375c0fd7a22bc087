namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>Outputs as the boxes print them, with documentation addresses and made-up keys: one tunnel, 198.51.100.1 here and 203.0.113.9 there.</summary>
internal static class SampleOutputs
{
    public const string Asa = """
        interface: outside
            Crypto map tag: outside_map, seq num: 10, local addr: 198.51.100.1

              access-list VPN extended permit ip 10.1.0.0 255.255.255.0 10.2.0.0 255.255.255.0
              local ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
              remote ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
              current_peer: 203.0.113.9


              #pkts encaps: 4, #pkts encrypt: 4, #pkts digest: 4
              #pkts decaps: 5, #pkts decrypt: 5, #pkts verify: 5
              #send errors: 0, #recv errors: 0

              local crypto endpt.: 198.51.100.1/500, remote crypto endpt.: 203.0.113.9/500
              path mtu 1500, ipsec overhead 74(44), media mtu 1500
              current outbound spi: 0046AB35
              current inbound spi : E6376DE9

            inbound esp sas:
              spi: 0xE6376DE9 (3862392297)
                 SA State: active
                 transform: esp-aes-256 esp-sha-hmac no compression
                 in use settings ={L2L, Tunnel, IKEv2, }
                 slot: 0, conn_id: 80543744, crypto-map: outside_map
                 sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                 IV size: 16 bytes
                 replay detection support: Y
                 Anti replay bitmap:
                  0x00000000 0x0000001F
            outbound esp sas:
              spi: 0x46AB35 (4631349)
                 SA State: active
                 transform: esp-aes-256 esp-sha-hmac no compression
                 in use settings ={L2L, Tunnel, IKEv2, }
                 slot: 0, conn_id: 80543744, crypto-map: outside_map
                 sa timing: remaining key lifetime (kB/sec): (4239359/28761)
                 IV size: 16 bytes
                 replay detection support: Y
                 Anti replay bitmap:
                  0x00000000 0x00000001

        """;

    public const string Ios = """
        interface: Tunnel1
            Crypto map tag: Tunnel1-head-0, local addr 203.0.113.9

           protected vrf: (none)
           local  ident (addr/mask/prot/port): (10.2.0.0/255.255.255.0/0/0)
           remote ident (addr/mask/prot/port): (10.1.0.0/255.255.255.0/0/0)
           current_peer 198.51.100.1 port 4500
             PERMIT, flags={origin_is_acl,}
            #pkts encaps: 21, #pkts encrypt: 21, #pkts digest: 21
            #pkts decaps: 17, #pkts decrypt: 17, #pkts verify: 17
            #pkts compressed: 0, #pkts decompressed: 0
            #send errors 1, #recv errors 2

             local crypto endpt.: 203.0.113.9, remote crypto endpt.: 198.51.100.1
             plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb GigabitEthernet3
             current outbound spi: 0xE6376DE9(3862392297)
             PFS (Y/N): N, DH group: none

             inbound esp sas:
              spi: 0x46AB35(4631349)
                transform: esp-256-aes esp-sha256-hmac ,
                in use settings ={Tunnel UDP-Encaps, }
                conn id: 2076, flow_id: CSR:76, sibling_flags FFFFFFFF80000048, crypto map: Tunnel1-head-0
                sa timing: remaining key lifetime (k/sec): (4607999/3191)
                IV size: 16 bytes
                replay detection support: Y
                Status: ACTIVE(ACTIVE)

             inbound ah sas:

             inbound pcp sas:

             outbound esp sas:
              spi: 0xE6376DE9(3862392297)
                transform: esp-256-aes esp-sha256-hmac ,
                in use settings ={Tunnel UDP-Encaps, }
                conn id: 2075, flow_id: CSR:75, sibling_flags FFFFFFFF80000048, crypto map: Tunnel1-head-0
                sa timing: remaining key lifetime (k/sec): (4607998/3191)
                IV size: 16 bytes
                replay detection support: Y
                Status: ACTIVE(ACTIVE)

             outbound ah sas:

             outbound pcp sas:

        """;

    public const string IosSession = """
        IPv4 Crypto IKEv2 Session

        Session-id:3, Status:UP-ACTIVE, IKE count:1, CHILD count:1

        Tunnel-id Local                 Remote                fvrf/ivrf            Status
        1         203.0.113.9/4500      198.51.100.1/4500     none/none            READY
              Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/38157 sec
              CE id: 1008, Session-id: 3
              Status Description: Negotiation done
              Local spi: 6F86196AB2C574E3       Remote spi: 74AD695CF23C4805
              Initiator of SA : Yes
        Child sa: local selector  10.2.0.0/0 - 10.2.0.255/65535
                  remote selector 10.1.0.0/0 - 10.1.0.255/65535
                  ESP spi in/out: 0x46AB35/0xE6376DE9
                  AH spi in/out: 0x0/0x0
                  CPI in/out: 0x0/0x0
                  Encr: AES-CBC, keysize: 256, esp_hmac: SHA256
                  ah_hmac: None, comp: IPCOMP_NONE, mode tunnel

        """;

    public const string IosIsakmp = """
        IPv4 Crypto ISAKMP SA
        dst             src             state          conn-id status
        198.51.100.1    203.0.113.9     QM_IDLE           1001 ACTIVE
        198.51.100.7    203.0.113.9     MM_NO_STATE       1002 ACTIVE (deleted)

        IPv6 Crypto ISAKMP SA

        """;

    public const string IosCryptoSession = """
        Crypto session current status

        Interface: Tunnel1
        Session status: UP-ACTIVE
        Peer: 198.51.100.1 port 500 fvrf: (none) ivrf: (none)
              Phase1_id: 198.51.100.1
              Desc: (none)
          IKEv2 SA: local 203.0.113.9/500 remote 198.51.100.1/500 Active
                  Capabilities:(none) connid:3 lifetime:22:03:24
          IPSEC FLOW: permit ip 10.2.0.0/255.255.255.0 10.1.0.0/255.255.255.0
                Active SAs: 2, origin: crypto map
                Inbound:  #pkts dec'ed 4 drop 0 life (KB/Sec) 4605665/2949
                Outbound: #pkts enc'ed 5 drop 1 life (KB/Sec) 4605665/2949

        """;

    public const string Ftd = """
        -------------------[ fw-berlin ]--------------------
        Model                     : Cisco Firepower 1120 Threat Defense (78) Version 7.2.5 (Build 208)
        UUID                      : 00000000-0000-0000-0000-000000000000
        ----------------------------------------------------

        """;

    /// <summary>Two selectors: one in a rekey, one that is down.</summary>
    public const string FortiDetails = """
        gateway
          name: 'berlin'
          type: route-based
          local-gateway: 198.51.100.1:4500 (static)
          remote-gateway: 203.0.113.9:4500 (static)
          dpd-link: on
          mode: ike-v2
          interface: 'wan1' (7)
          rx  packets: 12  bytes: 16368  errors: 0
          tx  packets: 34  bytes: 1400  errors: 1
          dpd: on-demand/negotiated  idle: 20000ms  retry: 3  count: 0
          nat traversal mode: keep-alive      interval: 10
          selectors
            name: 'berlin'
            auto-negotiate: enable
            mode: tunnel
            src: 0:10.1.0.0/255.255.255.0:0
            dst: 0:10.2.0.0/255.255.255.0:0
            SA
              lifetime/rekey: 43200/12
              mtu: 1438
              tx-esp-seq: 4
              replay: enabled
              qat: 0
              inbound
                spi: 24c2ab67
                enc:  aes-cb  000102030405060708090a0b0c0d0e0f
                auth:   sha1  101112131415161718191a1b1c1d1e1f20212223
              outbound
                spi: 0dd3fc4b
                enc:  aes-cb  202122232425262728292a2b2c2d2e2f
                auth:   sha1  303132333435363738393a3b3c3d3e3f40414243
              NPU acceleration: none
            SA
              lifetime/rekey: 43200/42897
              mtu: 1438
              tx-esp-seq: 1
              replay: enabled
              qat: 0
              inbound
                spi: 24c2ab68
                enc:     des  0001020304050607
                auth: sha256  101112131415161718191a1b1c1d1e1f101112131415161718191a1b1c1d1e1f
              outbound
                spi: 0dd3fc4c
                enc:     des  2021222324252627
                auth: sha256  303132333435363738393a3b3c3d3e3f101112131415161718191a1b1c1d1e1f
              NPU acceleration: encryption(outbound) decryption(inbound)
            name: 'berlin2'
            auto-negotiate: disable
            mode: tunnel
            src: 0:10.3.0.0/255.255.255.0:0
            dst: 0:10.2.0.0/255.255.255.0:0

        """;

    public const string Forti = """
        list ipsec tunnel by names in vd 0
        ------------------------------------------------------
        name=berlin ver=2 serial=1 198.51.100.1:4500->203.0.113.9:4500 tun_id=203.0.113.9 dst_mtu=1500 dpd-link=on weight=1
        bound_if=7 lgwy=static/1 tun=intf/0 mode=auto/1 encap=none/552 options[0228]=npu frag-rfc  run_state=0 role=primary accept_traffic=1 overlay_id=0

        proxyid_num=2 child_num=0 refcnt=11 ilast=5 olast=5 ad=/0
        stat: rxp=12 txp=34 rxb=16368 txb=1400
        dpd: mode=on-demand on=1 idle=20000ms retry=3 count=0 seqno=0
        natt: mode=keepalive draft=0 interval=10 remote_port=4500
        proxyid=berlin proto=0 sa=1 ref=2 serial=1
          src: 0:10.1.0.0/255.255.255.0:0
          dst: 0:10.2.0.0/255.255.255.0:0
          SA:  ref=3 options=10226 type=00 soft=0 mtu=1438 expire=42897/0B replaywin=2048
               seqno=4 esn=0 replaywin_lastseq=00000000 itn=0 qat=0 hash_search_len=1
          life: type=01 bytes=0/0 timeout=42899/43200
          dec: spi=24c2ab68 esp=aes key=16 000102030405060708090a0b0c0d0e0f
               ah=sha1 key=20 101112131415161718191a1b1c1d1e1f20212223
          enc: spi=0dd3fc4c esp=aes key=16 202122232425262728292a2b2c2d2e2f
               ah=sha1 key=20 303132333435363738393a3b3c3d3e3f40414243
          dec:pkts/bytes=12/16368, enc:pkts/bytes=34/1400
          npu_flag=00 npu_rgwy=203.0.113.9 npu_lgwy=198.51.100.1 npu_selid=0 dec_npuid=0 enc_npuid=0
        proxyid=berlin2 proto=0 sa=0 ref=1 serial=1
          src: 0:10.3.0.0-10.3.0.9:0
          dst: 0:10.2.0.0/255.255.255.0:0
        run_tally=0

        """;

    public const string PanOs = """
        GwID/client IP  TnID   Peer-Address           Tunnel(Gateway)                                Algorithm     SPI(in)  SPI(out) life(Sec/KB)
        --------------  ----   ------------           ---------------                                ---------     -------  -------- ------------
        1               1      203.0.113.9            berlin:proxy1(berlin-gw)                       ESP/A256/SHA256 CBF7DC1D 5D1568FD 3527/102400

        Show IPSec SA: Total 2 tunnels found. 1 ipsec sa found.

        """;

    public const string Junos = """
          Total active tunnels: 1     Total Ipsec sas: 1
          ID    Algorithm       SPI      Life:sec/kb  Mon lsys Port  Gateway
          <131073 ESP:aes-cbc-256/sha256 ec78f80e 2528/ unlim - root 500 203.0.113.9
          >131073 ESP:aes-cbc-256/sha256 49d6a12c 2528/ unlim - root 500 203.0.113.9

        """;

    public const string Swanctl = """
        hq-berlin: #1, ESTABLISHED, IKEv2, cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r
          local  'hq.example' @ 198.51.100.1[4500]
          remote 'berlin.example' @ 203.0.113.9[4500]
          AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
          established 3504s ago, rekeying in 9876s
          net-net: #2, reqid 1, REKEYED, TUNNEL-in-UDP, ESP:AES_CBC-256/HMAC_SHA2_256_128
            installed 3204s ago, rekeying in 156s, expires in 756s
            in  c4a1b2c3 (0x00000007),   1234 bytes,    12 packets,     3s ago
            out cb0c1fd8 (-|0x00000008),   1234 bytes,    12 packets,     3s ago
            local  10.1.0.0/24
            remote 10.2.0.0/24
          net-net: #3, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-256/HMAC_SHA2_256_128
            installed 204s ago, rekeying in 3156s, expires in 3756s
            in  cd5c1aef,   1234 bytes,    12 packets,     3s ago
            out cb0c1fd9,   1234 bytes,    14 packets,     3s ago
            local  10.1.0.0/24[tcp/443]
            remote 10.2.0.0/24

        """;

    public const string Statusall = """
        Status of IKE charon daemon (strongSwan 5.9.8, Linux 6.1.0, x86_64):
          uptime: 3 days, since Nov 20 10:00:00 2026
        Connections:
           hq-berlin:  198.51.100.1...203.0.113.9  IKEv2, dpddelay=30s
           hq-berlin:   local:  [198.51.100.1] uses pre-shared key authentication
           hq-berlin:   child:  10.1.0.0/24 === 10.2.0.0/24 TUNNEL, dpdaction=restart
        Security Associations (1 up, 0 connecting):
           hq-berlin[1]: ESTABLISHED 59 minutes ago, 198.51.100.1[198.51.100.1]...203.0.113.9[203.0.113.9]
           hq-berlin[1]: IKEv2 SPIs: cb469ea1a7223567_i* 1b7f9a2c0d3e4f50_r, pre-shared key reauthentication in 1 hour
           hq-berlin[1]: IKE proposal: AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
           hq-berlin{3}:  INSTALLED, TUNNEL, reqid 1, ESP in UDP SPIs: c8f6a8c4_i c1b2d3e4_o
           hq-berlin{3}:  AES_CBC_256/HMAC_SHA2_256_128, 1234 bytes_i (12 pkts, 3s ago), 1234 bytes_o (13 pkts, 3s ago), rekeying in 40 minutes
           hq-berlin{3}:   10.1.0.0/24 === 10.2.0.0/24

        """;

    public const string Xfrm = """
        src 198.51.100.1 dst 203.0.113.9
        	proto esp spi 0xc1b2d3e4(3249722340) reqid 1(0x00000001) mode tunnel
        	replay-window 0 seq 0x00000000 flag af-unspec (0x00100000)
        	auth-trunc hmac(sha256) 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f (256 bits) 128
        	enc cbc(aes) 0x000102030405060708090a0b0c0d0e0f (128 bits)
        	encap type espinudp sport 4500 dport 4500 addr 0.0.0.0
        	anti-replay context: seq 0x0, oseq 0x2a, bitmap 0x00000000
        	lifetime config:
        	  limit: soft (INF)(bytes), hard (INF)(bytes)
        	  limit: soft (INF)(packets), hard (INF)(packets)
        	lifetime current:
        	  3528(bytes), 42(packets)
        	  add 2026-11-24 03:00:00 use 2026-11-24 03:00:01
        src 203.0.113.9 dst 198.51.100.1
        	proto esp spi 0xcd5c1aef reqid 1 mode tunnel
        	replay-window 32 flag af-unspec
        	auth-trunc hmac(sha256) 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 128
        	enc cbc(aes) 0x000102030405060708090a0b0c0d0e0f
        	sel src 0.0.0.0/0 dst 0.0.0.0/0 

        """;

    /// <summary>Every sample with what it is.</summary>
    public static IReadOnlyList<(string Platform, string Command, string Text)> All { get; } =
    [
        ("cisco_asa", "show crypto ipsec sa", Asa),
        ("cisco_ios", "show crypto ipsec sa", Ios),
        ("cisco_ios", "show crypto ikev2 session", IosSession),
        ("cisco_ios", "show crypto isakmp sa", IosIsakmp),
        ("cisco_ios", "show crypto session", IosCryptoSession),
        ("cisco_ftd", "show version", Ftd),
        ("fortios", "diagnose vpn tunnel list", Forti),
        ("fortios", "get vpn ipsec tunnel details", FortiDetails),
        ("panos", "show vpn ipsec-sa", PanOs),
        ("junos", "show security ipsec security-associations", Junos),
        ("strongswan", "swanctl --list-sas", Swanctl),
        ("strongswan", "ipsec statusall", Statusall),
        ("linux_xfrm", "ip xfrm state", Xfrm),
    ];
}
