using System.Text.Json.Nodes;
using SpiBot.Commands;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What can be said, from the table of commands itself.</summary>
public static class HelpCard
{
    public static JsonObject Of(string? lead = null) =>
        Card(
            [
                Heading(lead ?? "SpiBot looks after IPsec tunnels"),
                Paragraph(
                    "It reads both gateways over SSH and says what is wrong. It changes nothing unless a lead approves."
                ),
                .. CommandForm.All.Where(form => form.Shown is not null).Select(form => Command(form)),
                Small("X is the peer's VPN address, or its name in the inventory."),
            ],
            [CardButtons.Saying("What waits for approval", "approvals")]
        );

    private static JsonObject Command(CommandForm form) =>
        Container([Monospace(form.Shown!, bold: true), Small(form.Does ?? "")]);
}

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
