using System.Text.Json.Nodes;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>Calls those whose turn it is to approve: what is to be done, until when. The plan with its buttons is a card of its own.</summary>
public static class AskCard
{
    public static JsonObject Of(ApproversAsked report, Mentioned whom)
    {
        var plan = report.View.Plan;
        var approvals = report.View.Approvals?.Count ?? 0;
        return Card(
            [
                whom.People.Count > 0
                    ? Calling(
                        whom.People,
                        $"{(whom.More > 0 ? $"(and {whom.More} more) " : "")}please approve or deny:"
                    )
                    : Heading(
                        report.Turn == 1
                            ? "Nobody who may approve this is in this conversation:"
                            : "Nobody else who may approve this is in this conversation:"
                    ),
                Paragraph(
                    $"{RemediationWords.Capital(RemediationWords.What(report.View))}, proposed by {plan.ProposedBy.Name}."
                ),
                Small(
                    string.Join(
                        " · ",
                        [
                            .. report.Turn > 1
                                ? ["nobody has decided it yet, so the next are asked"]
                                : Array.Empty<string>(),
                            .. plan.ApprovalsNeeded > 1
                                ? [$"{approvals} of {plan.ApprovalsNeeded} approvals"]
                                : Array.Empty<string>(),
                            $"expires {Times.Utc(plan.ExpiresAt)}",
                            "the buttons are on the plan's card in this thread",
                        ]
                    )
                ),
                .. whom.NotKnown.Select(sentence => Paragraph(sentence, "Perhaps not everybody was asked.")),
            ],
            mentions: whom.People
        );
    }

    /// <summary>What stands there for whoever comes late.</summary>
    public static JsonObject Over(RemediationView view) =>
        Card([
            Heading(RemediationWords.Title(view)),
            Small("Nobody has to approve or deny it any more. All of it is on the plan's card in this thread."),
        ]);

    public static string Title(ApproversAsked report) =>
        $"Approve? {RemediationWords.Capital(RemediationWords.What(report.View))}";
}
