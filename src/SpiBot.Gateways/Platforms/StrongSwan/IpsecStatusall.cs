using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>
/// <c>ipsec statusall</c> (and what <c>ipsec status</c> prints of it): <c>name[1]: ESTABLISHED …</c> is an IKE SA, <c>name{2}: INSTALLED, TUNNEL, reqid 1,
/// ESP SPIs: c8f6a8c4_i c1b2d3e4_o</c> a child SA.
/// </summary>
public static partial class IpsecStatusall
{
    public const string Command = "ipsec statusall";

    public static Parsed<StrongSwanSas> Read(AnswerText text) =>
        new Reader(text.Relined(Beginning()), text.EndsInside(CanEndOutput)).Read();

    public static bool IsSignature(AnswerLine line) =>
        line.Begins("Status of IKE charon daemon")
        || line.Begins("Security Associations (")
        || IkeLine().IsMatch(line.Text)
        || SpiLine().IsMatch(line.Text);

    private sealed class Reader(AnswerText text, bool isCut)
    {
        private readonly List<ChildSa> tunnels = [];
        private readonly List<IkeSa> ikes = [];
        private (string Name, ChildDraft Draft)? child;
        private string? ikeName;
        private bool recognised;
        private bool complete = !isCut;
        private bool listSeen;

        public Parsed<StrongSwanSas> Read()
        {
            foreach (var line in text.Lines)
            {
                Take(line);
            }

            CloseChild();
            complete &= listSeen || ikes.Count > 0;
            return recognised
                ? Parsed.Of(new StrongSwanSas(complete, tunnels, ikes))
                : text.FailAtStart<StrongSwanSas>(
                    Command,
                    "Security Associations (…), name[1]: ESTABLISHED, or ESP SPIs: …_i …_o"
                );
        }

        private void Take(AnswerLine line)
        {
            recognised |= IsSignature(line);
            listSeen |= line.Begins("Security Associations (") && !line.IsOpen;
            if (IkeLine().Match(line.Text) is { Success: true } ike)
            {
                CloseChild();
                if (line.IsOpen && !line.Text.EndsWith(']'))
                {
                    complete = false;
                    return;
                }

                var state = ike.Groups["state"].Value;
                ikeName = ike.Groups["name"].Value;
                ikes.Add(
                    new IkeSa(
                        Version: 2,
                        ike.Groups["peer"].Value,
                        state,
                        Up: state is "ESTABLISHED" or "REKEYING" or "REKEYED",
                        Role: null,
                        Rekeying: state is "REKEYING" or "REKEYED",
                        Local: ike.Groups["local"].Value
                    )
                );
            }
            else if (
                SpiOfIke().Match(line.Text) is { Success: true } spis
                && ikes.Count > 0
                && spis.Groups["name"].Value == ikeName
            )
            {
                ikes[^1] = ikes[^1] with
                {
                    Version = spis.Groups["version"].Value == "1" ? 1 : 2,
                    Role =
                        line.Text.Contains("_i*", StringComparison.Ordinal) ? "initiator"
                        : line.Text.Contains("_r*", StringComparison.Ordinal) ? "responder"
                        : null,
                };
            }
            else if (ChildLine().Match(line.Text) is { Success: true } of)
            {
                TakeChild(of.Groups["name"].Value, of.Groups["rest"].Value, line.IsOpen);
            }
            else
            {
                complete &= !line.IsOpen || line.Text.EndsWith(" none", StringComparison.Ordinal);
                listSeen |= line.Text.EndsWith(" none", StringComparison.Ordinal);
            }
        }

        private void TakeChild(string name, string rest, bool open)
        {
            if (child is not { } known || known.Name != name)
            {
                CloseChild();
                child = (name, new ChildDraft());
            }

            var draft = child!.Value.Draft;
            if (Spis().Match(rest) is { Success: true } spis)
            {
                complete &= !open;
                draft.State = rest.Split(',')[0];
                draft.InUdp = rest.Contains("ESP in UDP", StringComparison.Ordinal);
                draft.Inbound = PaddedSpi.Of(spis.Groups["in"].ValueSpan);
                draft.Outbound = PaddedSpi.Of(spis.Groups["out"].ValueSpan);
            }
            else if (rest.Split(" === ") is [var local, var remote])
            {
                if (open && !PrintedSelector.IsWholeNetwork(remote.Split(' ')[^1]))
                {
                    complete = false;
                    return;
                }

                draft.Local = PrintedSelector.Several(local);
                draft.Remote = PrintedSelector.Several(remote);
            }
            else if (open)
            {
                complete = false;
            }
            else if (Packets().Matches(rest) is { Count: > 0 } packets)
            {
                foreach (Match count in packets)
                {
                    var number = AsaAnswer.Number(count.Groups["count"].ValueSpan);
                    (draft.Decaps, draft.Encaps) =
                        count.Groups["direction"].Value == "i" ? (number, draft.Encaps) : (draft.Decaps, number);
                }
            }
            else if (StateOnly().IsMatch(rest))
            {
                draft.State = rest.Split(',')[0];
            }
        }

        private void CloseChild()
        {
            if (child is (_, var draft))
            {
                var ike = ikes.Count > 0 ? ikes[^1] : null;
                complete &= draft.IsWhole && ike is not null;
                if (draft.State is not null)
                {
                    tunnels.Add(draft.ToChildSa(ike, draft.IsWhole));
                }
            }

            child = null;
        }
    }

    /// <summary>The selectors are the last line of a child SA.</summary>
    private static bool CanEndOutput(string line) =>
        line == "none"
        || (line.Split(" === ") is [_, var remote] && PrintedSelector.IsWholeNetwork(remote.Split(' ')[^1]));

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(@"[^\s\[\]{}]+(\[[0-9]+\]|\{[0-9]+\}): |Security Associations \(|Connections:", Options)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        @"^(?<name>[^\s\[\]{}]+\[[0-9]+\]): (?<state>[A-Z]+)( [^,]* ago)?, (?<local>[^\s\[]+)(\[[^\]]*\])?\.\.\.(?<peer>[^\s\[]+)(\[|$)",
        Options
    )]
    private static partial Regex IkeLine();

    [GeneratedRegex(@"^(?<name>[^\s\[\]{}]+\[[0-9]+\]): IKEv(?<version>[12]) SPIs: ", Options)]
    private static partial Regex SpiOfIke();

    [GeneratedRegex(@"^(?<name>[^\s\[\]{}]+\{[0-9]+\}): (?<rest>.*)$", Options)]
    private static partial Regex ChildLine();

    [GeneratedRegex(@"ESP( in UDP)? SPIs: [0-9a-f]{8}_i", Options)]
    private static partial Regex SpiLine();

    [GeneratedRegex(@"ESP( in UDP)? SPIs: (?<in>[0-9a-f]{8})_i (?<out>[0-9a-f]{8})_o", Options)]
    private static partial Regex Spis();

    [GeneratedRegex(@"bytes_(?<direction>[io]) \((?<count>[0-9]+) pkts", Options)]
    private static partial Regex Packets();

    [GeneratedRegex(@"^[A-Z]+, (TUNNEL|TRANSPORT|BEET|PASS|DROP)", Options)]
    private static partial Regex StateOnly();
}
