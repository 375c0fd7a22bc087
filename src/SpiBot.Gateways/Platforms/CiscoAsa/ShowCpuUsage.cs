using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary><c>show cpu usage</c>: <c>CPU utilization for 5 seconds = 12%; 1 minute: 10%; 5 minutes: 9%</c>; with a decimal within a security context.</summary>
public static partial class ShowCpuUsage
{
    public const string Command = "show cpu usage";

    public static Query<CpuUsage> Query { get; } = new(Command, Read);

    public static Parsed<CpuUsage> Read(AnswerText text) =>
        AsaAnswer.Read(
            text,
            Command,
            t =>
            {
                foreach (var line in t.Lines)
                {
                    if (Usage().Match(line.Text) is { Success: true } match)
                    {
                        return Parsed.Of(
                            new CpuUsage(Percent(match, "now"), Percent(match, "minute"), Percent(match, "five"))
                        );
                    }
                }

                return t.FailAtStart<CpuUsage>(
                    Command,
                    "CPU utilization for 5 seconds = N%; 1 minute: N%; 5 minutes: N%"
                );
            }
        );

    /// <summary>Rounded up: 80.1 % is above 80.</summary>
    private static int Percent(Match match, string group) =>
        (int)Math.Ceiling(double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"^CPU utilization for 5 seconds ?= ?(?<now>[0-9]{1,3}(\.[0-9]+)?)%; ?1 minute: ?(?<minute>[0-9]{1,3}(\.[0-9]+)?)%; ?5 minutes: ?(?<five>[0-9]{1,3}(\.[0-9]+)?)%",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Usage();
}
