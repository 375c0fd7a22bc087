using System.Net;
using System.Text;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>Prints SAs and drop counters as an ASA does, for tests that read them back. Written from the layouts, not from the readers.</summary>
internal static class AsaPrinter
{
    /// <summary>How an image prints: 7.x has less to say, 8.4 and later more.</summary>
    public enum Layout
    {
        Old,
        New,
    }

    /// <returns>The text, and the lengths of its beginnings that look whole because they end with a block.</returns>
    public static (string Text, IReadOnlyList<int> Ends) IpsecSa(IReadOnlyList<ChildSa> tunnels, Layout layout)
    {
        var text = new StringBuilder();
        var ends = new List<int>();
        ChildSa? before = null;
        foreach (var tunnel in tunnels)
        {
            Block(text, tunnel, before, layout);
            ends.Add(text.ToString().TrimEnd().Length);
            before = tunnel;
        }

        return (text.ToString(), ends);
    }

    private static void Block(StringBuilder text, ChildSa tunnel, ChildSa? before, Layout layout)
    {
        var isNew = layout == Layout.New;
        if (before?.Interface != tunnel.Interface)
        {
            text.Append($"interface: {tunnel.Interface}\n");
        }

        if (!isNew || before is null || Header(before) != Header(tunnel))
        {
            var sequence = isNew ? ", seq num: 10" : "";
            text.Append($"    Crypto map tag: {tunnel.CryptoMap}{sequence}, local addr: {tunnel.Local}\n");
        }

        if (isNew)
        {
            text.Append("\n      access-list VPN extended permit ip any any \n");
        }

        var user = tunnel.Username is { } name ? $", username: {name}" : "";
        text.Append($"      local ident (addr/mask/prot/port): ({Ident(tunnel.LocalSelector!)})\n");
        text.Append($"      remote ident (addr/mask/prot/port): ({Ident(tunnel.RemoteSelector!)})\n");
        text.Append($"      current_peer: {tunnel.Peer}{user}\n\n\n");
        text.Append(
            $"      #pkts encaps: {tunnel.Encaps}, #pkts encrypt: {tunnel.Encaps}, #pkts digest: {tunnel.Encaps}\n"
        );
        text.Append(
            $"      #pkts decaps: {tunnel.Decaps}, #pkts decrypt: {tunnel.Decrypts}, #pkts verify: {tunnel.Decrypts}\n"
        );
        text.Append("      #pkts compressed: 0, #pkts decompressed: 0\n");
        text.Append($"      #send errors: {tunnel.SendErrors}, #recv errors: {tunnel.ReceiveErrors}\n\n");
        var (ours, theirs) = isNew ? ($"/{tunnel.LocalPort}", $"/{tunnel.RemotePort}") : ("", "");
        text.Append($"      local crypto endpt.: {tunnel.Local}{ours}, remote crypto endpt.: {tunnel.Peer}{theirs}\n");
        text.Append(
            isNew
                ? "      path mtu 1500, ipsec overhead 74(44), media mtu 1500\n"
                : "      path mtu 1500, ipsec overhead 60, media mtu 1500\n"
        );
        text.Append($"      current outbound spi: {tunnel.CurrentOutbound!.Value:X8}\n");
        text.Append(isNew ? $"      current inbound spi : {tunnel.CurrentInbound!.Value:X8}\n\n" : "\n");
        text.Append("    inbound esp sas:\n");
        foreach (var sa in tunnel.Inbound)
        {
            Sa(text, tunnel, sa, layout);
        }

        text.Append("    outbound esp sas:\n");
        foreach (var sa in tunnel.Outbound)
        {
            Sa(text, tunnel, sa, layout);
        }

        text.Append('\n');
    }

    private static void Sa(StringBuilder text, ChildSa tunnel, SecurityAssociation sa, Layout layout)
    {
        // Leading zeros may be missing here.
        text.Append($"      spi: 0x{sa.Spi.Value:X} ({sa.Spi.Value})\n");
        text.Append(sa.State is null ? "" : $"         SA State: {sa.State}\n");
        text.Append("         transform: esp-aes-256 esp-sha-hmac no compression \n");
        var words =
            $"{tunnel.Kind}, Tunnel, {(tunnel.NatTraversal ? " NAT-T-Encaps, " : "")}{(tunnel.IkeVersion is { } ike ? ike + ", " : "")}";
        text.Append($"         in use settings ={{{words}{(sa.Rekeyed ? "Rekeyed" : "")}}}\n");
        text.Append($"         slot: 0, conn_id: 80543744, crypto-map: {tunnel.CryptoMap}\n");
        text.Append(
            sa.RemainingKilobytes is { } kilobytes
                ? $"         sa timing: remaining key lifetime (kB/sec): ({kilobytes}/{sa.RemainingSeconds})\n"
                : $"         sa timing: remaining key lifetime (sec): {sa.RemainingSeconds}\n"
        );
        text.Append("         IV size: 16 bytes\n         replay detection support: Y\n");
        text.Append(layout == Layout.New ? "         Anti replay bitmap: \n          0x00000000 0x0000001F\n" : "");
    }

    private static (string?, string?) Header(ChildSa tunnel) => (tunnel.CryptoMap, tunnel.Interface + tunnel.Local);

    private static string Ident(Selector selector)
    {
        var prefix = selector.PrefixLength!.Value;
        var mask =
            selector.First.GetAddressBytes().Length == 4
                ? new IPAddress(
                    BitConverter.GetBytes(
                        IPAddress.HostToNetworkOrder(unchecked((int)(prefix == 0 ? 0 : uint.MaxValue << (32 - prefix))))
                    )
                ).ToString()
                : prefix.ToString();
        var ports = selector.Ports is null ? "0" : selector.Ports.Replace("-", " - ", StringComparison.Ordinal);
        return $"{selector.First}/{mask}/{selector.Protocol}/{ports}";
    }

    /// <summary>The row as the box's format strings make it: labels of up to 67 characters are padded, longer ones to 100, and cut there.</summary>
    public static string DropRow(string label, long count) =>
        label.Length <= 67
            ? $"  {label, -67}{count, 11}\n"
            : $"  {(label.Length > 100 ? label[..100] : label), -100}{count, 11}\n";
}
