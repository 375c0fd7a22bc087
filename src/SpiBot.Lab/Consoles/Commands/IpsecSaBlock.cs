using System.Globalization;
using System.Net;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Commands;

/// <summary>A block of <c>show crypto ipsec sa</c>: whose it is, and what stands there of it.</summary>
internal sealed record IpsecSaBlock
{
    private const string NoAddress = "0.0.0.0";

    private IpsecSaBlock(IReadOnlyList<SaPair> pairs) => Pairs = pairs;

    public required IPAddress Peer { get; init; }

    public required IPAddress Local { get; init; }

    public required string Interface { get; init; }

    /// <summary><c>outside_map, seq num: 10</c></summary>
    public required string Map { get; init; }

    private IReadOnlyList<SaPair> Pairs { get; }

    public required string MapTag { get; init; }

    /// <summary>The line of the access list; null where there is none.</summary>
    private string? AccessList { get; init; }

    public required (string Local, string Remote) Identities { get; init; }

    private string? Username { get; init; }

    private IPAddress? Assigned { get; init; }

    public required SaPair Sending { get; init; }

    public required (int Port, string Settings) Endpoint { get; init; }

    private (long Encaps, long Decaps, long Decrypts, long SendErrors, long ReceiveErrors) Counts { get; init; }

    public static IpsecSaBlock Of(SelectorEnd end)
    {
        var peer = end.Peer;
        return new(end.Pairs)
        {
            Peer = peer.Address,
            Local = peer.LocalAddress,
            Interface = peer.Interface,
            MapTag = peer.MapTag,
            Map = $"{peer.MapTag}, seq num: {peer.MapSequence}",
            AccessList = peer.IsVti ? null : AccessListOf(end),
            Identities = (
                Identity(peer.Owner.Shown(end.Local), end.Protocol, end.LocalPorts),
                Identity(peer.Owner.Shown(end.Remote), end.Protocol, end.RemotePorts)
            ),
            Sending = end.Sending ?? end.Pairs[^1],
            Endpoint = (peer.EndpointPort, SettingsOf(peer)),
            Counts = (end.Encaps, end.Decaps, end.Decrypts, end.SendErrors, end.ReceiveErrors),
        };
    }

    public static IpsecSaBlock Of(RemoteUser user, Firewall box) =>
        new([user.Pair])
        {
            Peer = user.Address,
            Local = box.Address,
            Interface = "outside",
            MapTag = "SYSTEM_DEFAULT_CRYPTO_MAP",
            Map = "SYSTEM_DEFAULT_CRYPTO_MAP, seq num: 65535",
            Identities = ("0.0.0.0/0.0.0.0/0/0", $"{user.Assigned}/255.255.255.255/0/0"),
            Username = user.Name,
            Assigned = user.Assigned,
            Sending = user.Pair,
            Endpoint = (4500, "RA, Tunnel,  NAT-T-Encaps, IKEv2, "),
            Counts = (user.Pair.PacketsOut, user.Pair.PacketsIn, user.Pair.PacketsIn, 0, 0),
        };

    public IEnumerable<string> Lines(Firewall box, DateTimeOffset now)
    {
        var release = box.Release;
        var (encaps, decaps, decrypts, sendErrors, receiveErrors) = Counts;
        var current = Pairs.LastOrDefault(p => !p.IsRekeyed) ?? Pairs[^1];
        return
        [
            "",
            .. AccessList is null ? Array.Empty<string>() : [$"      {AccessList}"],
            .. release.HasInnerVrf ? ["      Protected vrf (ivrf): Global"] : Array.Empty<string>(),
            $"      local ident (addr/mask/prot/port): ({Identities.Local})",
            $"      remote ident (addr/mask/prot/port): ({Identities.Remote})",
            $"      current_peer: {box.Shown(Peer)}{(Username is null ? "" : $", username: {Username}")}",
            .. Assigned is null
                ? Array.Empty<string>()
                :
                [
                    $"      dynamic allocated peer ip: {Assigned}",
                    $"      dynamic allocated peer ip(ipv6): {NoAddress}",
                ],
            "",
            "",
            $"      #pkts encaps: {encaps}, #pkts encrypt: {encaps}, #pkts digest: {encaps}",
            $"      #pkts decaps: {decaps}, #pkts decrypt: {decrypts}, #pkts verify: {decrypts}",
            "      #pkts compressed: 0, #pkts decompressed: 0",
            $"      #pkts not compressed: {encaps}, #pkts comp failed: 0, #pkts decomp failed: 0",
            "      #pre-frag successes: 0, #pre-frag failures: 0, #fragments created: 0",
            "      #PMTUs sent: 0, #PMTUs rcvd: 0, #decapsulated frgs needing reassembly: 0",
            .. release.TellsMoreOfSas
                ? ["      #TFC rcvd: 0, #TFC sent: 0", "      #Valid ICMP Errors rcvd: 0, #Invalid ICMP Errors rcvd: 0"]
                : Array.Empty<string>(),
            .. release.HasInnerVrf ? ["      #pkts not offload decrypted: 0"] : Array.Empty<string>(),
            $"      #send errors: {sendErrors}, #recv errors: {receiveErrors}",
            "",
            $"      local crypto endpt.: {box.Shown(Local)}/{Endpoint.Port}, remote crypto endpt.: {box.Shown(Peer)}/{Endpoint.Port}",
            release.TellsMoreOfSas
                ? "      path mtu 1500, ipsec overhead 74(44), media mtu 1500"
                : "      path mtu 1500, ipsec overhead 74, media mtu 1500",
            .. release.TellsMoreOfSas
                ?
                [
                    "      PMTU time remaining (sec): 0, DF policy: copy-df",
                    "      ICMP error validation: disabled, TFC packets: disabled",
                ]
                : Array.Empty<string>(),
            $"      current outbound spi: {Sending.OutboundSpi:X8}",
            $"      current inbound spi : {current.InboundSpi:X8}",
            "",
            "    inbound esp sas:",
            .. Pairs.SelectMany(p => Sa(box, p, p.InboundSpi, p.PacketsIn, now)),
            "    outbound esp sas:",
            .. Pairs.SelectMany(p => Sa(box, p, p.OutboundSpi, 0, now)),
        ];
    }

    private IEnumerable<string> Sa(Firewall box, SaPair pair, uint spi, long received, DateTimeOffset now) =>
        [
            $"      spi: 0x{spi.ToString(box.Traits.DropsLeadingZeros ? "X" : "X8", CultureInfo.InvariantCulture)} ({spi})",
            .. box.Release.TellsMoreOfSas ? ["         SA State: active"] : Array.Empty<string>(),
            "         transform: esp-aes-256 esp-sha-256-hmac no compression ",
            $"         in use settings ={{{Endpoint.Settings}{(pair.IsRekeyed ? "Rekeyed" : "")}}}",
            $"         slot: 0, conn_id: {pair.ConnectionId}, crypto-map: {MapTag}",
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

    private static string AccessListOf(SelectorEnd end)
    {
        var protocol = end.Protocol switch
        {
            0 => "ip",
            1 => "icmp",
            6 => "tcp",
            17 => "udp",
            47 => "gre",
            var number => number.ToString(CultureInfo.InvariantCulture),
        };
        return $"access-list {end.AccessList} extended permit {protocol} {end.Local.InAccessList}{Ports(end.LocalPorts)} {end.Remote.InAccessList}{Ports(end.RemotePorts)} ";

        static string Ports(PortRange? ports) =>
            ports is null ? ""
            : ports.First == ports.Last ? $" eq {ports.First}"
            : $" range {ports.First} {ports.Last}";
    }

    /// <summary>A protocol without ports of its own is printed with all of them; one port alone, and any of any protocol, as one number.</summary>
    private static string Identity(string network, byte protocol, PortRange? ports) =>
        $"{network}/{protocol}/"
        + (
            ports is null ? "0"
            : ports.First == ports.Last ? $"{ports.First}"
            : $"{ports.First} - {ports.Last}"
        );

    /// <summary>The blanks and commas are the box's: NAT-T stands after two blanks, and no comma ends a rekeyed list.</summary>
    private static string SettingsOf(VpnPeer peer) =>
        $"L2L, Tunnel, {(peer.BehindNat ? " NAT-T-Encaps, " : "")}{(peer.PfsGroup is { } group ? $"PFS Group {group}, " : "")}IKEv{peer.IkeVersion}, {(peer.IsVti ? "VTI, " : "")}";

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
