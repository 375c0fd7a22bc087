using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>
/// <c>/proc/net/xfrm_stat</c>: the kernel's counters of its IPsec, one <c>XfrmInNoStates 12</c> a line. XfrmInNoStates counts packets of which no SA has the SPI
/// (Linux, Documentation/networking/xfrm_proc.rst). They are totals since the network namespace was made, over all peers, and cannot be cleared.
/// </summary>
public static class XfrmStat
{
    public const string Command = "cat /proc/net/xfrm_stat";

    public const string NoStates = "XfrmInNoStates";

    private const string Never = "Never";

    public static Query<DropCounters> Query { get; } = new(Command, Read);

    public static Parsed<DropCounters> Read(AnswerText text)
    {
        var counts = new List<DropCount>();
        var recognised = false;
        foreach (var line in text.Lines)
        {
            if (
                line.Text.Split(' ') is not [var name, var digits]
                || !name.StartsWith("Xfrm", StringComparison.Ordinal)
            )
            {
                continue;
            }

            if (AsaAnswer.Number(digits) is not { } count)
            {
                return text.Fail<DropCounters>(Command, line, $"{name} and a number");
            }

            recognised |= name == NoStates;
            if (count > 0)
            {
                counts.Add(new DropCount(DropSection.Frame, name, count));
            }
        }

        return recognised
            ? Parsed.Of(
                new DropCounters(counts, FrameLastClearing: Never, FlowLastClearing: null, FlowRead: false)
                {
                    InvalidSpiKeyword = NoStates,
                }
            )
            : text.FailAtStart<DropCounters>(Command, $"{NoStates} and a number");
    }
}
