using System.Buffers;
using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show vpn-sessiondb detail l2l</c>, of 7.x (<c>10.0.0.0/255.255.255.0</c>) to 9.x (<c>…/0/0</c>). Two fields may stand in one line, so fields are found by their
/// names. No blank line need part two sessions.
/// </summary>
public static partial class ShowVpnSessiondb
{
    public const string Command = "show vpn-sessiondb detail l2l";

    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    );

    private const string First = "Connection";
    private const string Header = "Session Type: LAN-to-LAN";
    private const string None = "INFO: There are presently no active sessions";

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<VpnSessions> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(
            FirstThatFits.Of(
                $"{Command} filter ipaddress {address}",
                $"show vpn-sessiondb det l2l filter ipaddress {address}",
                $"sho vpn- d l2l f ipa {address}"
            ),
            Read
        );
    }

    public static Parsed<VpnSessions> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    internal static bool IsSignature(AnswerLine line) => line.Begins(Header);

    private static Parsed<VpnSessions> ReadLines(AnswerText text)
    {
        if (text.Lines.Any(line => line.Begins(None)))
        {
            return Parsed.Of(new VpnSessions([]));
        }

        var sessions = new List<VpnSessionDraft>();
        foreach (var line in text.Lines)
        {
            if (IsFirst(line.Span))
            {
                sessions.Add(new VpnSessionDraft());
            }

            if (sessions.Count == 0)
            {
                continue;
            }

            // Behind a NAT device it is IPsecOverNatT.
            if (IsSection(line.Span) && line.Begins("IPsec"))
            {
                sessions[^1].BeginPair();
            }
            else if (IsSection(line.Span))
            {
                sessions[^1].BeginSection(line.Text.TrimEnd(':'));
            }
            else
            {
                Fields(line.Span, sessions[^1]);
            }
        }

        return sessions.Count > 0
            ? Parsed.Of(new VpnSessions([.. sessions.Select(s => s.Finish())]))
            : text.FailAtStart<VpnSessions>(Command, $"Connection : with a session, or {None} of the type specified");
    }

    private static void Fields(ReadOnlySpan<char> line, VpnSessionDraft session)
    {
        string? name = null;
        var from = 0;
        foreach (var match in Field().EnumerateMatches(line))
        {
            if (name is not null)
            {
                session.Take(name, line[from..match.Index].Trim().ToString());
            }

            from = match.Index + match.Length;
            name = line[match.Index..(from - 1)].TrimEnd(' ').ToString();
        }

        if (name is not null)
        {
            session.Take(name, line[from..].Trim().ToString());
        }
    }

    /// <summary>The line that a session begins with.</summary>
    private static bool IsFirst(ReadOnlySpan<char> line) =>
        line.StartsWith(First, StringComparison.Ordinal) && line[First.Length..].TrimStart(' ') is [':', ..];

    /// <summary><c>IKEv2:</c>.</summary>
    private static bool IsSection(ReadOnlySpan<char> line) =>
        line is [>= 'A' and <= 'Z', .. var rest, ':'] && !rest.ContainsAnyExcept(LettersAndDigits);

    [GeneratedRegex(
        @"\b(Connection|Index|IP Addr|Protocol|Encryption|Hashing|Bytes Tx|Bytes Rx|Pkts Tx|Pkts Rx|Login Time|Duration|Local Addr|Remote Addr|Rekey Int \(T\)|Rekey Left\(T\)|Rekey Int \(D\)|Rekey Left\(D\)|Idle Time Out|Idle TO Left|Encapsulation|PFS Group|UDP Src Port|UDP Dst Port|IKE Neg Mode|Auth Mode|Tunnel ID|Session ID|Filter Name|IPv6 Filter|D/H Group) ?:",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Field();
}
