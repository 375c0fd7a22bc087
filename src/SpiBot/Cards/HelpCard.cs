using System.Text.Json.Nodes;
using SpiBot.Commands;
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
