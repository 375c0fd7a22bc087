using System.Net;
using System.Text.RegularExpressions;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Tunnels;

namespace SpiBot.Gateways.Platforms.LinuxXfrm;

/// <summary>
/// One SA of one direction as the kernel has it: from source to destination. Which of the two is the machine itself the kernel does not print.
/// <see cref="Request"/> (<c>reqid</c>) ties the SAs of a child SA together. Packets and seconds are there with <c>-s</c> only.
/// </summary>
public sealed record XfrmSa(
    string? Source,
    string? Destination,
    Spi Spi,
    string? Request,
    string? Mode,
    bool NatTraversal,
    long? Packets
);

/// <summary>The SAs of a kernel. <see cref="Complete"/> is false when the text was cut: then an absent SA means nothing.</summary>
public sealed record XfrmSas(bool Complete, IReadOnlyList<XfrmSa> Sas)
{
    /// <summary>The same as the machine with this address sees it: what goes to it is inbound. SAs without the address are left out.</summary>
    public SaListing SeenFrom(IPAddress local) =>
        new(
            Complete,
            [
                .. Sas.Where(sa => Is(sa.Source, local) != Is(sa.Destination, local))
                    .GroupBy(sa => (Peer: Is(sa.Source, local) ? sa.Destination : sa.Source, sa.Request))
                    .Select(group => Child(group.Key.Peer, local, [.. group])),
            ]
        );

    private static ChildSa Child(string? peer, IPAddress local, IReadOnlyList<XfrmSa> sas)
    {
        var (inbound, outbound) = (
            sas.Where(sa => Is(sa.Destination, local)).ToList(),
            sas.Where(sa => Is(sa.Source, local)).ToList()
        );
        return new ChildSa(
            peer,
            local.ToString(),
            Interface: null,
            LocalSelector: null,
            RemoteSelector: null,
            Kind: null,
            Encaps: Packets(outbound),
            Decaps: Packets(inbound),
            [.. inbound.Select(sa => new SecurityAssociation(sa.Spi))],
            [.. outbound.Select(sa => new SecurityAssociation(sa.Spi))],
            NatTraversal: sas.Any(sa => sa.NatTraversal)
        );
    }

    private static long? Packets(List<XfrmSa> sas) => sas is [var one] ? one.Packets : null;

    private static bool Is(string? address, IPAddress local) =>
        IPAddress.TryParse(address, out var parsed) && parsed.Equals(local);
}

/// <summary><c>ip xfrm state</c>, with <c>-s</c> too. The output holds session keys: mask it before reading.</summary>
public static partial class XfrmState
{
    public const string Command = "ip xfrm state";

    public static bool IsSignature(AnswerLine line) => Ends().IsMatch(line.Text) || Proto().IsMatch(line.Text);

    /// <summary>The ends of an SA, though more may stand in the line.</summary>
    public static bool IsHeader(AnswerLine line) => EndsBeginning().IsMatch(line.Text);

    public static Parsed<XfrmSas> Read(AnswerText text) =>
        new Reader(text.Relined(Beginning()), text.EndsInside(CanEndOutput)).Read();

    private sealed class Reader(AnswerText text, bool isCut)
    {
        private readonly List<XfrmSa> sas = [];
        private bool recognised;
        private bool complete = !isCut;

        /// <summary>Of the SA whose protocol and SPI are still to come.</summary>
        private (string Source, string Destination)? ends;

        private XfrmSa? current;

        /// <summary>Behind <c>lifetime current:</c>, where packets are counted; <c>lifetime config:</c> counts what they are limited to.</summary>
        private bool lifetimeIsCurrent;

        public Parsed<XfrmSas> Read()
        {
            foreach (var line in text.Lines)
            {
                recognised |= IsSignature(line);
                if (Ends().Match(line.Text) is { Success: true } match)
                {
                    TakeEnds(line, match);
                }
                else if (line.Begins("proto esp spi "))
                {
                    if (!TakeEsp(line))
                    {
                        return text.Fail<XfrmSas>(Command, line, "proto esp spi 0x and eight hex digits");
                    }
                }
                else if (line.Begins("proto "))
                {
                    // AH and IPComp.
                    Close();
                    ends = null;
                }
                else if (current is not null)
                {
                    current = WithDetail(current, line);
                }
            }

            complete &= ends is null;
            Close();
            return recognised
                ? Parsed.Of(new XfrmSas(complete, sas))
                : text.FailAtStart<XfrmSas>(Command, "src ADDRESS dst ADDRESS, or proto esp spi 0x…");
        }

        private void TakeEnds(AnswerLine line, Match match)
        {
            Close();
            complete &= ends is null && !line.IsOpen;
            ends = line.IsOpen ? null : (match.Groups["source"].Value, match.Groups["destination"].Value);
            lifetimeIsCurrent = false;
        }

        /// <returns>False when the line is whole, and none that the kernel prints.</returns>
        private bool TakeEsp(AnswerLine line)
        {
            Close();
            if (Proto().Match(line.Text) is not { Success: true } proto)
            {
                complete &= !line.IsOpen;
                return line.IsOpen;
            }

            complete &= ends is not null && !line.IsOpen;
            var (request, mode) = (proto.Groups["reqid"], proto.Groups["mode"]);
            if (PaddedSpi.Of(proto.Groups["spi"].ValueSpan) is { } spi)
            {
                current = new XfrmSa(
                    ends?.Source,
                    ends?.Destination,
                    spi,
                    // What stands before another word is whole.
                    request.Success && (mode.Success || !line.IsOpen)
                        ? request.Value
                        : null,
                    mode.Success && !line.IsOpen ? mode.Value : null,
                    NatTraversal: false,
                    Packets: null
                );
            }

            ends = null;
            return true;
        }

        private XfrmSa WithDetail(XfrmSa sa, AnswerLine line)
        {
            lifetimeIsCurrent |= line.Begins("lifetime current:");
            if (line.Begins("encap type espinudp"))
            {
                return sa with { NatTraversal = true };
            }

            return lifetimeIsCurrent && sa.Packets is null && Packets().Match(line.Text) is { Success: true } packets
                ? sa with
                {
                    Packets = AsaAnswer.Number(packets.Groups["count"].ValueSpan),
                }
                : sa;
        }

        private void Close()
        {
            if (current is not null)
            {
                sas.Add(current);
            }

            current = null;
        }
    }

    /// <summary>Lines behind which nothing more of an SA is read.</summary>
    private static bool CanEndOutput(string line) =>
        line.StartsWith("sel src ", StringComparison.Ordinal)
        || line.StartsWith("anti-replay context:", StringComparison.Ordinal)
        || line.StartsWith("replay-window ", StringComparison.Ordinal)
            && line.Contains(" failed ", StringComparison.Ordinal)
        || line.StartsWith("add ", StringComparison.Ordinal);

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking;

    [GeneratedRegex(
        @"(sel )?src [0-9a-fA-F.:/]+ dst |proto (esp|ah|comp) spi |replay-window |auth(-trunc)? \S+ |enc \S+ |aead \S+ |encap type |anti-replay |lifetime (config|current):|stats:|dir (in|out)",
        Options
    )]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^src (?<source>[0-9a-fA-F.:]+) dst (?<destination>[0-9a-fA-F.:]+)$", Options)]
    private static partial Regex Ends();

    [GeneratedRegex("^src [0-9a-fA-F.:]+ dst [0-9a-fA-F.:]+( |$)", Options)]
    private static partial Regex EndsBeginning();

    [GeneratedRegex(
        @"^proto esp spi 0x(?<spi>[0-9a-f]{8})(\([0-9]+\))?( reqid (?<reqid>[0-9]+)(\(0x[0-9a-f]+\))?)?( mode (?<mode>[a-z]+))?( |$)",
        Options
    )]
    private static partial Regex Proto();

    [GeneratedRegex(@" (?<count>[0-9]+)\(packets\)", Options)]
    private static partial Regex Packets();
}
