using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ios;

/// <summary>The SAs as IOS-XE 17 prints them. A router that has none prints nothing.</summary>
public static class IosSas
{
    public static IEnumerable<string> Ipsec(CommandContext context, IEnumerable<VpnPeer> peers)
    {
        var ends = peers.SelectMany(peer => peer.Selectors).Where(end => end.Pairs.Count > 0).ToList();
        return ends.Count == 0
            ? []
            :
            [
                "",
                "interface: GigabitEthernet0/0/0",
                $"    Crypto map tag: CMAP, local addr {context.Box.Address}",
                .. ends.SelectMany(end => Selector(context, end)),
            ];
    }

    public static IEnumerable<string> Isakmp(FirewallState state)
    {
        yield return "IPv4 Crypto ISAKMP SA";
        yield return "dst             src             state          conn-id status";
        foreach (var (peer, sa) in Ike(state.Peers, version: 1))
        {
            var (source, destination) =
                sa.Initiator == state.Box ? (state.Box.Address, peer.Address) : (peer.Address, state.Box.Address);
            yield return $"{destination, -15} {source, -15} {"QM_IDLE", -14} {sa.TunnelId % 10_000, 7} ACTIVE";
        }

        yield return "";
        yield return "IPv6 Crypto ISAKMP SA";
        yield return "";
    }

    /// <summary>Who began is in the detail alone.</summary>
    public static IEnumerable<string> Ikev2(CommandContext context, IEnumerable<VpnPeer> peers, bool detailed)
    {
        var sas = Ike(peers, version: 2).ToList();
        return sas.Count == 0
            ? []
            :
            [
                " IPv4 Crypto IKEv2  SA ",
                "",
                .. sas.SelectMany(
                    (found, index) => (string[])[.. IkeSaLines(context, index + 1, found.Peer, found.Sa, detailed), ""]
                ),
                " IPv6 Crypto IKEv2  SA ",
                "",
            ];
    }

    /// <summary>The same with the child SAs of each.</summary>
    public static IEnumerable<string> Ikev2Sessions(CommandContext context, bool detailed) =>
        [
            " IPv4 Crypto IKEv2 Session ",
            "",
            .. Ike(context.State.Peers, version: 2)
                .SelectMany((found, index) => Ikev2Session(context, index + 1, found.Peer, found.Sa, detailed)),
            " IPv6 Crypto IKEv2 Session ",
            "",
        ];

    private static IEnumerable<string> Ikev2Session(
        CommandContext context,
        int number,
        VpnPeer peer,
        IkeSa sa,
        bool detailed
    )
    {
        var children = peer
            .Selectors.SelectMany(end =>
                end.Pairs.Where(pair => pair.Ike == sa && !pair.IsRekeyed).Select(pair => (End: end, Pair: pair))
            )
            .ToList();
        return
        [
            $"Session-id:{sa.SessionId}, Status:UP-{(children.Count > 0 ? "ACTIVE" : "IDLE")}, IKE count:1, CHILD count:{children.Count}",
            "",
            .. IkeSaLines(context, number, peer, sa, detailed),
            .. children.SelectMany(child => IkeChild(child.End, child.Pair, detailed)),
            "",
        ];
    }

    private static IEnumerable<string> IkeSaLines(
        CommandContext context,
        int number,
        VpnPeer peer,
        IkeSa sa,
        bool detailed
    )
    {
        var local = $"{context.Box.Address}/{peer.EndpointPort}";
        var remote = $"{peer.Address}/{peer.EndpointPort}";
        string[] detail =
        [
            $"      CE id: {1000 + number}, Session-id: {sa.SessionId}",
            "      Status Description: Negotiation done",
            $"      Local spi: {sa.TunnelId:X8}{sa.SessionId:X8}       Remote spi: {sa.SessionId:X8}{sa.TunnelId:X8}",
            $"      Local id: {context.Box.Address}",
            $"      Remote id: {peer.Address}",
            "      Local req msg id:  2              Remote req msg id:  0         ",
            "      Local next msg id: 2              Remote next msg id: 0         ",
            "      Local req queued:  2              Remote req queued:  0         ",
            "      Local window:      5              Remote window:      5         ",
            "      DPD configured for 10 seconds, retry 2",
            "      Fragmentation not  configured.",
            "      Dynamic Route Update: enabled",
            "      Extended Authentication not configured.",
            $"      NAT-T is {(peer.BehindNat ? "" : "not ")}detected  ",
            "      Cisco Trust Security SGT is disabled",
            $"      Initiator of SA : {(sa.Initiator == context.Box ? "Yes" : "No")}",
        ];
        return
        [
            "Tunnel-id Local                 Remote                fvrf/ivrf            Status ",
            $"{number, -9} {local, -21} {remote, -21} {"none/none", -20} READY  ",
            "      Encr: AES-CBC, keysize: 256, PRF: SHA256, Hash: SHA256, DH Grp:14, Auth sign: PSK, Auth verify: PSK",
            $"      Life/Active Time: {IkeSa.LifetimeSeconds}/{sa.ActiveSeconds(context.Now)} sec",
            .. detailed ? detail : [],
        ];
    }

    private static IEnumerable<string> IkeChild(SelectorEnd end, SaPair pair, bool detailed) =>
        [
            $"Child sa: local selector  {end.Local.WithPorts(end.LocalPorts)}",
            $"          remote selector {end.Remote.WithPorts(end.RemotePorts)}",
            $"          ESP spi in/out: 0x{pair.InboundSpi:X}/0x{pair.OutboundSpi:X}  ",
            .. detailed
                ?
                [
                    "          AH spi in/out: 0x0/0x0  ",
                    "          CPI in/out: 0x0/0x0  ",
                    "          Encr: AES-CBC, keysize: 256, esp_hmac: SHA256",
                    "          ah_hmac: None, comp: IPCOMP_NONE, mode tunnel",
                ]
                : (string[])[],
        ];

    /// <summary>With detail. What is down is not listed here.</summary>
    public static IEnumerable<string> Sessions(CommandContext context, IEnumerable<VpnPeer> peers)
    {
        yield return "Crypto session current status";
        yield return "";
        foreach (var peer in peers.Where(peer => peer.IkeSas.Count > 0))
        {
            var ike = peer.IkeSas[^1];
            var ends = peer.Selectors.Where(end => end.Pairs.Count > 0).ToList();
            var left = TimeSpan.FromSeconds(IkeSa.LifetimeSeconds - ike.ActiveSeconds(context.Now));
            yield return "Interface: GigabitEthernet0/0/0";
            yield return $"Session status: {(ends.Count > 0 ? "UP-ACTIVE" : "UP-IDLE")}";
            yield return $"Peer: {peer.Address} port {peer.EndpointPort} fvrf: (none) ivrf: (none)";
            yield return $"      Phase1_id: {peer.Address}";
            yield return "      Desc: (none)";
            yield return $"  IKE{(ike.Version == 2 ? "v2" : "v1")} SA: local {context.Box.Address}/{peer.EndpointPort} remote {peer.Address}/{peer.EndpointPort} Active ";
            yield return $"          Capabilities:(none) connid:{ike.TunnelId % 10_000} lifetime:{(int)left.TotalHours:00}:{left.Minutes:00}:{left.Seconds:00}";
            foreach (var end in ends)
            {
                var life = $"{end.Pairs[^1].KilobytesLeft}/{end.Pairs[^1].SecondsLeft(context.Now)}";
                yield return $"  IPSEC FLOW: permit ip {end.Local.InIdentity} {end.Remote.InIdentity} ";
                yield return $"        Active SAs: {end.Pairs.Count * 2}, origin: crypto map";
                yield return $"        Inbound:  #pkts dec'ed {end.Decaps} drop 0 life (KB/Sec) {life}";
                yield return $"        Outbound: #pkts enc'ed {end.Encaps} drop 0 life (KB/Sec) {life}";
            }

            yield return "";
        }
    }

    private static IEnumerable<(VpnPeer Peer, IkeSa Sa)> Ike(IEnumerable<VpnPeer> peers, int version) =>
        peers.SelectMany(peer => peer.IkeSas.Where(sa => sa.Version == version).Select(sa => (peer, sa)));

    private static IEnumerable<string> Selector(CommandContext context, SelectorEnd end)
    {
        var (peer, local, remote) = (end.Peer, end.Local, end.Remote);
        var sending = end.Sending ?? end.Pairs[^1];
        return
        [
            "",
            "   protected vrf: (none)",
            $"   local  ident (addr/mask/prot/port): ({local.InIdentity}/0/0)",
            $"   remote ident (addr/mask/prot/port): ({remote.InIdentity}/0/0)",
            $"   current_peer {peer.Address} port {peer.EndpointPort}",
            "     PERMIT, flags={origin_is_acl,}",
            $"    #pkts encaps: {end.Encaps}, #pkts encrypt: {end.Encaps}, #pkts digest: {end.Encaps}",
            $"    #pkts decaps: {end.Decaps}, #pkts decrypt: {end.Decaps}, #pkts verify: {end.Decaps}",
            "    #pkts compressed: 0, #pkts decompressed: 0",
            "    #pkts not compressed: 0, #pkts compr. failed: 0",
            "    #pkts not decompressed: 0, #pkts decompress failed: 0",
            "    #send errors 0, #recv errors 0",
            "",
            $"     local crypto endpt.: {context.Box.Address}, remote crypto endpt.: {peer.Address}",
            "     plaintext mtu 1438, path mtu 1500, ip mtu 1500, ip mtu idb GigabitEthernet0/0/0",
            $"     current outbound spi: 0x{sending.OutboundSpi:X}({sending.OutboundSpi})",
            "     PFS (Y/N): N, DH group: none",
            "",
            "     inbound esp sas:",
            .. end.Pairs.SelectMany(pair => Sa(context, pair, pair.InboundSpi)),
            "",
            "     inbound ah sas:",
            "",
            "     inbound pcp sas:",
            "",
            "     outbound esp sas:",
            .. end.Pairs.SelectMany(pair => Sa(context, pair, pair.OutboundSpi)),
            "",
            "     outbound ah sas:",
            "",
            "     outbound pcp sas:",
        ];
    }

    private static IEnumerable<string> Sa(CommandContext context, SaPair pair, uint spi) =>
        [
            $"      spi: 0x{spi:X}({spi})",
            "        transform: esp-256-aes esp-sha256-hmac ,",
            "        in use settings ={Tunnel, }",
            $"        conn id: {pair.ConnectionId % 10_000}, flow_id: ESG:{pair.ConnectionId % 100}, sibling_flags FFFFFFFF80000048, crypto map: CMAP",
            $"        sa timing: remaining key lifetime (k/sec): ({pair.KilobytesLeft}/{pair.SecondsLeft(context.Now)})",
            "        IV size: 16 bytes",
            "        replay detection support: Y",
            "        Status: ACTIVE(ACTIVE)",
        ];
}
