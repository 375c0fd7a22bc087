using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// <c>show failover</c>: the role of the unit that answered. It stands behind <c>This host:</c>; Primary and Secondary are names of
/// the units, not roles. Active/active pairs have a role per group: where the groups differ, there is no one role.
/// </summary>
public static class ShowFailover
{
    public const string Command = "show failover";

    public static Query<FailoverState> Query { get; } = new(Command, Read);

    /// <summary>A unit on which failover was switched off while it was on standby.</summary>
    private const string PseudoStandby = "Failover Off (pseudo-Standby)";

    internal static bool IsSignature(AnswerLine line) =>
        line.Is("Failover On")
        || line.Is("Failover Off")
        || line.Is(PseudoStandby)
        || line.Begins("Failover On Failover unit ")
        || line.Begins("This host: ");

    public static Parsed<FailoverState> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    private static Parsed<FailoverState> ReadLines(AnswerText text)
    {
        bool? on = null;
        string? unit = null;
        string? last = null;
        string? link = null;
        var inThisHost = false;
        var hostSeen = false;
        var roles = new List<FailoverRole>();
        var pseudoStandby = false;
        foreach (var line in text.Lines)
        {
            if (line.Is(PseudoStandby))
            {
                (on, pseudoStandby) = (false, true);
            }
            else if (line.Is("Failover On") || line.Is("Failover Off"))
            {
                on ??= line.Is("Failover On");
            }
            else if (line.After("Failover unit") is { } name)
            {
                unit = name;
            }
            else if (line.After("Last Failover at:") is { } at)
            {
                last = at;
            }
            else if (line.After("Link :") is { } stateful)
            {
                link ??= stateful;
            }
            else if ((line.After("This host:") ?? line.After("This context:")) is { } host)
            {
                (inThisHost, hostSeen) = (true, true);
                var parts = host.Split(" - ", 2);
                if (parts[0] is "Primary" or "Secondary")
                {
                    unit = parts[0];
                }

                if (parts.Length == 2 || line.Begins("This context:"))
                {
                    roles.Add(Role(parts[^1]));
                }
            }
            else if (line.Begins("Other host:") || line.Begins("Peer context:") || line.Begins("Stateful Failover"))
            {
                inThisHost = false;
            }
            else if (
                inThisHost
                && line.Begins("Group ")
                && line.Text.IndexOf("State:", StringComparison.Ordinal) is > 0 and var state
            )
            {
                roles.Add(Role(line.Text[(state + "State:".Length)..].Trim()));
            }
        }

        if (on is null && !hostSeen)
        {
            return text.FailAtStart<FailoverState>(Command, "Failover On, Failover Off or This host:");
        }

        if (on == true && !hostSeen)
        {
            return text.FailAtEnd<FailoverState>(Command, "This host: with its role");
        }

        var role = (on, roles.Distinct().ToList()) switch
        {
            // It keeps the standby addresses, and forwards nothing.
            (false, _) when pseudoStandby => FailoverRole.Standby,
            (false, _) => FailoverRole.Standalone,
            (_, [var one]) => one,
            _ => FailoverRole.Unknown,
        };
        return Parsed.Of(new FailoverState(role, unit, last) { StatefulLink = link });
    }

    /// <summary>Only words that say for sure whether packets are forwarded; what a unit is on its way to be is Unknown.</summary>
    private static FailoverRole Role(string words) =>
        words switch
        {
            "Active" or "Just Active" => FailoverRole.Active,
            "Standby Ready" or "Standby" or "Cold Standby" or "Bulk Sync" => FailoverRole.Standby,
            _ when words.StartsWith("Active ", StringComparison.Ordinal) => FailoverRole.Active,
            _ when words.StartsWith("Failed", StringComparison.Ordinal) => FailoverRole.Failed,
            _ => FailoverRole.Unknown,
        };
}
