using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.FortiOs;

/// <summary>
/// <c>get vpn ipsec tunnel details</c>, and <c>name X</c> for one: a block <c>gateway</c> for each tunnel, in it <c>selectors</c>, and an <c>SA</c> for each pair of SPIs, two of
/// them in a rekey; none where the tunnel is down. Packets are counted for the tunnel as a whole. It holds session keys: mask it before reading.
/// </summary>
public static partial class VpnIpsecTunnel
{
    public const string Details = "get vpn ipsec tunnel details";
    public const string ByName = "get vpn ipsec tunnel name";

    public static Parsed<SaListing> Read(AnswerText text) =>
        new Reader(text.Relined(Beginning()), text.EndsInside(CanEndOutput)).Read();

    public static bool IsSignature(AnswerLine line) =>
        Gateways().IsMatch(line.Text) || line.Begins("tx-esp-seq: ") || line.Begins("nat traversal mode: ");

    /// <summary>Whether a line may stand before those that only this output has.</summary>
    public static bool IsHeader(AnswerLine line) =>
        line.Text is "gateway" or "selectors" or "SA" or "inbound" or "outbound" || AtStart().IsMatch(line.Text);

    private sealed class Reader(AnswerText text, bool isCut)
    {
        private readonly List<ChildSa> tunnels = [];
        private readonly List<PhaseTwoDraft> selectors = [];
        private PhaseOneDraft? tunnel;
        private (long? In, long? Out) packets;
        private bool recognised;
        private bool complete = !isCut;

        public Parsed<SaListing> Read()
        {
            for (var i = 0; i < text.Lines.Count; i++)
            {
                var line = text.Lines[i];
                // Of what was cut only an SPI shows by itself that it is whole.
                if (isCut && i == text.Lines.Count - 1 && !WholeSpi().IsMatch(line.Text))
                {
                    continue;
                }

                // Of a tunnel without its selectors nothing can be told.
                recognised |= line.Begins("src: ") || Spi().IsMatch(line.Text);
                if (Take(line) is { } expected)
                {
                    return text.Fail<SaListing>(Details, line, expected);
                }
            }

            CloseTunnel();
            complete &= text.Lines is not [.., var last] || !last.Text.EndsWith(" SA", StringComparison.Ordinal);
            return recognised
                ? Parsed.Of(new SaListing(complete, tunnels))
                : text.FailAtStart<SaListing>(
                    Details,
                    "selectors with src: … and dst: …, or inbound and outbound with spi: …"
                );
        }

        /// <returns>What was expected instead; null where the line is right, or says nothing that matters.</returns>
        private string? Take(AnswerLine line)
        {
            if (line.After("gateway name: ") is { } named)
            {
                CloseTunnel();
                tunnel = new PhaseOneDraft(Unquoted(named), Version: null, Local: null, Peer: null);
            }
            else if (line.After("selectors name: ") is not null || line.After("name: ") is not null)
            {
                TakeName(line);
            }
            else if (line.After("local-gateway: ") is { } local)
            {
                tunnel = Tunnel() with { Local = FortiOsText.Endpoint(local.Split(' ')[0]) };
            }
            else if (line.After("remote-gateway: ") is { } peer)
            {
                tunnel = Tunnel() with { Peer = FortiOsText.Endpoint(peer.Split(' ')[0]) };
            }
            else if (line.After("mode: ike-v") is [('1' or '2') and var version, ..])
            {
                tunnel = Tunnel() with { Version = $"{version}" };
            }
            else if (line.Begins("nat traversal mode: "))
            {
                Tunnel().NatTraversal = !line.Begins("nat traversal mode: none");
            }
            else if (Counted().Match(line.Text) is { Success: true } counted)
            {
                var count = AsaAnswer.Number(counted.Groups["count"].ValueSpan);
                packets = counted.Groups["direction"].Value == "rx" ? (count, packets.Out) : (packets.In, count);
            }
            else if (line.After("src: ") is { } source)
            {
                Selector().Local = FortiOsText.Network(source);
            }
            else if (line.After("dst: ") is { } destination)
            {
                Selector().Remote = FortiOsText.Network(destination);
            }
            else if (line.Begins("SA lifetime/rekey: ") || line.Begins("lifetime/rekey: "))
            {
                Selector().Announced += 1;
                Selector().RemainingSeconds = AsaAnswer.Number(line.Text.AsSpan(line.Text.LastIndexOf('/') + 1));
            }
            else if (Spi().Match(line.Text) is { Success: true } spi)
            {
                var digits = spi.Groups["spi"].Value;
                if (!PaddedSpi.IsOne(digits))
                {
                    return "inbound or outbound, and spi: with eight hex digits";
                }

                Selector().AddSpi(spi.Groups["direction"].Value == "inbound", PaddedSpi.Of(digits));
            }

            return null;
        }

        /// <summary>Of the tunnel where nothing of it was printed yet, else of its next selector.</summary>
        private void TakeName(AnswerLine line)
        {
            if (tunnel is null && line.After("name: ") is { } name)
            {
                tunnel = new PhaseOneDraft(Unquoted(name), Version: null, Local: null, Peer: null);
            }
            else
            {
                selectors.Add(new PhaseTwoDraft { Announced = 0 });
            }
        }

        /// <summary>The beginning of it may not have been pasted.</summary>
        private PhaseOneDraft Tunnel() => tunnel ??= new PhaseOneDraft(null, null, null, null);

        private PhaseTwoDraft Selector()
        {
            if (selectors.Count == 0)
            {
                selectors.Add(new PhaseTwoDraft { Announced = 0 });
                complete = false;
            }

            return selectors[^1];
        }

        private void CloseTunnel()
        {
            complete &= tunnel is null || (tunnel.Peer is not null && selectors.Count > 0);
            if (selectors is [var only])
            {
                only.Add(isInbound: true, packets.In);
                only.Add(isInbound: false, packets.Out);
            }

            foreach (var selector in selectors)
            {
                complete &= selector.IsWhole && selector.Remote is not null;
                tunnels.Add(selector.ToChildSa(tunnel));
            }

            selectors.Clear();
            (tunnel, packets) = (null, default);
        }

        private static string Unquoted(string name) => name.Trim().Trim('\'');
    }

    /// <summary>Behind the keys of an outbound SA, or the destination of a selector that is down, nothing more is read.</summary>
    private static bool CanEndOutput(string line) =>
        line.StartsWith("NPU acceleration: ", StringComparison.Ordinal)
        || line.StartsWith("auth: ", StringComparison.Ordinal)
        || (line.StartsWith("dst: ", StringComparison.Ordinal) && line.EndsWith(":0", StringComparison.Ordinal));

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    private const string Lines =
        "(gateway |selectors )?name: '|type: (route|policy)-based|(local|remote)-gateway: |dpd-link: |mode: |interface: '|(rx|tx) packets: |dpd: |nat traversal mode: |"
        + "auto-negotiate: |(src|dst): [0-9]+:|(SA )?lifetime/rekey: |mtu: |tx-esp-seq: |replay: |qat: |(inbound |outbound )?spi: |enc: |auth: |NPU acceleration: ";

    [GeneratedRegex(Lines, Options)]
    private static partial Regex Beginning();

    [GeneratedRegex("^(" + Lines + ")", Options)]
    private static partial Regex AtStart();

    [GeneratedRegex(@"^(local|remote)-gateway: \S+:[0-9]+( |$)", Options)]
    private static partial Regex Gateways();

    [GeneratedRegex(@"^(?<direction>rx|tx) packets: (?<count>[0-9]+)( |$)", Options)]
    private static partial Regex Counted();

    [GeneratedRegex(@"^(?<direction>inbound|outbound) spi: (?<spi>\S+)", Options)]
    private static partial Regex Spi();

    [GeneratedRegex("^(inbound|outbound) spi: [0-9a-f]{8}$", Options)]
    private static partial Regex WholeSpi();
}
