using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Tells everybody that one person approved alone: who, what, why.</summary>
public static class GlassBrokenCard
{
    public static JsonObject Of(RemediationView view) =>
        Card([
            Container([Heading(Title(view))], style: "attention"),
            Facts([
                ("What", RemediationCard.What(view)),
                ("Reason", view.BrokeGlass ?? "none was given"),
                ("Proposed by", view.Plan.ProposedBy.Name),
            ]),
            Container(
                [.. view.Plan.Lines.Select(line => Monospace(line)), .. RemediationCard.SecondWay(view.Plan)],
                style: "emphasis"
            ),
            Small("No second person looked at this plan. It stays in the journal; look at it together afterwards."),
        ]);

    public static string Title(RemediationView view) =>
        $"BREAK-GLASS: {view.Approvals?[^1].By.Name ?? "Somebody"} approved alone a change on {view.Plan.Gateway}";
}
