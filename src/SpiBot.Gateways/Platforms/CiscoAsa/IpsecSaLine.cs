using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>What a single line of <c>show crypto ipsec sa</c> says of the text that it stands in.</summary>
internal static class IpsecSaLine
{
    private static readonly string[] Signatures =
    [
        "There are no ipsec sas",
        "Crypto map tag: ",
        "local ident (addr/mask/prot/port)",
        "current_peer",
        "#pkts encaps",
        "local crypto endpt.",
        "current outbound spi",
        "inbound esp sas:",
        "outbound esp sas:",
        "in use settings",
        "sa timing:",
    ];

    /// <summary>Lines that no other command prints.</summary>
    public static bool IsSignature(WalkedLine line) =>
        BeginsAsSignature(line)
        || (IsHeader(line) && line.Span.Contains(" Crypto map tag: ", StringComparison.OrdinalIgnoreCase));

    private static bool BeginsAsSignature(WalkedLine line)
    {
        foreach (var signature in Signatures)
        {
            if (line.Begins(signature))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lines that a whole text begins with, and that many other commands print, too: they are of this one where a line follows that is.</summary>
    public static bool IsHeader(WalkedLine line) => line.Begins("interface: ") || line.Begins("peer address: ");

    /// <summary>Lines that show by themselves that they are whole.</summary>
    public static bool CanEndOutput(string line) =>
        line.EndsWith(')')
        || line.EndsWith('}')
        || line.StartsWith("There are no ipsec sas", StringComparison.OrdinalIgnoreCase)
        || line is "replay detection support: Y" or "replay detection support: N" or "outbound pcp sas:"
        || (SaDraft.IsBitmapRow(line) && line.Contains(' '))
        || (
            line.StartsWith("current ", StringComparison.Ordinal)
            && line.Split(' ')[^1] is { Length: 8 } word
            && Spi.TryParseHex(word) is not null
        );
}
