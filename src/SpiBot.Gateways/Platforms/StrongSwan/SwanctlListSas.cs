using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.StrongSwan;

/// <summary>
/// <c>swanctl --list-sas</c>: an IKE SA begins with <c>name: #1, ESTABLISHED, IKEv2, …</c>, its child SAs with <c>name: #2, reqid 1, INSTALLED, TUNNEL, …</c>. The
/// SPIs of child SAs have eight digits; those of IKE SAs have 16 and are passed over.
/// </summary>
public static partial class SwanctlListSas
{
    public const string Command = "swanctl --list-sas";

    /// <summary>A daemon without SAs prints nothing; in a text from elsewhere nothing would mean nothing.</summary>
    internal static Parsed<StrongSwanSas> ReadLive(AnswerText answer) =>
        answer.IsEmpty ? Parsed.Of(new StrongSwanSas(Complete: true, [], [])) : Read(answer);

    public static Parsed<StrongSwanSas> Read(AnswerText text) =>
        new Reader(text.Relined(Beginning()), text.EndsInside(CanEndOutput)).Read();

    public static bool IsSignature(AnswerLine line) =>
        IkeLine().IsMatch(line.Text)
        || ChildLine().IsMatch(line.Text)
        || SpiLine().IsMatch(line.Text)
        || EndLine().IsMatch(line.Text);

    private sealed class Reader(AnswerText text, bool isCut)
    {
        private readonly List<ChildSa> tunnels = [];
        private readonly List<IkeSa> ikes = [];
        private IkeSa? ike;
        private ChildDraft? child;
        private bool recognised;
        private bool complete = !isCut;

        public Parsed<StrongSwanSas> Read()
        {
            foreach (var line in text.Lines)
            {
                Take(line);
            }

            Close();
            return recognised
                ? Parsed.Of(new StrongSwanSas(complete, tunnels, ikes))
                : text.FailAtStart<StrongSwanSas>(
                    Command,
                    "name: #1, ESTABLISHED, IKEv2, …, or in and out with an SPI"
                );
        }

        private void Take(AnswerLine line)
        {
            recognised |= IsSignature(line);
            if (IkeLine().Match(line.Text) is { Success: true } ikeLine)
            {
                CloseIke();
                if (line.IsOpen)
                {
                    complete = false;
                    return;
                }

                var state = ikeLine.Groups["state"].Value;
                ike = new IkeSa(
                    ikeLine.Groups["version"].Value == "1" ? 1 : 2,
                    Peer: "",
                    state,
                    Up: state is "ESTABLISHED" or "REKEYING" or "REKEYED",
                    Role: Role(line.Text),
                    Rekeying: state is "REKEYING" or "REKEYED",
                    Name: ikeLine.Groups["name"].Value,
                    Id: AsaAnswer.Number(ikeLine.Groups["id"].ValueSpan)
                );
            }
            else if (ChildLine().Match(line.Text) is { Success: true } childLine)
            {
                CloseChild();
                (child, complete) = (new ChildDraft(), complete && !line.IsOpen);
                if (!line.IsOpen)
                {
                    child.Name = childLine.Groups["name"].Value;
                    child.State = childLine.Groups["state"].Value;
                    child.InUdp = childLine
                        .Groups["mode"]
                        .Value.EndsWith("-in-UDP", StringComparison.OrdinalIgnoreCase);
                }
            }
            else if (SpiLine().Match(line.Text) is { Success: true } spi)
            {
                TakeSpi(spi, line.IsOpen);
            }
            else if (EndLine().Match(line.Text) is { Success: true } end)
            {
                TakeEnd(end, line.IsOpen);
            }
            else if (
                line.Begins("installed ")
                && child is not null
                && Expires().Match(line.Text) is { Success: true } expires
            )
            {
                child.RemainingSeconds = AsaAnswer.Number(expires.Groups["seconds"].ValueSpan);
            }
            else if (
                line.Begins("established ")
                && ike is not null
                && Established().Match(line.Text) is { Success: true } age
            )
            {
                ike = ike with { ActiveSeconds = AsaAnswer.Number(age.Groups["seconds"].ValueSpan) };
            }
            else if (child is not null && (line.After("local ") ?? line.After("remote ")) is { } selectors)
            {
                TakeSelectors(line.Begins("local "), selectors, line.IsOpen);
            }
        }

        private void TakeSpi(Match match, bool open)
        {
            child ??= new ChildDraft();
            var spi = PaddedSpi.Of(match.Groups["spi"].ValueSpan);
            var packets =
                open ? null
                : Packets().Match(match.Value) is { Success: true } p ? AsaAnswer.Number(p.Groups["count"].ValueSpan)
                : null;
            var inbound = match.Groups["direction"].Value == "in";
            // A second one without a heading between: only the lines with the SPIs were pasted.
            if ((inbound ? child.Inbound : child.Outbound) is not null)
            {
                CloseChild();
                child = new ChildDraft();
            }

            if (inbound)
            {
                (child.Inbound, child.Decaps) = (spi, packets);
            }
            else
            {
                (child.Outbound, child.Encaps) = (spi, packets);
            }
        }

        private void TakeEnd(Match end, bool open)
        {
            if (open && !end.Value.EndsWith(']'))
            {
                complete = false;
                return;
            }

            var address = end.Groups["address"].Value;
            ike =
                end.Groups["side"].Value == "local"
                    ? ike is null
                        ? null
                        : ike with
                        {
                            Local = address,
                        }
                    : ike is null
                        ? null
                        : ike with
                        {
                            Peer = address,
                        };
        }

        private void TakeSelectors(bool local, string text, bool open)
        {
            if (open && (local || !PrintedSelector.IsWholeNetwork(text.Split(' ')[^1])))
            {
                complete = false;
                return;
            }

            var selectors = PrintedSelector.Several(text);
            if (local)
            {
                child!.Local = selectors;
            }
            else
            {
                child!.Remote = selectors;
            }
        }

        private void CloseChild()
        {
            if (child is { } draft)
            {
                complete &= draft.IsWhole;
                if (draft.State is not null || draft.Inbound is not null || draft.Outbound is not null)
                {
                    tunnels.Add(draft.ToChildSa(ike is { Peer.Length: > 0 } ? ike : null, draft.IsWhole));
                }
            }

            child = null;
        }

        private void CloseIke()
        {
            CloseChild();
            if (ike is { Peer.Length: > 0 })
            {
                ikes.Add(ike);
            }
            else
            {
                complete &= ike is null;
            }

            ike = null;
        }

        private void Close()
        {
            complete &= ike is not null || child is null;
            CloseIke();
        }

        /// <summary>The asterisk marks our own SPI; the initiator's has <c>_i</c>.</summary>
        private static string? Role(string line) =>
            line.Contains("_i*", StringComparison.Ordinal) ? "initiator"
            : line.Contains("_r*", StringComparison.Ordinal) ? "responder"
            : null;
    }

    /// <summary>The remote selectors are the last line of a child SA, and the remote end that of an IKE SA without one.</summary>
    private static bool CanEndOutput(string line) =>
        line.StartsWith("remote ", StringComparison.Ordinal)
        && (line.EndsWith(']') || PrintedSelector.IsWholeNetwork(line.Split(' ')[^1]));

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"\S+: #[0-9]+, |(in|out) +[0-9a-f]{8}( \([^)]*\))?,|(local|remote) +('|%any|[0-9a-f.:]+/|dynamic)|established [0-9]|installed [0-9]|[A-Z0-9_]+-?[0-9]*/[A-Z0-9_/-]+ ",
        Options
    )]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^(?<name>\S+): #(?<id>[0-9]+), (?<state>[A-Z]+), IKEv(?<version>[12])", Options)]
    private static partial Regex IkeLine();

    [GeneratedRegex(@"^(?<name>\S+): #[0-9]+, reqid [0-9]+, (?<state>[A-Z]+)(, (?<mode>[A-Za-z-]+))?", Options)]
    private static partial Regex ChildLine();

    [GeneratedRegex(@"^(?<direction>in|out) (?<spi>[0-9a-f]{8})( \([^)]*\))?,.*$", Options)]
    private static partial Regex SpiLine();

    [GeneratedRegex(@"^(?<side>local|remote) '.*' @ (?<address>[^\[ ]+)(\[[0-9]+\])?.*$", Options)]
    private static partial Regex EndLine();

    [GeneratedRegex(@"expires in (?<seconds>[0-9]+)s", Options)]
    private static partial Regex Expires();

    [GeneratedRegex(@"established (?<seconds>[0-9]+)s ago", Options)]
    private static partial Regex Established();

    [GeneratedRegex(@" (?<count>[0-9]+) packets", Options)]
    private static partial Regex Packets();
}
