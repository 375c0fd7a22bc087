using System.Text.RegularExpressions;
using SpiBot.Lab.Firewalls;

namespace SpiBot.Lab.Consoles.Ios;

/// <summary>What a router tells about itself, the lines that matter and enough around them.</summary>
public static partial class IosBox
{
    private static readonly TimeSpan BetweenInvalidSpis = TimeSpan.FromMinutes(1);

    public static IEnumerable<string> Version(CommandContext context)
    {
        var box = context.Box;
        var up = Uptime(context.Now - context.State.BootedAt);
        return
        [
            $"Cisco IOS XE Software, Version {box.Version}",
            $"Cisco IOS Software [Cupertino], ISR Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version {box.Version}, RELEASE SOFTWARE (fc3)",
            "Technical Support: http://www.cisco.com/techsupport",
            "Copyright (c) 1986-2023 by Cisco Systems, Inc.",
            "Compiled Tue 18-Jul-23 15:14 by mcpre",
            "",
            "ROM: 17.6(8.1r)",
            "",
            $"{box.Name} uptime is {up}",
            $"Uptime for this control processor is {up}",
            "System returned to ROM by reload",
            "System image file is \"bootflash:packages.conf\"",
            "Last reload reason: Reload Command",
            "",
            $"cisco {box.Model} (1RU) processor with 3747220K/6147K bytes of memory.",
            $"Processor board ID {box.SerialNumber}",
            "Router operating mode: Autonomous",
            "1 Virtual Ethernet interface",
            "6 Gigabit Ethernet interfaces",
            "32768K bytes of non-volatile configuration memory.",
            "8388608K bytes of physical memory.",
            "",
            "Configuration register is 0x2102",
            "",
        ];
    }

    public static IEnumerable<string> Cpu(CommandContext context)
    {
        var busy = context.Box.Traits.CpuPercent;
        return
        [
            $"CPU utilization for five seconds: {busy}%/0%; one minute: {busy}%; five minutes: {busy}%",
            " PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process ",
            "   1          12         421         28  0.00%  0.00%  0.00%   0 Chunk Manager    ",
        ];
    }

    public static IEnumerable<string> Redundancy(CommandContext context) =>
        [
            $"       my state = {(context.State.Standby ? "8  -STANDBY HOT" : "13 -ACTIVE")} ",
            $"     peer state = {(context.State.Standby ? "13 -ACTIVE" : "1  -DISABLED")} ",
            $"           Mode = {(context.State.Standby ? "Duplex" : "Simplex")}",
            "        Unit ID = 48",
        ];

    /// <summary>Cisco technote 115801.</summary>
    public static IEnumerable<string> Drops(CommandContext context) =>
        [
            "------------------------------------------------------------------------",
            "Drop Type  Name                                     Packets",
            "------------------------------------------------------------------------",
            .. Row(4, "IN_US_V4_PKT_SA_NOT_FOUND_SPI", context.State.Drops[DropSection.Frame, DropReason.InvalidSpi]),
            .. Row(7, "IN_TRANS_V4_IPSEC_PKT_NOT_FOUND_SPI", 0),
            .. Row(12, "IN_US_V6_PKT_SA_NOT_FOUND_SPI", 0),
            .. Row(19, "IN_OCT_ANTI_REPLAY_FAIL", 0),
        ];

    public static IEnumerable<string> Logging(CommandContext context)
    {
        yield return "Syslog logging: enabled (0 messages dropped, 2 messages rate-limited, 0 flushes, 0 overruns, xml disabled, filtering disabled)";
        yield return "";
        yield return "    Console logging: disabled";
        yield return "    Monitor logging: level debugging, 0 messages logged, xml disabled,";
        yield return $"    Buffer logging:  level {(context.Box.Traits.LogLevel >= 6 ? "informational" : "errors")}, {context.State.Log.Written} messages logged, xml disabled,";
        yield return "";
        yield return "Log Buffer (4096 bytes):";
        yield return "";
        DateTimeOffset? last = null;
        foreach (var message in context.State.Log.Messages)
        {
            if (
                InvalidSpi().Match(message.Text) is { Success: true } packet
                && !(message.At - last < BetweenInvalidSpis)
            )
            {
                last = message.At;
                var spi = Convert.ToUInt32(packet.Groups["spi"].Value, 16);
                yield return $"{message.At.UtcDateTime:MMM d HH:mm:ss.fff}: %CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr={packet.Groups["to"].Value}, prot=50, spi=0x{spi:X}({spi}), srcaddr={packet.Groups["from"].Value}, input interface=GigabitEthernet0/0/0";
            }
        }
    }

    private static IEnumerable<string> Row(int number, string name, long count) =>
        [$"{number, 9}  {name, -40} {count}"];

    private static string Uptime(TimeSpan span)
    {
        (int Count, string Unit)[] parts =
        [
            (span.Days / 7, "week"),
            (span.Days % 7, "day"),
            (span.Hours, "hour"),
            (span.Minutes, "minute"),
        ];
        var told = parts.SkipWhile(part => part.Count == 0).ToList();
        return told.Count == 0
            ? "0 minutes"
            : string.Join(", ", told.Select(part => $"{part.Count} {part.Unit}{(part.Count == 1 ? "" : "s")}"));
    }

    /// <summary>The state keeps messages in the words of the boxes that most of the network is made of.</summary>
    [GeneratedRegex(
        @"\(SPI= 0x(?<spi>[0-9A-F]{8}), .*\) from (?<from>[^ ]+) to (?<to>[^ ]+) with an invalid SPI",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex InvalidSpi();
}
