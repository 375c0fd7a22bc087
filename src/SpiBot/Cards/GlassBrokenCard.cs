using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Tells everybody that one person approved alone: who, what, why.</summary>
public static class GlassBrokenCard
{
    public static JsonObject Of(RemediationView view, Mentioned leads) =>
        Card(
            [
                Container([Heading(Title(view))], style: "attention"),
                leads.People.Count > 0 ? Calling(leads.People, "look at this.") : null,
                Facts([
                    ("What", RemediationWords.What(view)),
                    ("Reason", view.BrokeGlass ?? "none was given"),
                    ("Proposed by", view.Plan.ProposedBy.Name),
                ]),
                .. StepLines.Of(view, ended: false),
                Small("No second person looked at this plan. It stays in the journal; look at it together afterwards."),
            ],
            mentions: leads.People
        );

    public static string Title(RemediationView view) =>
        $"BREAK-GLASS: {view.Approvals?[^1].By.Name ?? "Somebody"} approved alone a change on {view.Plan.Gateway}";
}
