using System.Buffers;
using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show vpn-sessiondb detail l2l</c>, of 7.x (<c>10.0.0.0/255.255.255.0</c>) to 9.x (<c>…/0/0</c>). Two fields may stand in one line, so fields are found by their
/// names. No blank line need part two sessions.
/// </summary>
public static class ShowVpnSessiondb
{
    public const string Command = "show vpn-sessiondb detail l2l";

    private const string Header = "Session Type: LAN-to-LAN";
    private const string None = "INFO: There are presently no active sessions";

    private static readonly string[] FieldNames =
    [
        "Connection",
        "Index",
        "IP Addr",
        "Protocol",
        "Encryption",
        "Hashing",
        "Bytes Tx",
        "Bytes Rx",
        "Pkts Tx",
        "Pkts Rx",
        "Login Time",
        "Duration",
        "Local Addr",
        "Remote Addr",
        "Rekey Int (T)",
        "Rekey Left(T)",
        "Rekey Int (D)",
        "Rekey Left(D)",
        "Idle Time Out",
        "Idle TO Left",
        "Encapsulation",
        "PFS Group",
        "UDP Src Port",
        "UDP Dst Port",
        "IKE Neg Mode",
        "Auth Mode",
        "Tunnel ID",
        "Session ID",
        "Filter Name",
        "IPv6 Filter",
        "D/H Group",
    ];

    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    );

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

    public static Parsed<VpnSessions> Read(string answer) => Read(AnswerText.Of(answer));

    internal static Parsed<VpnSessions> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

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
            if (
                line.Span.StartsWith("Connection:", StringComparison.Ordinal)
                || line.Span.StartsWith("Connection :", StringComparison.Ordinal)
            )
            {
                sessions.Add(new VpnSessionDraft());
            }

            if (sessions.Count == 0)
            {
                continue;
            }

            if (line.Is("IPSec:"))
            {
                sessions[^1].BeginPair();
            }
            else if (SectionName(line.Span) is { IsEmpty: false } name)
            {
                sessions[^1].BeginSection(name.ToString());
            }
            else
            {
                Fields(line.Text, sessions[^1]);
            }
        }

        return sessions.Count > 0
            ? Parsed.Of(new VpnSessions([.. sessions.Select(s => s.Finish())]))
            : text.FailAtStart<VpnSessions>(Command, $"Connection : with a session, or {None} of the type specified");
    }

    private static void Fields(string line, VpnSessionDraft session)
    {
        var (field, from) = ("", 0);
        for (var colon = line.IndexOf(':'); colon >= 0; colon = line.IndexOf(':', colon + 1))
        {
            var end = colon > 0 && line[colon - 1] == ' ' ? colon - 1 : colon;
            if (NameBefore(line.AsSpan(0, end)) is { } name)
            {
                Take(end - name.Length);
                (field, from) = (name, colon + 1);
            }
        }

        Take(line.Length);

        void Take(int to)
        {
            if (field.Length > 0)
            {
                session.Take(field, line[from..to].Trim());
            }
        }
    }

    /// <summary>The field that the text ends with, as a whole.</summary>
    private static string? NameBefore(ReadOnlySpan<char> text)
    {
        foreach (var name in FieldNames)
        {
            if (
                text.EndsWith(name, StringComparison.Ordinal)
                && (text.Length == name.Length || !IsOfWord(text[^(name.Length + 1)]))
            )
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    /// <summary><c>IKEv2:</c>, without its colon; else nothing.</summary>
    private static ReadOnlySpan<char> SectionName(ReadOnlySpan<char> line) =>
        line is [>= 'A' and <= 'Z', .. var more, ':'] && !more.ContainsAnyExcept(LettersAndDigits)
            ? line[..^1]
            : default;
}
