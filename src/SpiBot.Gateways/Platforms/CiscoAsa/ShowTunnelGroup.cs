using System.Net;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show running-config all tunnel-group X</c>, filtered on the box to its kind and dead peer detection (<c>all</c> prints the defaults too). The keys in it, which the
/// box prints as asterisks, are not asked for. Nothing printed: there is no such group.
/// </summary>
public static class ShowTunnelGroup
{
    public const string Command = "show running-config tunnel-group";

    /// <summary>The same with what is not set.</summary>
    public const string WithDefaults = "show running-config all tunnel-group";

    /// <exception cref="ArgumentException">Not the address of one peer.</exception>
    public static Query<TunnelGroup> Peer(IPAddress peer)
    {
        var address = AsaAddress.Of(peer);
        return new(
            FirstThatFits.Of(
                $"show run all tunnel-group {address} | i keepalive|type",
                $"sho run tunnel-group {address}"
            ),
            Read
        );
    }

    internal static bool IsSignature(AnswerLine line) =>
        line.Begins("tunnel-group ") && line.Text.Contains(" type ", StringComparison.Ordinal);

    public static Parsed<TunnelGroup> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                var group = new TunnelGroup(
                    Name: null,
                    Kind: null,
                    DeadPeerDetection: null,
                    IdleSeconds: null,
                    RetrySeconds: null
                );
                var known = t.Lines.Count == 0;
                foreach (var line in t.Lines)
                {
                    var words = line.Text.Split(' ');
                    if (
                        words is ["tunnel-group", var other, "type", ..]
                        && group.Name is not null
                        && group.Name != other
                    )
                    {
                        return t.Fail<TunnelGroup>(Command, line, $"only the tunnel group {group.Name}");
                    }

                    (group, var read) = words switch
                    {
                        ["tunnel-group", var name, "type", var kind, ..] => (
                            group with
                            {
                                Name = name,
                                Kind = kind,
                            },
                            true
                        ),
                        ["isakmp" or "ikev1" or "ikev2", "keepalive", "disable", ..] => (
                            group with
                            {
                                DeadPeerDetection = false,
                            },
                            true
                        ),
                        ["isakmp" or "ikev1" or "ikev2", "keepalive", "threshold", var idle, .. var rest] => (
                            group with
                            {
                                DeadPeerDetection = true,
                                IdleSeconds = (int?)Small(idle),
                                RetrySeconds = rest is ["retry", var retry, ..] ? (int?)Small(retry) : null,
                            },
                            true
                        ),
                        _ => (group, false),
                    };
                    known |= read;
                }

                return known ? Parsed.Of(group) : t.FailAtStart<TunnelGroup>(Command, "tunnel-group NAME type …");
            }
        );

    private static long? Small(string number) => AsaAnswer.Number(number) is <= 86_400 and var seconds ? seconds : null;
}
