namespace SpiBot.Tests.Gateways.Pasted;

/// <summary>What an ASA prints beside its SAs, by the command that prints it.</summary>
internal static class AsaTables
{
    public const string Drops = """

        Frame drop:
          Invalid SPI (np-sp-invalid-spi)                                          7
          TCP failed 3 way handshake (tcp-3whs-failed)                            12
          Dropped pending packets due to a failed attempt to get an internal socket lock (np-socket-lock-failu          1
          Slowpath security checks failed (sp-security-failed)                   345

        Last clearing: 10:43:33 UTC Mar 27 2026 by ops

        Flow drop:
          Flow is denied by access rule (acl-drop)                                 5

        Last clearing: Never

        """;

    public const string Ikev2 = """

        IKEv2 SAs:

        Session-id:57093, Status:UP-ACTIVE, IKE count:1, CHILD count:1

        Tunnel-id                 Local                Remote     Status         Role
         38557965      198.51.100.1/500     203.0.113.9/500      READY    RESPONDER
              Encr: AES-CBC, keysize: 256, Hash: SHA96, DH Grp:5, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/73 sec
        Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535
                  remote selector 10.2.0.0/0 - 10.2.0.255/65535
                  ESP spi in/out: 0xdd3fc4c/0xe6376de9  

        """;

    public const string Ikev2Detail = """

        IKEv2 SAs:

        Session-id:1, Status:UP-ACTIVE, IKE count:1, CHILD count:1

        Tunnel-id Local                                               Remote                                                  Status         Role
         38557965 198.51.100.1/4500                                   203.0.113.9/4500                                         READY    INITIATOR
              Encr: AES-CBC, keysize: 256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK
              Life/Active Time: 86400/188 sec
              Session-id: 1
              Status Description: Negotiation done
              Local spi: 6F86196AB2C574E3       Remote spi: 74AD695CF23C4805
              Local id: 198.51.100.1
              Remote id: 203.0.113.9
              Local req mess id: 14             Remote req mess id: 16
              Local next mess id: 14            Remote next mess id: 16
              Local req queued: 14              Remote req queued: 16
              Local window: 1                   Remote window: 1
              DPD configured for 10 seconds, retry 2
              NAT-T is not detected
        Child sa: local selector  10.1.0.0/0 - 10.1.0.255/65535
                  remote selector 10.2.0.0/0 - 10.2.0.255/65535
                  ESP spi in/out: 0xdd3fc4c/0xe6376de9  
                  AH spi in/out: 0x0/0x0  
                  CPI in/out: 0x0/0x0  
                  Encr: AES-CBC, keysize: 256, esp_hmac: SHA256
                  ah_hmac: None, comp: IPCOMP_NONE, mode tunnel

        """;

    public const string Ikev1 = """

        IKEv1 SAs:

           Active SA: 1
            Rekey SA: 0 (A tunnel will report 1 Active and 1 Rekey SA during rekey)
        Total IKE SA: 1

        1   IKE Peer: 203.0.113.9
            Type    : L2L             Role    : initiator 
            Rekey   : no              State   : MM_ACTIVE 
            Encrypt : aes-256         Hash    : SHA       
            Auth    : preshared       Lifetime: 86400
            Lifetime Remaining: 12345

        """;

    public const string TunnelGroup = """
        tunnel-group 203.0.113.9 type ipsec-l2l
        tunnel-group 203.0.113.9 ipsec-attributes
         peer-id-validate req
         isakmp keepalive threshold 10 retry 2

        """;

    public const string Capture = """

        1 packet captured

           1: 13:25:40.553224       802.1Q vlan#2 P0 203.0.113.9 > 198.51.100.1:  ip-proto-50, length 100 Drop-reason: (np-sp-invalid-spi) Invalid SPI, Drop-location: frame 0x000055870affc2df flow (NA)/NA
        0x0000   4500 0078 1c4e 0000 f532 0000 cb00 7109        E..x.N...2....q.
        0x0010   c633 6401 8a41 c77e 0000 028b 1d2c 9e11        .3d..A.~.....,..
        0x0020   6162 6364                                      abcd
        1 packet shown

        """;

    public const string Inactive = """
        Checking for inactive IPsec SAs...
        Inactive inbound SA: SPI: 0xD21C0529, state: inactive, reason: Rekey Error
        Inactive outbound SA: SPI: 0x1AAC9593, state: dead, reason: Phase 2 Error
        Inactive IPsec SAs: 2

        """;

    public const string Version = """

        Cisco Adaptive Security Appliance Software Version 9.16(4) 
        Firepower Extensible Operating System Version 2.10(1.217)
        Device Manager Version 7.16(1)150

        Compiled on Fri 20-Jan-23 13:31 GMT by builders
        System image file is "disk0:/asa916-4-lfbff-k8.SPA"
        Config file at boot was "startup-config"

        hq-fw1 up 41 days 19 hours
        failover cluster up 41 days 19 hours

        Hardware:   ASA5525, 8192 MB RAM, CPU Lynnfield 2394 MHz, 1 CPU (4 cores)
        Internal ATA Compact Flash, 8192MB
        BIOS Flash MX25L6445E @ 0xffbb0000, 8192KB

        Encryption hardware device : Cisco ASA Crypto on-board accelerator (revision 0x1)
                                     Number of accelerators: 1

        0: Int: Internal-Data0/0    : address is 00aa.0000.0001, irq 11

        Licensed features for this platform:
        Maximum Physical Interfaces       : Unlimited      perpetual

        Serial Number: JAD00000001
        Running Permanent Activation Key: 0x00000000 0x00000000 0x00000000 0x00000000 0x00000000
        Configuration register is 0x1

        Configuration last modified by netops at 07:19:40.000 UTC Mon Oct 12 2026

        """;

    public const string Cpu = """
        CPU utilization for 5 seconds = 12%; 1 minute: 10%; 5 minutes: 9%

        """;

    public const string CryptoMap = """
        crypto map outside_map 10 match address VPN-BERLIN
        crypto map outside_map 10 set pfs group14
        crypto map outside_map 10 set peer 203.0.113.9 203.0.113.10
        crypto map outside_map 10 set ikev2 ipsec-proposal AES256
        crypto map outside_map 10 set security-association lifetime seconds 3600 kilobytes 4608000
        crypto map outside_map 20 match address VPN-PARIS
        crypto map outside_map 20 set peer 203.0.113.20
        crypto map outside_map 20 set security-association lifetime kilobytes unlimited
        crypto map outside_map interface outside

        """;

    public const string Log = """
        Syslog logging: enabled
            Facility: 20
            Timestamp logging: enabled
            Standby logging: disabled
            Console logging: disabled
            Monitor logging: disabled
            Buffer logging: level informational, 10003 messages logged
            Trap logging: disabled
            Device ID: disabled
            ASDM logging: disabled
        Nov 23 2026 02:27:36: %ASA-6-602303: IPSEC: An inbound LAN-to-LAN SA (SPI= 0x2B3C4D5E) between 198.51.100.1 and 203.0.113.9 (user= 203.0.113.9) has been created.
        Nov 23 2026 02:27:40: %ASA-4-402114: IPSEC: Received an ESP packet (SPI= 0x1A2B3C4D, sequence number= 0x1) from 203.0.113.9 (user= 203.0.113.9) to 198.51.100.1 with an invalid SPI.
        Nov 23 2026 02:27:45: %ASA-5-111008: User 'ops' executed the 'clear crypto ipsec sa peer 203.0.113.9' command.
        Nov 23 2026 02:27:46: %ASA-5-713120: Group = 203.0.113.9, IP = 203.0.113.9, PHASE 2 COMPLETED (msgid=8d2f1a3c)

        """;

    public const string Failover = """
        Failover On 
        Failover unit Primary
        Failover LAN Interface: failover GigabitEthernet0/3 (up)
        Reconnect timeout 0:00:00
        Unit Poll frequency 1 seconds, holdtime 15 seconds
        Interface Poll frequency 5 seconds, holdtime 25 seconds
        Interface Policy 1
        Monitored Interfaces 2 of 1299 maximum
        MAC Address Move Notification Interval not set
        Version: Ours 9.16(4), Mate 9.16(4)
        Serial Number: Ours JAD00000001, Mate JAD00000002
        Last Failover at: 19:05:55 UTC Nov 20 2026
                This host: Primary - Standby Ready 
                        Active time: 29083269 (sec)
                        slot 0: ASA5515 hw/sw rev (1.0/9.16(4)) status (Up Sys)
                          Interface outside (198.51.100.2): Normal (Monitored)
                Other host: Secondary - Active 
                        Active time: 258 (sec)
                        slot 0: ASA5515 hw/sw rev (1.0/9.16(4)) status (Up Sys)
                          Interface outside (198.51.100.1): Normal (Monitored)

        Stateful Failover Logical Update Statistics
                Link : state TenGigabitEthernet0/9 (up)
                Stateful Obj    xmit       xerr       rcv        rerr      
                General         100        0          42         0         

        """;

    public const string Sessions = """

        Session Type: LAN-to-LAN Detailed

        Connection   : 203.0.113.9
        Index        : 6539                   IP Addr      : 203.0.113.9
        Protocol     : IKEv2 IPsecOverNatT
        Encryption   : IKEv2: (1)AES256  IPsecOverNatT: (1)AES256
        Hashing      : IKEv2: (1)SHA256  IPsecOverNatT: (1)SHA256
        Bytes Tx     : 3419524983             Bytes Rx     : 275429647
        Login Time   : 10:58:15 UTC Thu Nov 19 2026
        Duration     : 10d 7h:26m:52s

        IKEv2 Tunnels: 1
        IPsecOverNatT Tunnels: 1

        IKEv2:
          Tunnel ID    : 6539.1
          UDP Src Port : 4500                   UDP Dst Port : 4500
          Rem Auth Mode: preSharedKeys
          Loc Auth Mode: preSharedKeys
          Encryption   : AES256                 Hashing      : SHA256
          Rekey Int (T): 86400 Seconds          Rekey Left(T): 76776 Seconds
          PRF          : SHA256                 D/H Group    : 14
          Filter Name  : 

        IPsecOverNatT:
          Tunnel ID    : 6539.2
          Local Addr   : 10.1.0.0/255.255.255.0/0/0
          Remote Addr  : 10.2.0.0/255.255.255.0/0/0
          Encryption   : AES256                 Hashing      : SHA256
          Encapsulation: Tunnel                 PFS Group    : 14
          Rekey Int (T): 28800 Seconds          Rekey Left(T): 19174 Seconds
          Rekey Int (D): 4608000 K-Bytes        Rekey Left(D): 4586873 K-Bytes
          Idle Time Out: 30 Minutes             Idle TO Left : 29 Minutes
          Bytes Tx     : 3256642959             Bytes Rx     : 268532214
          Pkts Tx      : 4539818                Pkts Rx      : 2958857

        NAC:
          Reval Int (T): 0 Seconds              Reval Left(T): 0 Seconds
          SQ Int (T)   : 0 Seconds              EoU Age(T)   : 890906 Seconds
          Hold Left (T): 0 Seconds              Posture Token: 
          Redirect URL : 

        """;

    public const string Contexts = """
        VPN CTX  = 0x01177414

        Peer IP  = 203.0.113.9
        Pointer  = 0xCC11B670
        State    = UP+DIP
        Flags    = DECR+ESP+NATT
        SA       = 0x0DA8FA2F
        SPI      = 0x4F456306
        Group    = 1
        Pkts     = 8092
        Bad Pkts = 1
        Bad SPI  = 2
        Spoof    = 3
        Bad Crypto = 4
        Rekey Pkt  = 5
        Rekey Call = 6
        VPN Filter = <none>

        """;

    public static IReadOnlyList<(string Command, string Text)> All { get; } =
    [
        ("show asp drop", Drops),
        ("show crypto ikev2 sa", Ikev2),
        ("show crypto ikev2 sa detail", Ikev2Detail),
        ("show crypto ikev1 sa detail", Ikev1),
        ("show crypto ipsec sa inactive", Inactive),
        ("show version", Version),
        ("show cpu usage", Cpu),
        ("show running-config crypto map", CryptoMap),
        ("show running-config tunnel-group 203.0.113.9", TunnelGroup),
        ("show capture spibot dump", Capture),
        ("show logging", Log),
        ("show failover", Failover),
        ("show vpn-sessiondb detail l2l", Sessions),
        ("show asp table vpn-context detail", Contexts),
    ];
}
