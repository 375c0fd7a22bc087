using System.Text.RegularExpressions;

namespace SpiBot.Gateways.Pasted;

/// <summary>How the lines of Cisco's outputs begin.</summary>
public sealed partial record SavedCommand
{
    private const RegexOptions RegexForm =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"interface: |peer address: |crypto map tag: |access-list |protected vrf|(local|remote) ident \(addr/mask|current_peer|PERMIT, flags|dynamic allocated peer|#pkts (encaps|decaps|compressed|not compressed|not decompressed|no sa|encaps failed|invalid prot|invalid identity|replay|tagged|not tagged|internal err|not offload)|##pkts|#(pre|post)-frag|#PMTUs|#decapsulated|#TFC|#Valid|#send |local crypto endpt|path mtu|plaintext mtu|PMTU time|ICMP error|current (inbound|outbound) spi|PFS \(Y/N\)|(inbound|outbound) (esp|ah|pcp) sas:|spi: 0x|SA State:|Status: |transform: |in use settings|slot: |conn id: |sa timing: |IV size: |Kilobyte Volume|replay detection|Anti replay bitmap|There are no ipsec",
        RegexForm
    )]
    private static partial Regex IpsecSaLines();

    [GeneratedRegex(
        @"IKEv[12] SAs:|IPv[46] Crypto IKEv2|There are no |Session-id:[0-9]|Tunnel-id |[0-9]+ [0-9a-f.:]+/[0-9]+ [0-9a-f.:]+/[0-9]+|Encr: |Life/Active|CE id:|Status Description|Local (spi|id|req|next|window|[0-9a-f.:]+/)|Remote (spi|id|[0-9a-f.:]+/)|DPD |Initiator of SA|Child sa:|local selector|remote selector|ESP spi in/out|AH spi in/out|CPI in/out|ah_hmac|[0-9]+ IKE Peer:|Type +: |Rekey +: |Encrypt +: |Auth +: |Active SA:|Rekey SA:|Total IKE SA:|[0-9a-f.:]+/[0-9]+ - [0-9a-f.:]+/[0-9]+ ->",
        RegexForm
    )]
    private static partial Regex IkeLines();

    [GeneratedRegex(
        @"Crypto session current|Interface: |Username: |Profile: |Uptime: |Group: |Assigned address|Session status:|Peer: |Desc: |Phase1_id|Session ID|IKE(v[12])? SA: |Capabilities:|IPSEC FLOW:|Active SAs:|(Inbound|Outbound): ",
        RegexForm
    )]
    private static partial Regex SessionLines();

    /// <summary>A row is told by its count behind the keyword, of which the box may have cut the end and the bracket.</summary>
    [GeneratedRegex(
        @"(Frame|Flow) drop:|Last clearing:|[A-Za-z][^():]*?(\([^():]*\)[^():]*?)*?\([A-Za-z0-9_.-]+(\) ?| )[0-9]+( |$)",
        RegexForm
    )]
    private static partial Regex AspDropLines();

    [GeneratedRegex(
        @"Failover (On|Off|unit|LAN)|Reconnect timeout|(Unit|Interface) Poll|Interface Policy|Monitored Interfaces|MAC Address Move|failover replication|Version: Ours|Serial Number: Ours|Last Failover at:|(This|Other) host:|(This|Peer) context:|Active time:|slot [0-9]+:|Interface \S+ \(|Group [0-9]+|State: |Stateful Failover|Link :|Stateful Obj",
        RegexForm
    )]
    private static partial Regex FailoverLines();

    /// <summary>The time stands before the mark, in one of the forms that a box writes, and perhaps its name.</summary>
    [GeneratedRegex(
        @"(([A-Z]{3} [0-9]{1,2} [0-9]{4} [0-9]{1,2}:|[0-9]{4}-[0-9]{2}-[0-9]{2}[T ])[^%]{0,80})?%(ASA|FTD|PIX)-(\w+-)?[0-7]-[0-9]{6}:|(Syslog|Timestamp|Hide Username|Standby|Debug-trace|Console|Monitor|Buffer|Trap|Permit-hostdown|History|Mail|ASDM) logging:|(Facility|Device ID):|Deny Conn|Global TCP syslog",
        RegexForm
    )]
    private static partial Regex LogLines();

    [GeneratedRegex(
        @"Session Type:|(Connection|Index|IP Addr|Protocol|Encryption|Hashing|Bytes [TR]x|Pkts [TR]x|Login Time|Duration|(Local|Remote) Addr|Rekey (Int ?|Left ?)\([TD]\)|Idle Time Out|Idle TO Left|Encapsulation|PFS Group|UDP (Src|Dst) Port|IKE Neg Mode|Auth Mode|(Tunnel|Session) ID|(Filter|IPv6) (Name|Filter)|D/H Group|(Reval|SQ) Int|Redirect URL|Posture Token) ?:|(IKE|IKEv[12]|IPsec|IPsecOver[A-Za-z]+|NAC)( Tunnels)?:",
        RegexForm
    )]
    private static partial Regex VpnSessionLines();

    [GeneratedRegex(@"crypto (map|dynamic-map|ipsec|ikev[12]|isakmp|ca) |tunnel-group |access-list ", RegexForm)]
    private static partial Regex CryptoMapLines();

    [GeneratedRegex(
        @"(VPN CTX|Peer IP|Pointer|State|Flags|SA|SPI|Group|(Bad )?Pkts|Bad SPI|Spoof|Bad Crypto|Rekey (Pkt|Call)|VPN Filter) ?=",
        RegexForm
    )]
    private static partial Regex VpnContextLines();

    [GeneratedRegex(
        @"tunnel-group |(isakmp|ikev[12]) (keepalive|remote-|local-|pre-)|peer-id-validate|chain",
        RegexForm
    )]
    private static partial Regex TunnelGroupLines();

    [GeneratedRegex(@"[0-9]+ packets? (captured|shown)|[0-9]+: [0-9]{2}:[0-9]{2}:[0-9]{2}|0x[0-9a-f]{4} ", RegexForm)]
    private static partial Regex CaptureDumpLines();

    [GeneratedRegex(
        @"IPv[46] Crypto ISAKMP|dst src state|[^ ]*[.:][^ ]* [^ ]*[.:][^ ]* (MM|AM|AG|QM|OAK|CONF|XAUTH|IKE)_",
        RegexForm
    )]
    private static partial Regex IsakmpLines();

    [GeneratedRegex(@"Checking for inactive|Inactive (inbound|outbound) SA:|Inactive IPsec SAs:", RegexForm)]
    private static partial Regex InactiveLines();

    /// <summary>Of an ASA, and the box of dashes of an FTD.</summary>
    [GeneratedRegex(
        @"Cisco (Adaptive|PIX) Security|Firepower Extensible|Device Manager|Compiled on|System image|Config file|[^ ]+ up [0-9]+ (year|week|day|hour|min|sec)|failover cluster|Hardware:|Internal |BIOS |Encryption hardware|Number of|[0-9]+: (Int|Ext)|Licensed features|Serial Number:|Running |Configuration (register|last)|Model ?(Id)? ?:|UUID ?:|--+",
        RegexForm
    )]
    private static partial Regex VersionLines();

    [GeneratedRegex("CPU utilization for 5 seconds", RegexForm)]
    private static partial Regex CpuLines();
}
