using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoAsa;

/// <summary>
/// One line of an ASA's log: <c>Mar 09 2017 10:25:04 HOST : %ASA-4-402114: IPSEC: …</c>. What stands before the mark varies with the box's settings (nothing,
/// a time in several forms, a host), and the mark itself too: <c>%FTD-</c>, <c>%PIX-</c>, <c>%ASA-vpn-4-402114</c>.
/// </summary>
internal static partial class AsaMessage
{
    private const int LongestText = 400;

    /// <returns>Null when the line is no message.</returns>
    public static LoggedEvent? Of(string line)
    {
        if (Mark().Match(line) is not { Success: true } mark)
        {
            return null;
        }

        var id = (int)AsaAnswer.Number(mark.Groups["id"].ValueSpan)!;
        var severity = mark.Groups["severity"].ValueSpan[0] - '0';
        var (local, isUtc) = Time(line[..mark.Index]);
        var text = line[(mark.Index + mark.Length)..].Trim();
        var logged = new LoggedEvent(
            id,
            severity,
            local,
            isUtc,
            text.Length <= LongestText ? text : text[..LongestText]
        );
        return id switch
        {
            >= 402114 and <= 402122 => Packet(logged, text),
            602303 or 602304 or 602305 => Sa(logged, text),
            111008 or 111010 => Executed(logged, text),
            113019 or (>= 713000 and < 714000) => Ike(logged, text),
            >= 750000 and < 752000 => Ikev2(logged, text),
            _ => logged,
        };
    }

    private static LoggedEvent Packet(LoggedEvent logged, string text)
    {
        var ends = FromTo().Match(text);
        return logged with
        {
            Spi = SpiIn(FirstSpi().Match(text)),
            From = Word(ends, "from"),
            User = Word(ends, "user"),
            To = Word(ends, "to")?.TrimEnd('.'),
        };
    }

    private static LoggedEvent Sa(LoggedEvent logged, string text)
    {
        var ends = Between().Match(text);
        return logged with
        {
            Spi = SpiIn(FirstSpi().Match(text)),
            Direction = Word(ends, "direction")?.ToLowerInvariant(),
            From = Word(ends, "one"),
            To = Word(ends, "other"),
            User = Word(ends, "user"),
        };
    }

    private static LoggedEvent Executed(LoggedEvent logged, string text)
    {
        var match = Command().Match(text);
        return logged with { User = Word(match, "user"), CommandLine = Word(match, "line") };
    }

    private static LoggedEvent Ike(LoggedEvent logged, string text)
    {
        var spis = BothSpis().Match(text);
        return logged with
        {
            From = Word(IkePeer().Match(text), "peer"),
            Spi = SpiIn(spis) ?? SpiIn(Notified().Match(text)),
            OutboundSpi = spis.Success ? Spi.TryParseHex(spis.Groups["out"].ValueSpan) : null,
        };
    }

    private static LoggedEvent Ikev2(LoggedEvent logged, string text)
    {
        var ends = LocalRemote().Match(text);
        return logged with { From = Word(ends, "remote"), To = Word(ends, "local"), User = Word(ends, "user") };
    }

    private static Spi? SpiIn(Match match) => match.Success ? Spi.TryParseHex(match.Groups["spi"].ValueSpan) : null;

    private static string? Word(Match match, string group) =>
        match.Success && match.Groups[group] is { Success: true, Length: > 0 } found ? found.Value : null;

    private static (DateTime? Local, bool IsUtc) Time(string before)
    {
        if (IsoTime().Match(before) is { Success: true } iso)
        {
            var utc = iso.Groups["zone"].Value is "Z" or "+00:00";
            return (Exact(iso.Groups["time"].Value.Replace('T', ' '), "yyyy-MM-dd H:mm:ss"), utc);
        }

        return CiscoTime().Match(before) is { Success: true } cisco
            ? (Exact(cisco.Groups["time"].Value, "MMM d yyyy H:mm:ss"), cisco.Groups["zone"].Value is "UTC" or "GMT")
            : (null, false);
    }

    private static DateTime? Exact(string time, string format) =>
        DateTime.TryParseExact(
            time,
            format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowInnerWhite,
            out var local
        )
            ? local
            : null;

    private const RegexOptions Linear =
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"%(ASA|FTD|PIX)-(\w+-)?(?<severity>[0-7])-(?<id>[0-9]{6}): ?", Linear)]
    private static partial Regex Mark();

    [GeneratedRegex(
        @"(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{1,2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(?<zone>Z|[+-][0-9]{2}:?[0-9]{2})?",
        Linear
    )]
    private static partial Regex IsoTime();

    [GeneratedRegex(
        @"(?<time>[A-Z]{3} +[0-9]{1,2} [0-9]{4} [0-9]{1,2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?( (?<zone>[A-Z]{3,4}))?",
        Linear
    )]
    private static partial Regex CiscoTime();

    [GeneratedRegex(@"SPI ?= ?(?<spi>0x[0-9a-f]{1,8})\b", Linear)]
    private static partial Regex FirstSpi();

    [GeneratedRegex(@" from (?<from>[^ ()]+)( \(user ?= ?(?<user>[^)]*)\))? to (?<to>[^ ,()]+)", Linear)]
    private static partial Regex FromTo();

    [GeneratedRegex(
        @"(?<direction>inbound|outbound) .* between (?<one>[^ ()]+) and (?<other>[^ ()]+)( \(user ?= ?(?<user>[^)]*)\))?",
        Linear
    )]
    private static partial Regex Between();

    [GeneratedRegex(@"^User '(?<user>[^']*)'.* executed the '(?<line>.*)' command", Linear)]
    private static partial Regex Command();

    /// <summary>The port stands behind a colon, behind an IPv6 address too.</summary>
    [GeneratedRegex(@"Local:(?<local>[^ ]+):[0-9]+ Remote:(?<remote>[^ ]+):[0-9]+ Username:(?<user>[^ ]+)", Linear)]
    private static partial Regex LocalRemote();

    [GeneratedRegex(@"\bIP = (?<peer>[^ ,]+)", Linear)]
    private static partial Regex IkePeer();

    [GeneratedRegex(@"Inbound SPI = (?<spi>0x[0-9a-f]{1,8}), Outbound SPI = (?<out>0x[0-9a-f]{1,8})\b", Linear)]
    private static partial Regex BothSpis();

    [GeneratedRegex(@"Invalid SPI notify \(SPI (?<spi>(0x)?[0-9a-f]{1,8})\)", Linear)]
    private static partial Regex Notified();
}
