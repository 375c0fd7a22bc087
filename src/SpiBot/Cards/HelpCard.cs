using System.Text.Json.Nodes;
using SpiBot.Commands;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What can be said, from the table of commands itself: first what is said every night, the rest folded away, for all of it is four screens of a phone.</summary>
public static class HelpCard
{
    private const string MoreId = "more";

    private static readonly string[] Everyday = ["check ", "history ", "watch ", "clear peer ", "approvals"];

    public static JsonObject Of(string? lead = null) =>
        Card(
            [
                Heading(lead ?? "SpiBot looks after IPsec tunnels"),
                Paragraph(
                    "It reads both gateways over SSH and says what is wrong. It changes nothing unless a lead approves."
                ),
                .. CommandForm.All.Where(IsEveryday).Select(Command),
                Small("X is the peer's VPN address, or its name in the inventory."),
                Folded(
                    MoreId,
                    CommandForm.All.Where(form => form.Shown is not null && !IsEveryday(form)).Select(Command)
                ),
            ],
            [CardButtons.Saying("What waits for approval", "approvals"), CardButtons.Toggling("All commands", MoreId)]
        );

    private static bool IsEveryday(CommandForm form) =>
        form.Shown is { } shown && Array.Exists(Everyday, words => shown.StartsWith(words, StringComparison.Ordinal));

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
