using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>What <c>swanctl --stats</c> tells of charon: how long it has run, so roughly as it is printed (<c>5 minutes</c>), and which plugins it has loaded.</summary>
public sealed record DaemonStats(TimeSpan? Uptime, IReadOnlyList<string> Plugins)
{
    /// <summary>ESP is done in userland: the kernel sees none of it, and counts none of it.</summary>
    public bool EspInUserland => Plugins.Contains("kernel-libipsec");

    /// <summary>Two nodes share the SAs; which of them forwards, the daemon does not say here.</summary>
    public bool HighAvailability => Plugins.Contains("ha");
}

/// <summary><c>swanctl --stats</c>: <c>uptime: 3 hours, since Nov 24 05:10:52 2026</c> and <c>loaded plugins: charon random nonce …</c>.</summary>
public static partial class SwanctlStats
{
    public const string Command = "swanctl --stats";

    public static Parsed<DaemonStats> Read(AnswerText text)
    {
        TimeSpan? uptime = null;
        IReadOnlyList<string>? plugins = null;
        foreach (var line in text.Lines)
        {
            if (Uptime().Match(line.Text) is { Success: true } up)
            {
                uptime = Span(up);
            }
            else if (line.After("loaded plugins:") is { } names)
            {
                plugins = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return plugins is null
            ? text.FailAtStart<DaemonStats>(Command, "loaded plugins: charon …")
            : Parsed.Of(new DaemonStats(uptime, plugins));
    }

    private static TimeSpan? Span(Match up) =>
        int.TryParse(up.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? up.Groups["unit"].Value switch
            {
                "second" => TimeSpan.FromSeconds(count),
                "minute" => TimeSpan.FromMinutes(count),
                "hour" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromDays(count),
            }
            : null;

    [GeneratedRegex(
        @"^uptime: (?<count>[0-9]{1,6}) (?<unit>second|minute|hour|day)s?, since ",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Uptime();
}
