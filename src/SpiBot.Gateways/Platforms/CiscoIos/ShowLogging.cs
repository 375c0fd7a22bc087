using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// <c>show logging</c>, always filtered on the router: <c>%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=198.51.100.1, prot=50,
/// spi=0xB761863E(3076621886), srcaddr=203.0.113.9</c> (Cisco technote 115801; written at most once a minute). The time before it has a year only where
/// <c>service timestamps log datetime year</c> is set.
/// </summary>
public static partial class ShowLogging
{
    public const string Command = "show logging";

    internal const string Mnemonic = "RECVD_PKT_INV_SPI";

    /// <summary>The newest count.</summary>
    private const int MostKept = 200;

    public static Query<LoggedEvents> InvalidSpis { get; } =
        new($"{Command} | include [gr] logging:|RECVD_PKT_INV_SPI", Read);

    public static Parsed<LoggedEvents> Read(AnswerText answer) =>
        AsaAnswer.Read(
            answer,
            Command,
            text =>
            {
                var (told, on, level) = (false, true, (int?)null);
                var kept = new Queue<LoggedEvent>();
                foreach (var line in text.Lines)
                {
                    if (line.After("Buffer logging:") is { } buffer)
                    {
                        told = true;
                        on &= !buffer.StartsWith("disabled", StringComparison.OrdinalIgnoreCase);
                        level = Level(buffer);
                    }
                    else if (line.After("Syslog logging:") is { } syslog)
                    {
                        on &= !syslog.StartsWith("disabled", StringComparison.OrdinalIgnoreCase);
                    }
                    else if (Logged(line.Text) is { } logged)
                    {
                        kept.Enqueue(logged);
                        if (kept.Count > MostKept)
                        {
                            kept.Dequeue();
                        }
                    }
                }

                return told || kept.Count > 0
                    ? Parsed.Of(new LoggedEvents(on, level, [.. kept]))
                    : text.FailAtStart<LoggedEvents>(
                        Command,
                        $"Buffer logging: and its level, or %CRYPTO-4-{Mnemonic}"
                    );
            }
        );

    private static LoggedEvent? Logged(string line)
    {
        if (Message().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var time = Time().Match(line[..match.Index]);
        var text = line[match.Index..];
        return new LoggedEvent(
            LoggedEvent.InvalidSpi,
            match.Groups["severity"].ValueSpan[0] - '0',
            time.Success
            && DateTime.TryParseExact(
                time.Groups["time"].Value,
                "MMM d yyyy H:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AllowInnerWhite,
                out var local
            )
                ? local
                : null,
            time.Groups["zone"].Value is "UTC" or "GMT",
            text,
            AsaAnswer.Hex(match.Groups["spi"].ValueSpan) is { } spi ? Spi.TryFrom(spi) : null,
            From: match.Groups["from"] is { Success: true } from ? from.Value : null,
            To: match.Groups["to"].Value,
            Mnemonic: Mnemonic
        );
    }

    private static int? Level(string buffer)
    {
        if (buffer.Split(' ', ',') is not ["level", var word, ..])
        {
            return null;
        }

        var found = Array.IndexOf(Severities.Names, word);
        return found >= 0 ? found : null;
    }

    private const RegexOptions Linear =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"%[A-Z0-9_]+-(?<severity>[0-7])-RECVD_PKT_INV_SPI: .* for destaddr= ?(?<to>[^ ,]+) ?, prot= ?[0-9]+, spi= ?(?<spi>0x[0-9a-f]{1,8})(\([0-9]+\))?(, srcaddr= ?(?<from>[^ ,]+))?",
        Linear
    )]
    private static partial Regex Message();

    [GeneratedRegex(
        @"(?<time>[A-Z]{3} +[0-9]{1,2} [0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?( (?<zone>[A-Z]{3,4}))?",
        Linear
    )]
    private static partial Regex Time();
}
