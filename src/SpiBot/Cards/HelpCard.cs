using System.Text.Json.Nodes;
using SpiBot.Commands;
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
