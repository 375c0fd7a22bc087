using System.Text.Json.Nodes;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels.Diagnosis;
using static SpiBot.Cards.CardElements;

namespace SpiBot.Cards;

/// <summary>A remediation as it stands: the plan with Approve and Deny while it waits, what happens meanwhile, before and now when it has ended.</summary>
public static class RemediationCard
{
    private const string SpisId = "spis";

    public static JsonObject Of(RemediationView view) =>
        view.State == RemediationState.Verified && view.Outcome is { } outcome
            ? Result(view, outcome)
            : Card(
                [
                    Heading(RemediationWords.Title(view)),
                    Subtitle(Course(view)),
                    view.Note is null ? null : Container([Paragraph(view.Note)], style: "warning"),
                    view is { Between: { } between, EndedAt: null }
                        ? Paragraph(between.Words, "After the first step:")
                        : null,
                    .. StepLines.Of(view, view.EndedAt is not null),
                    Facts([
                        ("Why", view.Plan.Why),
                        ("Interrupts", view.Plan.Interrupts),
                        ("Helps", view.Plan.HelpsBecause),
                        .. view.State
                            is RemediationState.Proposed
                                or RemediationState.Approved
                                or RemediationState.Claimed
                            ?
                            [
                                (
                                    "Holds while",
                                    $"{view.Plan.Gateway} is the active unit and {Spis(view)}; looked at again before typing"
                                ),
                            ]
                            : Array.Empty<(string, string)>(),
                        .. Beside(view),
                    ]),
                    Folded(SpisId, view.Plan.SpisSeen.Select(seen => Monospace($"{seen.Direction} {seen.Spi.Digits}"))),
                    view is { State: RemediationState.Proposed, Asks.TicketPattern: { } pattern }
                        ? CardButtons.TicketField(pattern)
                        : null,
                    Ended(view.State) ? IncidentReport.Folded(view) : null,
                ],
                view.State switch
                {
                    RemediationState.Proposed => DecisionButtons(view),
                    RemediationState.Doubtful =>
                    [
                        CardButtons.Answering(view.Plan.Id, view.Digest, wasTyped: true),
                        CardButtons.Answering(view.Plan.Id, view.Digest, wasTyped: false),
                    ],
                    _ when Ended(view.State) => [.. AgainButtons(view), IncidentReport.Button],
                    _ => [],
                }
            );

    private static JsonObject Result(RemediationView view, RemediationOutcome outcome) =>
        Card(
            [
                Heading(outcome.Words),
                Subtitle(Course(view)),
                outcome.Verdict == OutcomeVerdict.DidNotHelp
                    ? Container([Paragraph(NextRung.After(view), "Next:")], style: "warning")
                    : null,
                view is { Typed: [.., { IsInPart: true }], Note: { } part }
                    ? Container([Paragraph(part)], style: "warning")
                    : null,
                Rows(outcome),
                .. StepLines.Of(view, ended: true),
                Beside(view).Any() ? Facts(Beside(view)) : null,
                view.LookAgainAt is { } later
                    ? Small(
                        $"SpiBot looks once more after the next rekey, at {Times.Utc(later)}: some causes return then."
                    )
                    : null,
                IncidentReport.Folded(view),
            ],
            [.. AgainButtons(view), IncidentReport.Button]
        );

    /// <summary>Before and now.</summary>
    internal static JsonObject? Rows(RemediationOutcome? outcome) =>
        outcome is null or { Rows.Count: 0 }
            ? null
            : Table(
                [3, 3, 4],
                outcome
                    .Rows.Select(row =>
                        new[]
                        {
                            Paragraph(row.What),
                            Monospace(row.Before),
                            row.Good
                                ? Runs([Run(row.Now + " ✓", bold: true, color: "good", monospace: true)])
                                : Monospace(row.Now),
                        }.AsEnumerable()
                    )
                    .Prepend([Bold("What"), Bold("Before"), Bold("Now")])
            );

    private static IEnumerable<JsonObject> DecisionButtons(RemediationView view)
    {
        yield return CardButtons.Approving(view.Plan.Id, view.Digest);
        yield return CardButtons.Denying(view.Plan.Id, view.Digest);
        if (view.Asks is { BreakGlass: true })
        {
            yield return CardButtons.BreakingGlass(view.Plan.Id, view.Digest);
        }

        if (view.Plan.SpisSeen.Count > 0)
        {
            yield return CardButtons.Toggling("SPIs", SpisId);
        }
    }

    private static IEnumerable<(string, string)> Beside(RemediationView view) =>
        [
            .. view.Ticket is { } ticket ? [("Ticket", ticket)] : Array.Empty<(string, string)>(),
            .. view.BrokeGlass is { } reason
                ? [($"Approved alone by {view.Approvals?[^1].By.Name}", reason)]
                : Array.Empty<(string, string)>(),
            .. (view.Lapsed ?? []).Select(lapsed => ("Does not count any more", RemediationWords.Lapsed(lapsed))),
        ];

    private static string Course(RemediationView view)
    {
        List<string> steps = [$"proposed by {view.Plan.ProposedBy.Name} {Times.Utc(view.Plan.ProposedAt)}"];
        var approvals = view.Approvals ?? [];
        steps.AddRange(approvals.Select(a => $"approved by {a.By.Name} {Times.Utc(a.At)}"));
        if (view is { State: RemediationState.Denied, DecidedBy: { } by, DecidedAt: { } at })
        {
            steps.Add($"denied by {by.Name} {Times.Utc(at)}");
        }
        else if (view.State == RemediationState.Proposed)
        {
            if (view.Plan.ApprovalsNeeded > 1)
            {
                steps.Add($"{approvals.Count} of {view.Plan.ApprovalsNeeded} approvals, of different people");
            }

            steps.Add($"expires {Times.Utc(view.Plan.ExpiresAt)}");
        }

        if (view is { SentAt: { } sent, EndedAt: { } ended })
        {
            var since = Times.Span(ended - sent);
            steps.Add(
                view.Plan.Change is Change.Debug ? $"ended {since} after it began" : $"seen {since} after the clear"
            );
        }

        steps.Add($"plan {view.Digest[..Math.Min(6, view.Digest.Length)]}");
        return string.Join(" · ", steps);
    }

    private static string Spis(RemediationView view) =>
        view.Plan.SpisSeen.Count switch
        {
            // It listed them without their SPIs: then there is nothing to compare them by.
            0 when view.Plan.Change is Change.ClearInactive => "has inactive SAs",
            0 => "is as it was read",
            1 => $"still has the SPI {view.Plan.SpisSeen[0].Spi.Digits}",
            var count => $"still has the {count} SPIs of this plan",
        };

    private static bool Ended(RemediationState state) =>
        state
            is RemediationState.Denied
                or RemediationState.Expired
                or RemediationState.Superseded
                or RemediationState.Failed
                or RemediationState.Verified;

    internal static IEnumerable<JsonObject> AgainButtons(RemediationView view) =>
        view.Plan.Change switch
        {
            { WithPeer: { } peer } => [CardButtons.Saying("Check again", $"check {peer} on {view.Plan.Gateway}")],
            Change.Debug { Peer: var peer } =>
            [
                CardButtons.Saying("Check again", $"check {peer} on {view.Plan.Gateway}"),
            ],
            Change.ClearDrops => [CardButtons.Saying("Look again", $"drops on {view.Plan.Gateway}")],
            _ => [CardButtons.Saying("Look again", $"inactive on {view.Plan.Gateway}")],
        };
}
