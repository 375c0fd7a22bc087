using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>The remediations that wait for a lead.</summary>
public static class ApprovalsCard
{
    public static JsonObject Of(IReadOnlyList<RemediationView> waiting) =>
        waiting.Count == 0
            ? Card([Heading("Nothing waits for approval")])
            : Card([
                Heading($"{waiting.Count} {(waiting.Count == 1 ? "plan waits" : "plans wait")} for a lead"),
                Small("Each is decided on its own card in its thread."),
                .. waiting.Select(view =>
                    Container(
                        [
                            Monospace(string.Join("; ", view.Plan.Lines), bold: true),
                            Small(
                                $"on {view.Plan.Gateway}, proposed by {view.Plan.ProposedBy.Name} {Times.Utc(view.Plan.ProposedAt)}, expires {Times.Utc(view.Plan.ExpiresAt)}{Missing(view)}"
                            ),
                            Paragraph(view.Plan.Why),
                        ],
                        separator: true
                    )
                ),
            ]);

    private static string Missing(RemediationView view) =>
        view.Plan.ApprovalsNeeded > 1 ? $", {view.Approvals?.Count ?? 0} of {view.Plan.ApprovalsNeeded} approvals" : "";
}
