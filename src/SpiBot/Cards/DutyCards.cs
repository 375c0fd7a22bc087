using System.Text.Json.Nodes;
using SpiBot.Operations.Duties;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What SpiBot has left on gateways: one thing that would not go, and the list of all.</summary>
public static class DutyCards
{
    public static JsonObject Of(DutyView view) =>
        Card(
            [
                Heading(Title(view)),
                Subtitle($"{view.For} · set {Times.Utc(view.TakenAt)}"),
                view.Note is null
                    ? null
                    : Container([Paragraph(view.Note)], style: view.RemovedAt is null ? "warning" : null),
                view.RemovedAt is null
                    ? Container(
                        [
                            Small($"SpiBot goes on trying. By hand, on {view.Gateway}:"),
                            .. view.Undo.Select(line => Monospace(line)),
                        ],
                        style: "emphasis"
                    )
                    : null,
            ],
            view.RemovedAt is null ? [CardButtons.Saying("What else is left", "duties")] : []
        );

    public static string Title(DutyView view) =>
        view.RemovedAt is { } at
            ? $"Taken off {view.Gateway} at {Times.Utc(at)}: {view.What}"
            : $"Still on {view.Gateway}: {view.What}";

    public static JsonObject Open(IReadOnlyList<DutyView> open) =>
        Card([
            Heading(OpenTitle(open.Count)),
            .. open.Select(view =>
                Container(
                    [
                        Monospace($"{view.Gateway}: {view.What}", bold: true),
                        Small(
                            $"{view.For} · set {Times.Utc(view.TakenAt)}, until {Times.Utc(view.Deadline)} at the latest"
                        ),
                        view.LateSince is null ? null : Paragraph(view.Note ?? "", "Could not be taken away yet:"),
                    ],
                    separator: true
                )
            ),
        ]);

    public static string OpenTitle(int count) =>
        count switch
        {
            0 => "Nothing of SpiBot's stands on any gateway",
            1 => "One thing of SpiBot's stands on a gateway",
            _ => $"{count} things of SpiBot's stand on gateways",
        };
}
