using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary><c>show asp table vpn-context detail</c> (facts 1.5): one context for each SA and direction.</summary>
public static class ShowVpnContext
{
    public static IEnumerable<string> Detail(FirewallState state) =>
        state
            .Peers.OrderBy(peer => peer.MapSequence)
            .SelectMany(peer => peer.Selectors)
            .SelectMany(end => end.Pairs.SelectMany(pair => Contexts(state, end.Peer, pair)));

    private static IEnumerable<string> Contexts(FirewallState state, VpnPeer peer, SaPair pair) =>
        [
            .. Context(
                peer,
                pair,
                "DECR",
                state.StaleContexts.GetValueOrDefault(pair.InboundSpi, pair.InboundSpi),
                pair.PacketsIn,
                0
            ),
            .. Context(peer, pair, "ENCR", pair.OutboundSpi, pair.PacketsOut, 0x20),
        ];

    private static IEnumerable<string> Context(
        VpnPeer peer,
        SaPair pair,
        string direction,
        uint spi,
        long packets,
        int offset
    ) =>
        [
            $"VPN CTX  = 0x{pair.ConnectionId + offset:X8}",
            "",
            $"Peer IP  = {peer.Address}",
            $"Pointer  = 0x{0x3C00_0000 + pair.ConnectionId + offset:X8}",
            "State    = UP",
            $"Flags    = {direction}+ESP{(peer.BehindNat ? "+NATT" : "")}",
            $"SA       = 0x{0x0A00_0000 + pair.ConnectionId + offset:X8}",
            $"SPI      = 0x{spi:X8}",
            "Group    = 0",
            $"Pkts     = {packets}",
            "Bad Pkts = 0",
            "Bad SPI  = 0",
            "Spoof    = 0",
            "Bad Crypto = 0",
            "Rekey Pkt  = 0",
            "Rekey Call = 0",
            "VPN Filter = <none>",
            "",
        ];
}
