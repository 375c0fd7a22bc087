using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show crypto ipsec sa [peer X]</c> in the layout of 9.x (facts 1.2), rekeyed blocks first.</summary>
public static class ShowIpsecSa
{
    private static readonly string[] None = ["", "There are no ipsec sas"];

    public static IEnumerable<string> All(FirewallState state, DateTimeOffset now)
    {
        var peers = state.Peers.Where(HasSas).OrderBy(p => p.MapSequence).ToList();
        return peers.Count == 0 ? None : ["interface: outside", .. peers.SelectMany(p => Entry(state, p, now))];
    }

    /// <summary>Starts with <c>peer address:</c> in place of the interface.</summary>
    public static IEnumerable<string> Peer(FirewallState state, IPAddress address, DateTimeOffset now)
    {
        var peers = state.Peers.Where(p => p.Address.Equals(address) && HasSas(p)).ToList();
        return peers.Count == 0 ? None : [$"peer address: {address}", .. peers.SelectMany(p => Entry(state, p, now))];
    }

    private static bool HasSas(VpnPeer peer) => peer.Selectors.Any(s => s.Pairs.Count > 0);

    private static IEnumerable<string> Entry(FirewallState state, VpnPeer peer, DateTimeOffset now) =>
        [
            $"    Crypto map tag: outside_map, seq num: {peer.MapSequence}, local addr: {state.Box.Address}",
            .. peer.Selectors.Where(s => s.Pairs.Count > 0).SelectMany(s => Selector(state, s, now)),
        ];

    private static IEnumerable<string> Selector(FirewallState state, SelectorEnd end, DateTimeOffset now)
    {
        var peer = end.Peer;
        var current = end.Pairs.LastOrDefault(p => !p.IsRekeyed) ?? end.Pairs[^1];
        var sending = end.Sending ?? current;
        var (local, remote) = (end.Local, end.Remote);
        return
        [
            "",
            $"      access-list {end.AccessList} extended permit ip {local.Address} {local.Mask} {remote.Address} {remote.Mask} ",
            $"      local ident (addr/mask/prot/port): ({local.Address}/{local.Mask}/0/0)",
            $"      remote ident (addr/mask/prot/port): ({remote.Address}/{remote.Mask}/0/0)",
            $"      current_peer: {peer.Address}",
            "",
            "",
            $"      #pkts encaps: {end.Encaps}, #pkts encrypt: {end.Encaps}, #pkts digest: {end.Encaps}",
            $"      #pkts decaps: {end.Decaps}, #pkts decrypt: {end.Decrypts}, #pkts verify: {end.Decrypts}",
            "      #pkts compressed: 0, #pkts decompressed: 0",
            $"      #pkts not compressed: {end.Encaps}, #pkts comp failed: 0, #pkts decomp failed: 0",
            "      #pre-frag successes: 0, #pre-frag failures: 0, #fragments created: 0",
            "      #PMTUs sent: 0, #PMTUs rcvd: 0, #decapsulated frgs needing reassembly: 0",
            "      #TFC rcvd: 0, #TFC sent: 0",
            "      #Valid ICMP Errors rcvd: 0, #Invalid ICMP Errors rcvd: 0",
            $"      #send errors: {end.SendErrors}, #recv errors: {end.ReceiveErrors}",
            "",
            $"      local crypto endpt.: {state.Box.Address}/{peer.EndpointPort}, remote crypto endpt.: {peer.Address}/{peer.EndpointPort}",
            "      path mtu 1500, ipsec overhead 74(44), media mtu 1500",
            "      PMTU time remaining (sec): 0, DF policy: copy-df",
            "      ICMP error validation: disabled, TFC packets: disabled",
            $"      current outbound spi: {sending.OutboundSpi:X8}",
            $"      current inbound spi : {current.InboundSpi:X8}",
            "",
            "    inbound esp sas:",
            .. end.Pairs.SelectMany(p => Sa(peer, p, p.InboundSpi, p.PacketsIn, now)),
            "    outbound esp sas:",
            .. end.Pairs.SelectMany(p => Sa(peer, p, p.OutboundSpi, 0, now)),
        ];
    }

    private static IEnumerable<string> Sa(VpnPeer peer, SaPair pair, uint spi, long received, DateTimeOffset now) =>
        [
            $"      spi: 0x{spi:X8} ({spi})",
            "         SA State: active",
            "         transform: esp-aes-256 esp-sha-256-hmac no compression ",
            $"         in use settings ={{{Settings(peer, pair)}}}",
            $"         slot: 0, conn_id: {pair.ConnectionId}, crypto-map: outside_map",
            "         sa timing: remaining key lifetime "
                + (
                    pair.IsRekeyed ? "(sec): 0"
                    : pair.KilobytesLeft is { } kilobytes ? $"(kB/sec): ({kilobytes}/{pair.SecondsLeft(now)})"
                    : $"(sec): {pair.SecondsLeft(now)}"
                ),
            "         IV size: 16 bytes",
            "         replay detection support: Y",
            "         Anti replay bitmap: ",
            "          " + ReplayBitmap(received),
        ];

    /// <summary>The blanks and commas are the box's: NAT-T stands after two blanks, and no comma ends a rekeyed list.</summary>
    private static string Settings(VpnPeer peer, SaPair pair) =>
        $"L2L, Tunnel, {(peer.BehindNat ? " NAT-T-Encaps, " : "")}IKEv{peer.IkeVersion}, {(pair.IsRekeyed ? "Rekeyed" : "")}";

    /// <summary>One bit for each of the last 64 packets.</summary>
    private static string ReplayBitmap(long received)
    {
        var bits =
            received >= 64 ? ulong.MaxValue
            : received <= 0 ? 1
            : (1UL << (int)received) - 1;
        return $"0x{bits >> 32:X8} 0x{bits & 0xFFFF_FFFF:X8}";
    }
}
