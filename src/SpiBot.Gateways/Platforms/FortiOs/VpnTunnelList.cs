using System.Globalization;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.FortiOs;

/// <summary>
/// <c>diagnose vpn tunnel list [name X]</c> of FortiOS 5 to 7: <c>dec: spi=24c2ab68</c> is the inbound SPI, <c>enc: spi=0dd3fc4c</c> the outbound one, eight digits each.
/// <c>sa=0</c> is down, <c>sa=2</c> a rekey with two <c>SA:</c> blocks. <see cref="ChildSa.Interface"/> is the tunnel's name. The output holds session keys: mask it before reading.
/// </summary>
public static partial class VpnTunnelList
{
    public const string Command = "diagnose vpn tunnel list";

    public static Parsed<SaListing> Read(AnswerText text) =>
        new Reader(text.Relined(Beginning()), text.EndsInside(CanEndOutput)).Read();

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("list all ipsec tunnel in vd ")
        || line.Begins("list ipsec tunnel by names in vd ")
        || NameBeginning().IsMatch(line.Text)
        || Proxy().IsMatch(line.Text)
        || SpiLine().IsMatch(line.Text);

    private sealed class Reader(AnswerText text, bool isCut)
    {
        private readonly List<ChildSa> tunnels = [];
        private PhaseOneDraft? tunnel;
        private PhaseTwoDraft? proxy;
        private bool recognised;
        private bool complete = !isCut;

        public Parsed<SaListing> Read()
        {
            for (var i = 0; i < text.Lines.Count; i++)
            {
                var line = text.Lines[i];
                var open = text.LastLineIsOpen && i == text.Lines.Count - 1;
                if (Take(line, open) is { } expected)
                {
                    if (!open)
                    {
                        return text.Fail<SaListing>(Command, line, expected);
                    }

                    complete = false;
                }
            }

            CloseTunnel();
            complete &= tunnels.Count > 0 || !text.LastLineIsOpen;
            return recognised
                ? Parsed.Of(new SaListing(complete, tunnels))
                : text.FailAtStart<SaListing>(Command, "name=…, proxyid=…, dec: spi=… or enc: spi=…");
        }

        private string? Take(AnswerLine line, bool open)
        {
            recognised |= IsSignature(line);
            if (Name().Match(line.Text) is { Success: true } name)
            {
                CloseTunnel();
                var ends = name.Groups["ends"].Value.Replace("→", "->", StringComparison.Ordinal).Split("->");
                tunnel = new PhaseOneDraft(
                    name.Groups["name"].Value,
                    name.Groups["version"].Value,
                    FortiOsText.Endpoint(ends[0]),
                    open && !name.Value.EndsWith(' ') ? null : FortiOsText.Endpoint(ends[1])
                );
            }
            else if (line.Begins("natt:") && tunnel is not null)
            {
                tunnel.NatTraversal = !line.Begins("natt: mode=none") && line.Begins("natt: mode=");
            }
            else if (Proxy().Match(line.Text) is { Success: true } begun)
            {
                CloseProxy();
                proxy = new PhaseTwoDraft { Announced = AsaAnswer.Number(begun.Groups["sas"].ValueSpan) };
                if (open)
                {
                    (proxy.Announced, complete) = (null, false);
                }
            }
            else if (line.After("src: ") is { } source && proxy is not null)
            {
                proxy.Local = open ? null : FortiOsText.Network(source);
            }
            else if (line.After("dst: ") is { } destination && proxy is not null)
            {
                proxy.Remote = open && !CanEndOutput(line.Text) ? null : FortiOsText.Network(destination);
            }
            else if (line.Begins("SA: ") && proxy is not null)
            {
                proxy.RemainingSeconds = Expire().Match(line.Text) is { Success: true } expire
                    ? AsaAnswer.Number(expire.Groups["seconds"].ValueSpan)
                    : null;
            }
            else if (line.Begins("dec: spi=") || line.Begins("enc: spi="))
            {
                return TakeSpi(line);
            }
            else if (Packets().Matches(line.Text) is { Count: > 0 } counts && proxy is not null)
            {
                foreach (Match count in counts)
                {
                    proxy.Add(
                        count.Groups["direction"].Value == "dec",
                        AsaAnswer.Number(count.Groups["count"].ValueSpan)
                    );
                }
            }

            return null;
        }

        private string? TakeSpi(AnswerLine line)
        {
            var digits = line.Text[9..].Split(' ')[0];
            if (!PaddedSpi.IsOne(digits))
            {
                return "dec: or enc: spi= and eight hex digits";
            }

            // Without its proxyid: only the lines with the SPIs were pasted.
            complete &= proxy is not null;
            proxy ??= new PhaseTwoDraft();
            proxy.AddSpi(line.Begins("dec:"), PaddedSpi.Of(digits));
            return null;
        }

        private void CloseProxy()
        {
            if (proxy is { } draft)
            {
                complete &= draft.IsWhole && tunnel is not null;
                tunnels.Add(draft.ToChildSa(tunnel));
            }

            proxy = null;
        }

        private void CloseTunnel()
        {
            CloseProxy();
            tunnel = null;
        }
    }

    /// <summary>Behind the packets of an SA, or the destination of a selector that is down, nothing more is read.</summary>
    private static bool CanEndOutput(string line) =>
        line.StartsWith("run_tally=", StringComparison.Ordinal)
        || line.StartsWith("npu_flag=", StringComparison.Ordinal)
        || Packets().Matches(line).Any(count => count.Groups["direction"].Value == "enc")
        || (line.StartsWith("dst: ", StringComparison.Ordinal) && line.EndsWith(":0", StringComparison.Ordinal));

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"name=\S+ ver=|proxyid=|proxyid_num=|src: [0-9]+:|dst: [0-9]+:|SA: +ref=|life: type=|dec: spi=|enc: spi=|dec:pkts/|stat: rxp=|natt: mode=|dpd: mode=|bound_if=|npu_flag=|-----+|run_tally=|list (all )?ipsec tunnel",
        Options
    )]
    private static partial Regex Beginning();

    [GeneratedRegex(
        @"^name=(?<name>\S+) ver=(?<version>[12]) serial=\S+ (?<ends>\S+:[0-9]+(->|→)\S+:[0-9]+)( |$)",
        Options
    )]
    private static partial Regex Name();

    /// <summary>The ends may stand in the next line, where a chat has wrapped this one.</summary>
    [GeneratedRegex(@"^name=\S+ ver=[12]( |$)", Options)]
    private static partial Regex NameBeginning();

    [GeneratedRegex(@"^proxyid=\S+ proto=[0-9]+ sa=(?<sas>[0-9]+)", Options)]
    private static partial Regex Proxy();

    [GeneratedRegex(@"^(dec|enc): spi=[0-9a-f]{8}( |$)", Options)]
    private static partial Regex SpiLine();

    [GeneratedRegex(@" expire=(?<seconds>[0-9]+)(/| )", Options)]
    private static partial Regex Expire();

    [GeneratedRegex(@"(?<direction>dec|enc):pkts/bytes=(?<count>[0-9]+)/", Options)]
    private static partial Regex Packets();
}
