namespace SpiBot.Lab.Firewalls;

/// <summary>The two lists of <c>show asp drop</c>: packets, and connections.</summary>
public enum DropSection
{
    Frame,
    Flow,
}

/// <summary>
/// One row of the accelerated security path's drop table. <see cref="PerDay"/> is how often it happens on a busy box for reasons that have
/// nothing to do with the tunnel.
/// </summary>
public sealed record DropReason(DropSection Section, string Keyword, string Label, double PerDay)
{
    public const string InvalidSpi = "np-sp-invalid-spi";
    public const string NoSaYet = "ipsec-need-sa";
    public const string BadNatt = "bad-ipsec-natt";
    public const string SelectorFailure = "ipsec-selector-failure";
    public const string OverlapConflict = "vpn-overlap-conflict";
    public const string CryptoError = "ctm-error";

    /// <summary>In the order in which the box prints them.</summary>
    public static IReadOnlyList<DropReason> All { get; } =
    [
        new(DropSection.Frame, "natt-keepalive", "NAT-T keepalive message", 4320),
        new(DropSection.Frame, "ipsec-tun-down", "IPSEC tunnel is down", 31),
        new(DropSection.Frame, NoSaYet, "IPSEC SA not negotiated yet", 4),
        new(DropSection.Frame, BadNatt, "Bad IPsec NATT packet", 0.3),
        new(DropSection.Frame, SelectorFailure, "IPSec VPN inner policy selector mismatch detected", 0.7),
        new(DropSection.Frame, OverlapConflict, "VPN Network Overlap Conflict", 0),
        new(DropSection.Frame, CryptoError, "CTM returned error", 0.2),
        new(DropSection.Frame, "vpn-reclassify-failed", "VPN reclassify failed", 0.9),
        new(
            DropSection.Frame,
            "np-socket-lock-failure",
            "Dropped pending packets due to a failed attempt to get an internal socket lock",
            0.1
        ),
        new(DropSection.Frame, "invalid-tcp-hdr-length", "Invalid TCP Length", 0.2),
        new(DropSection.Frame, "no-adjacency", "No valid adjacency", 0.8),
        new(DropSection.Frame, "no-route", "No route to host", 170),
        new(DropSection.Frame, "rpf-violated", "Reverse-path verify failed", 26),
        new(DropSection.Frame, "acl-drop", "Flow is denied by configured rule", 176_000),
        new(DropSection.Frame, InvalidSpi, "Invalid SPI", 0),
        new(DropSection.Frame, "tcp-not-syn", "First TCP packet not SYN", 57_000),
        new(DropSection.Frame, "bad-tcp-flags", "Bad TCP flags", 0.4),
        new(DropSection.Frame, "tcp-data-past-fin", "TCP data send after FIN", 2.9),
        new(DropSection.Frame, "tcp-3whs-failed", "TCP failed 3 way handshake", 118_000),
        new(DropSection.Frame, "tcp-rstfin-ooo", "TCP RST/FIN out of order", 157_000),
        new(DropSection.Frame, "tcp-seq-syn-diff", "TCP SEQ in SYN/SYNACK invalid", 4),
        new(DropSection.Frame, "tcp-synack-ooo", "TCP SYNACK on established conn", 0.9),
        new(DropSection.Frame, "tcp-seq-past-win", "TCP packet SEQ past window", 1370),
        new(DropSection.Frame, "tcp-buffer-full", "TCP Out-of-Order packet buffer full", 5.7),
        new(DropSection.Frame, "tcp-paws-fail", "TCP packet failed PAWS test", 60),
        new(DropSection.Frame, "sp-security-failed", "Slowpath security checks failed", 60_000),
        new(DropSection.Frame, "invalid-ip-option", "IP option drop", 1.5),
        new(DropSection.Frame, "l2_acl", "FP L2 rule drop", 410),
        new(DropSection.Flow, "vpn-handle-not-found", "VPN handle not found", 0.6),
        new(DropSection.Flow, "acl-drop", "Flow is denied by access rule", 4690),
        new(DropSection.Flow, "nat-rpf-failed", "NAT reverse path failed", 0.4),
        new(DropSection.Flow, "inspect-fail", "Inspection failure", 92),
        new(DropSection.Flow, "ssl-received-close-alert", "SSL received close alert", 0.3),
    ];

    private static readonly Dictionary<(DropSection, string), int> ByKey = All.Index()
        .ToDictionary(r => (r.Item.Section, r.Item.Keyword), r => r.Index);

    /// <summary>Its place in <see cref="All"/>.</summary>
    public static int IndexOf(DropSection section, string keyword) => ByKey[(section, keyword)];
}
