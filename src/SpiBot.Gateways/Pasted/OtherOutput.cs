using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms;

namespace SpiBot.Gateways.Pasted;

/// <summary>Output of a known platform that does not show what is needed: recognised so that the answer can say what to run instead.</summary>
/// <param name="Platform">As in the inventory.</param>
/// <param name="What">What it looks like, for people.</param>
internal sealed record OtherOutput(string Platform, string What)
{
    /// <summary>What a line gives away; null for most lines.</summary>
    public static OtherOutput? Of(AnswerLine line)
    {
        foreach (var (pattern, output) in Known)
        {
            if (pattern.IsMatch(line.Text))
            {
                return output;
            }
        }

        return null;
    }

    /// <summary>What a command that was typed gives away, where its words are of one platform only.</summary>
    public static OtherOutput? Typed(string command)
    {
        foreach (var (pattern, platform) in Commands)
        {
            if (pattern.IsMatch(command))
            {
                return new OtherOutput(platform, command);
            }
        }

        return null;
    }

    private static readonly IReadOnlyList<(Regex Pattern, OtherOutput Output)> Known =
    [
        Line(@"^'?[^' ]+'? [0-9a-fA-F.:]+:[0-9]+ +selectors\(total,up\):", "fortios", "get vpn ipsec tunnel summary"),
        Line("^Command fail\\. Return code |^Unknown action [0-9]", "fortios", "a refusal"),
        Line("^unknown command\\.?$", "junos", "a refusal"),
        Line("^Invalid syntax\\.?$", "panos", "a refusal"),
        Line("^vd: .*/[0-9]+$|^IKE SA: created |^IPsec SA: created ", "fortios", "diagnose vpn ike gateway list"),
        Line("^config vpn ipsec |^set phase1name ", "fortios", "a FortiGate's configuration"),
        Line("^GwID/client IP Peer-Address Gateway Role Mode Algorithm", "panos", "show vpn ike-sa"),
        Line("^There is no IKEv?[12] phase-?1 SA found", "panos", "show vpn ike-sa"),
        Line(
            "^inner interface: |^total tunnels configured: |^id name state monitor local-ip peer-ip",
            "panos",
            "show vpn flow"
        ),
        Line("^Index State Initiator cookie Responder cookie Mode", "junos", "show security ike security-associations"),
        Line("^IKE peer [0-9a-fA-F.:]+, Index [0-9]+", "junos", "show security ike security-associations detail"),
        Line(
            @"^ID: [0-9]+ Virtual-system: |^Direction: (inbound|outbound), SPI: ",
            "junos",
            "show security ipsec security-associations detail"
        ),
        Line(
            @"^Session Type: LAN-to-LAN|^Connection : \S+|^VPN Session(s)? Summary",
            "cisco_asa",
            "show vpn-sessiondb"
        ),
        Line("^tunnel-group \\S+ (type ipsec-l2l|ipsec-attributes)", "cisco_asa", "an ASA's configuration"),
        Line("^crypto map \\S+ [0-9]+ (match address|set )", "cisco_asa", "an ASA's configuration"),
        Line("^crypto map \\S+ [0-9]+ ipsec-isakmp|^crypto ikev2 keyring ", "cisco_ios", "a router's configuration"),
        Line("^Crypto Map (IPv4 )?\"", "cisco_ios", "show crypto map"),
        Line("^Peer: [0-9a-fA-F.:]+ Port: [0-9]+ Local: ", "cisco_ios", "show crypto isakmp peers"),
        Line(
            @"^\S+: IKEv[12](/[12])?, (no reauthentication|reauthentication every|rekeying every)",
            "strongswan",
            "swanctl --list-conns"
        ),
        Line(@"^Security Associations \([0-9]+ up|^conn \S+$", "strongswan", "a strongSwan's status or configuration"),
        Line(@"^dir (in|out|fwd) priority [0-9]+", "linux_xfrm", "ip xfrm policy"),
        Line(@"^tmpl src \S+ dst ", "linux_xfrm", "ip xfrm policy"),
    ];

    private static readonly IReadOnlyList<(Regex Pattern, string Platform)> Commands =
    [
        (Compile("^show vpn (ike-sa|flow|gateway|tunnel|ipsec)"), "panos"),
        (Compile("^show security "), "junos"),
        (Compile("^(diag|get vpn|get router|execute|fnsysctl)"), "fortios"),
        (Compile("^(show vpn-sessiondb|show asp|sh asp)"), "cisco_asa"),
        (Compile("^show crypto (map|isakmp peers|engine|call|ikev2 stats)"), "cisco_ios"),
        (Compile("^(swanctl|ipsec) "), "strongswan"),
        (Compile("^ip (-[a-z]+ )*xfrm "), "linux_xfrm"),
    ];

    private static (Regex, OtherOutput) Line(string pattern, string platform, string what) =>
        (Compile(pattern), new OtherOutput(platform, what));

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);
}
