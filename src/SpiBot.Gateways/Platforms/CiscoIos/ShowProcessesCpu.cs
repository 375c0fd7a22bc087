using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary><c>show processes cpu</c>, its first line: <c>CPU utilization for five seconds: 3%/0%; one minute: 2%; five minutes: 2%</c>. Behind the slash: what interrupts took of it.</summary>
public static partial class ShowProcessesCpu
{
    public const string Command = "show processes cpu";

    public static Query<CpuUsage> Query { get; } = new($"{Command} | include CPU utilization", Read);

    public static Parsed<CpuUsage> Read(AnswerText answer) =>
        AsaAnswer.Read(
            answer,
            Command,
            text =>
            {
                foreach (var line in text.Lines)
                {
                    if (Usage().Match(line.Text) is { Success: true } match)
                    {
                        return Parsed.Of(
                            new CpuUsage(Percent(match, "now"), Percent(match, "minute"), Percent(match, "five"))
                        );
                    }
                }

                return text.FailAtStart<CpuUsage>(
                    Command,
                    "CPU utilization for five seconds: N%/N%; one minute: N%; five minutes: N%"
                );
            }
        );

    private static int Percent(Match match, string group) =>
        (int)(AsaAnswer.Number(match.Groups[group].ValueSpan) ?? 0);

    [GeneratedRegex(
        @"^CPU utilization for five seconds: (?<now>[0-9]{1,3})%(/[0-9]{1,3}%)?; one minute: (?<minute>[0-9]{1,3})%; five minutes: (?<five>[0-9]{1,3})%",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Usage();
}
