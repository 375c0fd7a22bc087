using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.CiscoIos;

/// <summary>
/// The drops of the data path of IOS-XE for reasons of IPsec, those about SPIs: <c>4 IN_US_V4_PKT_SA_NOT_FOUND_SPI 64574</c> (Cisco technote 115801). Totals over all
/// peers. IOS without XE has no such counter and refuses the command.
/// </summary>
public static partial class ShowIpsecDrops
{
    /// <summary>In full: <c>show platform hardware qfp active feature ipsec datapath drops all | include SPI</c>.</summary>
    public const string Command = "show plat hard qfp act feat ipsec data drops all | in SPI";

    /// <summary>The rows of both address families together: what a packet brings is one question.</summary>
    public const string NotFound = "SA_NOT_FOUND_SPI";

    public static Query<DropCounters> Query { get; } = new(Command, Read) { KnownBy = "routers with IOS-XE" };

    public static Parsed<DropCounters> Read(AnswerText answer) =>
        AsaAnswer.Read(
            answer,
            Command,
            text =>
            {
                var counts = new List<DropCount>();
                var notFound = 0L;
                var recognised = text.Lines.Count == 0;
                foreach (var line in text.Lines)
                {
                    if (Row().Match(line.Text) is not { Success: true } row)
                    {
                        continue;
                    }

                    // So many rows cannot overflow the sum.
                    if (AsaAnswer.Number(row.Groups["count"].ValueSpan) is not { } count || count > long.MaxValue >> 20)
                    {
                        return text.Fail<DropCounters>(Command, line, "a number of packets");
                    }

                    recognised = true;
                    var name = row.Groups["name"].Value;
                    if (name.EndsWith("PKT_" + NotFound, StringComparison.Ordinal))
                    {
                        notFound += count;
                    }
                    else if (count > 0)
                    {
                        counts.Add(new DropCount(DropSection.Frame, name, count));
                    }
                }

                if (notFound > 0)
                {
                    counts.Insert(0, new DropCount(DropSection.Frame, NotFound, notFound));
                }

                return recognised
                    ? Parsed.Of(
                        new DropCounters(counts, FrameLastClearing: null, FlowLastClearing: null, FlowRead: false)
                        {
                            InvalidSpiKeyword = NotFound,
                        }
                    )
                    : text.FailAtStart<DropCounters>(Command, "4 IN_US_V4_PKT_SA_NOT_FOUND_SPI 64574");
            }
        );

    [GeneratedRegex(
        @"^[0-9]+ (?<name>[A-Z0-9_]+) (?<count>[0-9]+)$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Row();
}
