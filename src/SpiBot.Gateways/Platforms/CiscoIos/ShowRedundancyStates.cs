using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// <c>show redundancy states</c>: <c>my state = 13 -ACTIVE</c> and <c>peer state = 8 -STANDBY HOT</c>, or <c>1 -DISABLED</c> where there is no second unit. It tells of
/// route processors and of stateful failover of IPsec alike.
/// </summary>
public static class ShowRedundancyStates
{
    public const string Command = "show redundancy states";

    public static Query<FailoverState> Query { get; } = new(Command, Read);

    public static Parsed<FailoverState> Read(AnswerText answer) =>
        AsaAnswer.Read(
            answer,
            Command,
            text =>
            {
                string? mine = null;
                string? peers = null;
                foreach (var line in text.Lines)
                {
                    mine ??= State(line, "my state");
                    peers ??= State(line, "peer state");
                }

                return mine is null
                    ? text.FailAtStart<FailoverState>(Command, "my state = 13 -ACTIVE")
                    : Parsed.Of(new FailoverState(Role(mine, peers), Unit: null, LastFailover: null));
            }
        );

    /// <summary>Behind the number and the hyphen.</summary>
    private static string? State(AnswerLine line, string which) =>
        line.After(which)?.TrimStart('=', ' ').Split('-', 2) is [_, var word] ? word.Trim() : null;

    private static FailoverRole Role(string mine, string? peers) =>
        mine switch
        {
            "ACTIVE" when peers is null or "DISABLED" => FailoverRole.Standalone,
            "ACTIVE" => FailoverRole.Active,
            _ when mine.StartsWith("STANDBY", StringComparison.Ordinal) => FailoverRole.Standby,
            _ => FailoverRole.Unknown,
        };
}
