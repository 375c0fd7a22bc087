using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// <c>show version</c> of IOS and IOS-XE: <c>Cisco IOS Software …, Version 15.7(3)M8, …</c>, <c>br-rtr1 uptime is 3 weeks, 2 days, 4 hours, 5 minutes</c>,
/// <c>Processor board ID 9ABCDEFGHIJ</c>, <c>cisco C8300-1N1S-4T2X (1RU) processor with …</c>.
/// </summary>
public static partial class ShowVersion
{
    public const string Command = "show version";

    public static Query<UnitIdentity> Query { get; } = new(Command, Read);

    public static Parsed<UnitIdentity> Read(AnswerText text) => AsaAnswer.Read(text, Command, ReadLines);

    internal static bool IsSignature(AnswerLine line) =>
        line.Begins("Cisco IOS Software") || line.Begins("Cisco IOS XE Software") || line.Begins("IOS (tm) ");

    private static Parsed<UnitIdentity> ReadLines(AnswerText text)
    {
        string? hostname = null;
        string? version = null;
        string? serial = null;
        string? model = null;
        TimeSpan? uptime = null;
        foreach (var line in text.Lines)
        {
            if (version is null && IsSignature(line) && Version().Match(line.Text) is { Success: true } told)
            {
                version = told.Groups["version"].Value;
            }
            else if (line.After("Processor board ID ") is { Length: > 0 } board)
            {
                serial ??= board.Split(' ', ',')[0];
            }
            else if (uptime is null && Uptime().Match(line.Text) is { Success: true } up)
            {
                hostname = up.Groups["name"].Value;
                uptime = Span(up.Groups["time"].Value);
            }
            else if (model is null && Model().Match(line.Text) is { Success: true } hardware)
            {
                model = hardware.Groups["model"].Value;
            }
        }

        return version is null
            ? text.FailAtStart<UnitIdentity>(Command, "Cisco IOS Software …, Version …")
            : Parsed.Of(new UnitIdentity(hostname, version, serial, uptime, model));
    }

    /// <summary><c>3 weeks, 2 days, 4 hours, 5 minutes</c>; null where it has another form.</summary>
    private static TimeSpan? Span(string text)
    {
        long minutes = 0;
        foreach (var part in text.Split(", "))
        {
            if (
                part.Split(' ') is not [{ Length: <= 3 } digits, var unit]
                || AsaAnswer.Number(digits) is not { } count
                || MinutesOf(unit.TrimEnd('s')) is not { } each
            )
            {
                return null;
            }

            minutes += count * each;
        }

        return TimeSpan.FromMinutes(minutes);
    }

    private static long? MinutesOf(string unit) =>
        unit switch
        {
            "year" => 365 * 24 * 60,
            "week" => 7 * 24 * 60,
            "day" => 24 * 60,
            "hour" => 60,
            "minute" => 1,
            _ => null,
        };

    private const RegexOptions Linear = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"\bVersion (?<version>[0-9][^ ,]*)", Linear)]
    private static partial Regex Version();

    [GeneratedRegex(@"^(?<name>[^ ]+) uptime is (?<time>.+)$", Linear)]
    private static partial Regex Uptime();

    [GeneratedRegex(@"^[Cc]isco (?<model>[^ ]+) \(.*\) processor ", Linear)]
    private static partial Regex Model();
}
