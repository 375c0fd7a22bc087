using System.Text.Json.Nodes;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>
/// What a debug has told: its known lines explained, and all that the gateway printed folded away below, in as many messages as it takes. A channel takes no
/// file from a bot (files need each person's consent, in their own chat), so the thread holds the text.
/// </summary>
public static class DebugCard
{
    private const string TextId = "debug";

    public static JsonObject Of(DebugTold report)
    {
        var heard = report.Heard;
        var lines = DebugParts.Of(heard.Text)[report.Part - 1];
        return Card(
            [
                Heading(Title(report)),
                Subtitle(Course(report)),
                .. report.Part == 1 ? Findings(heard) : [],
                Folded(
                    TextId,
                    lines.Count > 0 ? lines.Select(line => Monospace(line)) : [Small("It printed nothing.")]
                ),
            ],
            [
                CardButtons.Toggling("What it printed", TextId),
                CardButtons.Saying("Check again", $"check {Peer(report)} on {report.View.Plan.Gateway}"),
            ]
        );
    }

    public static string Title(DebugTold report) =>
        $"Debug of {Peer(report)} on {report.View.Plan.Gateway}"
        + (report.Parts > 1 ? $", part {report.Part} of {report.Parts}" : "");

    private static System.Net.IPAddress Peer(DebugTold report) => ((Change.Debug)report.View.Plan.Change).Peer;

    private static string Course(DebugTold report)
    {
        var heard = report.Heard;
        return $"on for {(heard.To - heard.From).TotalSeconds:0} s from {Times.Utc(heard.From)}"
            + (heard.TooMuch ? "; ended early, because it printed more than Debugs:MostBytes" : "")
            + (heard.Failure is { } failure ? $"; broken off: {failure}" : "");
    }

    private static IEnumerable<JsonObject> Findings(DebugHeard heard)
    {
        if (heard.Findings.Count == 0)
        {
            yield return Paragraph(
                heard.Text.Trim().Length == 0
                    ? "It printed nothing: neither end tried to negotiate meanwhile. An ASA does so only when there is traffic for the tunnel."
                    : "It printed no line that SpiBot knows."
            );
        }

        foreach (var finding in heard.Findings)
        {
            yield return Container(
                [
                    Paragraph($"{finding.Explanation.Means}", $"{finding.Times}×"),
                    finding.Explanation.Cause is { } cause ? Small($"Points to {cause}.") : null,
                    finding.Spis.Count > 0 ? Small(Spis(finding)) : null,
                    Monospace(finding.FirstLine),
                ],
                separator: true
            );
        }
    }

    private static string Spis(DebugFinding finding) =>
        "SPI "
        + string.Join(
            ", ",
            finding
                .Spis.Take(5)
                .Select(spi =>
                    finding.MaySwap && spi.ByteSwapped is { } other && other != spi
                        ? $"{spi.Digits} (or {other.Digits}: such lines print the bytes either way round)"
                        : spi.Digits
                )
        );
}
