using System.Text.Json.Nodes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>The packets that a gateway dropped while it was watched: who sends with which SPI, whose that is or was, and that nothing was left behind.</summary>
public static class TraceRows
{
    private const int MostShown = 5;

    public static JsonObject Started(TraceStarted report) =>
        Card([
            Heading(StartedTitle(report)),
            Subtitle(
                $"until {Times.Utc(report.Until)}, by the capture {report.Capture}, which is then taken off again"
            ),
        ]);

    public static string StartedTitle(TraceStarted report) => $"Watching what {report.Order.Gateway} drops …";

    /// <returns>Nothing where no trace was asked for.</returns>
    public static IEnumerable<JsonObject> Of(CheckOrder order, TunnelEvidence evidence, DutyView? left)
    {
        if (order.Kind != CheckKind.Trace)
        {
            yield break;
        }

        var trace = evidence.Ours.Latest.Trace;
        yield return Container(
            [
                .. trace.WasRead
                    ? Seen(evidence, trace.Value)
                    :
                    [
                        Paragraph(
                            $"{trace.NotRead.Trim().TrimEnd('.')}. Nothing was watched on {order.Gateway}.",
                            "No trace:"
                        ),
                    ],
                left is null ? null : Small(Fate(left)),
            ],
            separator: true
        );
    }

    private static IEnumerable<JsonObject> Seen(TunnelEvidence evidence, DropTrace trace)
    {
        var gateway = evidence.Ours.Gateway;
        var found = TraceWords.Of(evidence);
        yield return Paragraph(Summary(gateway, trace), "Trace:");
        foreach (var sender in found.Take(MostShown))
        {
            yield return Monospace($"{sender.Sender.Source} sends {sender.Sender.Spi.Digits}", bold: true);
            yield return Small(
                $"{sender.Whose}. {Packets(sender.Sender)}{(sender.IsFromPeer ? "" : ". Not this tunnel's peer")}."
            );
        }

        if (found.Count > MostShown)
        {
            yield return Small($"And {found.Count - MostShown} more pairs of sender and SPI.");
        }

        if (trace.Unread.Count > 0)
        {
            yield return Small($"Not understood, of some: {string.Join("; ", trace.Unread.Take(MostShown))}.");
        }
    }

    private static string Summary(string gateway, DropTrace trace)
    {
        var captured = trace.Seen.Captured ?? trace.Seen.Packets.Count;
        var time = $"{(trace.To - trace.From).TotalSeconds:0} s";
        return captured == 0
            ? $"in {time} {gateway} dropped no ESP packet to its address for an invalid SPI."
            : $"{Times.Number(captured)} dropped {(captured == 1 ? "packet" : "packets")} in {time} on {gateway}, {trace.Seen.Packets.Count} read byte by byte.";
    }

    private static string Packets(TracedSender sender) =>
        $"{sender.Packets} {(sender.Packets == 1 ? "packet" : "packets")}"
        + (sender.InUdp ? ", in UDP 4500" : "")
        + sender switch
        {
            { FirstSequence: null } => "",
            { FirstSequence: { } first, LastSequence: { } last } when first == last => $", sequence 0x{first:x}",
            _ => $", sequence 0x{sender.FirstSequence:x} to 0x{sender.LastSequence:x}",
        };

    private static string Fate(DutyView left) =>
        left.RemovedAt is { } at
            ? $"Taken off again at {Times.Utc(at)}: {left.What}. {left.Note}"
            : $"Not seen to be gone yet: {left.What}. SpiBot goes on trying; \"duties\" tells.";
}
