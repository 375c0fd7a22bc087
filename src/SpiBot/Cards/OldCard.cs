using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What is left of a card whose plan stands on a newer one: nothing that could be pressed.</summary>
public static class OldCard
{
    public static JsonObject Of(RemediationView view) =>
        Card([
            Heading(Title(view)),
            Paragraph(
                "SpiBot was stopped while it posted this card, and posted it once more: the newest card of this plan in the thread says how it stands, and has its buttons."
            ),
        ]);

    public static string Title(RemediationView view) => $"Not on this card: {RemediationWords.What(view)}";
}
