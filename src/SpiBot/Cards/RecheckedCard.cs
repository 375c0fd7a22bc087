using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels.Diagnosis;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>What was seen after the next rekey: whether a cause that a clear took away has come back.</summary>
public static class RecheckedCard
{
    public static JsonObject Of(RemediationView view) =>
        Card(
            [
                Heading(Title(view)),
                Subtitle($"{RemediationWords.What(view)}, typed {Times.Utc(view.SentAt ?? view.Plan.ProposedAt)}"),
                view.AfterRekey?.Verdict == OutcomeVerdict.DidNotHelp
                    ? Container(
                        [
                            Paragraph(
                                "A clear lasts one rekey here: what makes the rekey fail has to be mended (PFS group, proposals, lifetimes). Check again: its card says what is seen now.",
                                "Next:"
                            ),
                        ],
                        style: "warning"
                    )
                    : null,
                RemediationCard.Rows(view.AfterRekey),
                IncidentReport.Folded(view),
            ],
            [.. RemediationCard.AgainButtons(view), IncidentReport.Button]
        );

    public static string Title(RemediationView view) => view.AfterRekey?.Words ?? "Looked at again";
}
