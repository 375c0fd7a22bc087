using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>What a router protects in one direction pair: <see cref="Flow"/> is the line as printed. Packets are null without <c>detail</c>.</summary>
public sealed record CryptoFlow(string Flow, int? ActiveSas, long? Encaps, long? Decaps, long? RemainingSeconds)
{
    /// <summary>The two networks of <c>permit ip 10.2.0.0/255.255.255.0 10.1.0.0/255.255.255.0</c> or <c>permit 47 host A host B</c>, ours first; null where they have another form.</summary>
    internal (Selector? Local, Selector? Remote) Networks =>
        Flow.Replace("host ", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["permit", var protocol, var local, var remote] => (Network(protocol, local), Network(protocol, remote)),
            _ => (null, null),
        };

    private static Selector? Network(string protocol, string printed)
    {
        var network = printed.Contains('/') ? printed : $"{printed}/{(printed.Contains(':') ? 128 : 32)}";
        return AsaSelector.TryIdent($"({network}/{protocol}/0)", out var selector) ? selector : null;
    }
}

/// <summary>A session with one peer: <see cref="Status"/> is the router's word (<c>UP-ACTIVE</c>, <c>UP-IDLE</c>, <c>DOWN</c>, …).</summary>
public sealed record CryptoSession(
    string? Interface,
    string Status,
    string? Peer,
    int? PeerPort,
    IReadOnlyList<IkeSa> Ike,
    IReadOnlyList<CryptoFlow> Flows
)
{
    /// <summary>Until IKE rekeys; printed with <c>detail</c>.</summary>
    public long? IkeSecondsLeft { get; init; }

    public bool Up => Status.StartsWith("UP", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The sessions of a router. It prints no SPIs. <see cref="Complete"/> is false when the text was cut.</summary>
public sealed record CryptoSessions(bool Complete, IReadOnlyList<CryptoSession> Sessions)
{
    /// <summary>Those that are up, as an ASA's: what is left until their rekeys. How old they are is not said here.</summary>
    public VpnSessions ToVpnSessions() =>
        new([
            .. Sessions
                .Where(session => session.Up)
                .Select(session => new VpnSession(
                    session.Peer,
                    session.Peer,
                    session.Ike.Count > 0 ? $"IKEv{session.Ike[^1].Version} IPsec" : null,
                    Duration: null,
                    Sent: null,
                    Received: null,
                    Timer(session.IkeSecondsLeft),
                    [.. session.Flows.Select(Pair)]
                )),
        ]);

    private static VpnSessionPair Pair(CryptoFlow flow)
    {
        var (local, remote) = flow.Networks;
        return new VpnSessionPair(local, remote, Timer(flow.RemainingSeconds), null, null, null, null);
    }

    private static RekeyTimer? Timer(long? left) => left is null ? null : new RekeyTimer(EverySeconds: null, left);
}

/// <summary><c>show crypto session [detail]</c> of IOS and IOS-XE.</summary>
public static partial class ShowCryptoSession
{
    public const string Command = "show crypto session";

    /// <summary>Those with one peer.</summary>
    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<VpnSessions> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(
            FirstThatFits.Of($"{Command} remote {address} detail", $"sh cry sess rem {address} det"),
            answer =>
                Read(answer) is var read && read.Succeeded
                    ? Parsed.Of(read.Value.ToVpnSessions())
                    : Parsed.Fail<VpnSessions>(read.Failure!)
        );
    }

    public static Parsed<CryptoSessions> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("Crypto session current status")
        || line.Begins("Session status:")
        || line.Begins("IPSEC FLOW:")
        || IkeLine().IsMatch(line.Text);

    /// <summary>What stands before the status of a session, and elsewhere, too.</summary>
    public static bool IsHeader(AnswerLine line) => Headers.Any(line.Begins);

    private static readonly string[] Headers =
    [
        "Interface: ",
        "Username: ",
        "Profile: ",
        "Uptime: ",
        "Group: ",
        "Assigned address: ",
    ];

    private static Parsed<CryptoSessions> ReadLines(AnswerText text)
    {
        var (sessions, recognised, complete) = (new List<CryptoSession>(), false, true);
        var (ike, flows) = (new List<IkeSa>(), new List<CryptoFlow>());
        string? networkInterface = null;
        foreach (var line in text.Lines)
        {
            recognised |= IsSignature(line);
            if (line.IsOpen && !CanEndOutput(line))
            {
                complete = LifeOfOutbound().IsMatch(line.Text);
                // The packets stand before the lifetime, so only that can be cut.
                if (complete && flows is [.., var last])
                {
                    flows[^1] = Take(last, line) with { RemainingSeconds = last.RemainingSeconds };
                }
            }
            else if (line.After("Interface:") is { } name)
            {
                networkInterface = name;
            }
            else if (line.After("Session status:") is { } status)
            {
                (ike, flows) = ([], []);
                sessions.Add(new CryptoSession(networkInterface, status, Peer: null, PeerPort: null, ike, flows));
            }
            else if (sessions.Count > 0)
            {
                sessions[^1] = Take(sessions[^1], ike, flows, line);
            }
        }

        return recognised
            ? Parsed.Of(new CryptoSessions(complete, sessions))
            : text.FailAtStart<CryptoSessions>(Command, "Crypto session current status, or Session status:");
    }

    private static bool CanEndOutput(AnswerLine line) =>
        line.Begins("Crypto session current status")
        || line.Text.EndsWith("origin: crypto map", StringComparison.Ordinal)
        || (IkeLine().IsMatch(line.Text) && line.Text.EndsWith("ctive", StringComparison.Ordinal));

    private static CryptoSession Take(CryptoSession session, List<IkeSa> ike, List<CryptoFlow> flows, AnswerLine line)
    {
        if (line.After("Peer:") is { } peer)
        {
            var words = peer.Split(' ');
            var port = words is [_, "port", var digits, ..] ? AsaAnswer.Number(digits) : null;
            return session with { Peer = words[0], PeerPort = port is <= ushort.MaxValue ? (int)port : null };
        }

        if (IkeLine().Match(line.Text) is { Success: true } match)
        {
            var state = match.Groups["state"].Value;
            ike.Add(
                new IkeSa(
                    Version: match.Groups["version"].Value == "2" ? 2 : 1,
                    match.Groups["remote"].Value,
                    state,
                    Up: state.Equals("Active", StringComparison.OrdinalIgnoreCase),
                    Role: null,
                    Local: match.Groups["local"].Value
                )
            );
        }
        else if (IkeLeft().Match(line.Text) is { Success: true } left)
        {
            return session with
            {
                IkeSecondsLeft =
                    (AsaAnswer.Number(left.Groups["hours"].ValueSpan) * 3600)
                    + (AsaAnswer.Number(left.Groups["minutes"].ValueSpan) * 60)
                    + AsaAnswer.Number(left.Groups["seconds"].ValueSpan),
            };
        }
        else if (line.After("IPSEC FLOW:") is { } flow)
        {
            flows.Add(new CryptoFlow(flow, ActiveSas: null, Encaps: null, Decaps: null, RemainingSeconds: null));
        }
        else if (flows.Count > 0)
        {
            flows[^1] = Take(flows[^1], line);
        }

        return session;
    }

    private static CryptoFlow Take(CryptoFlow flow, AnswerLine line)
    {
        if (line.After("Active SAs:") is { } count)
        {
            return flow with
            {
                ActiveSas = AsaAnswer.Number(count.Split(',')[0]) is <= int.MaxValue and var n ? (int)n : null,
            };
        }

        if (Packets().Match(line.Text) is not { Success: true } packets)
        {
            return flow;
        }

        var number = AsaAnswer.Number(packets.Groups["count"].ValueSpan);
        var seconds = AsaAnswer.Number(packets.Groups["seconds"].ValueSpan);
        return packets.Groups["direction"].Value.Equals("Inbound", StringComparison.OrdinalIgnoreCase)
            ? flow with
            {
                Decaps = number,
                RemainingSeconds = seconds ?? flow.RemainingSeconds,
            }
            : flow with
            {
                Encaps = number,
                RemainingSeconds = seconds ?? flow.RemainingSeconds,
            };
    }

    [GeneratedRegex(
        @"^IKE(v(?<version>[12]))? SA: local (?<local>\S+)/[0-9]+ remote (?<remote>\S+)/[0-9]+ (?<state>[A-Za-z]+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex IkeLine();

    [GeneratedRegex(
        @"^Capabilities:.* lifetime:(?<hours>[0-9]{1,4}):(?<minutes>[0-9]{2}):(?<seconds>[0-9]{2})$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex IkeLeft();

    [GeneratedRegex(
        @"^Outbound: #pkts enc'ed [0-9]+ drop [0-9]+ life \(KB/Sec\) [^/]*/[0-9]",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex LifeOfOutbound();

    [GeneratedRegex(
        @"^(?<direction>Inbound|Outbound): #pkts (dec|enc)'ed (?<count>[0-9]+)( drop [0-9]+)?( life \(KB/Sec\) [^/]*/ ?(?<seconds>[0-9]+))?",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Packets();
}
