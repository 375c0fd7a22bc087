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
                    Heading(Title(view)),
                    Subtitle(Course(view)),
                    view.Note is null ? null : Container([Paragraph(view.Note)], style: "warning"),
                    Lines(view),
                    Facts([
                        ("Why", view.Plan.Why),
                        ("Interrupts", view.Plan.Interrupts),
                        ("Helps", view.Plan.HelpsBecause),
                        (
                            "Holds while",
                            $"{view.Plan.Gateway} is the active unit and {Spis(view)}; looked at again before typing"
                        ),
                        .. Beside(view),
                    ]),
                    Folded(SpisId, view.Plan.SpisSeen.Select(seen => Monospace($"{seen.Direction} {seen.Spi.Digits}"))),
                    view is { State: RemediationState.Proposed, Asks.TicketPattern: { } pattern }
                        ? CardButtons.TicketField(pattern)
                        : null,
                ],
                view.State == RemediationState.Proposed ? DecisionButtons(view)
                    : Ended(view.State) ? AgainButtons(view)
                    : []
            );

    public static string Title(RemediationView view)
    {
        var what = What(view);
        return view.State switch
        {
            RemediationState.Proposed => $"Approve? {Capital(what)}",
            RemediationState.Approved => $"Approved: {what}",
            RemediationState.Claimed => $"Looking at {view.Plan.Gateway} once more, then typing: {what}",
            RemediationState.Sent => $"Typed: {what}. Looking whether it helped",
            RemediationState.Denied => $"Denied: {what}",
            RemediationState.Expired => $"Expired, nothing was sent: {what}",
            RemediationState.Superseded => $"Not sent, the facts have changed: {what}",
            RemediationState.Failed => $"Not done: {what}",
            RemediationState.Verified => view.Outcome?.Words ?? what,
            _ => what,
        };
    }

    private static JsonObject Result(RemediationView view, RemediationOutcome outcome) =>
        Card(
            [
                Heading(outcome.Words),
                Subtitle(Course(view)),
                outcome.Verdict == OutcomeVerdict.DidNotHelp
                    ? Container([Paragraph(NextRung.After(view), "Next:")], style: "warning")
                    : null,
                Table(
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
                ),
                Lines(view),
                Beside(view).Any() ? Facts(Beside(view)) : null,
            ],
            AgainButtons(view)
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
        ];

    private static JsonObject Lines(RemediationView view) =>
        Container(
            [
                Small(
                    view.SentAt is { } at ? $"Typed on {view.Plan.Gateway} at {Times.Utc(at)}:"
                    : Ended(view.State) ? $"Would have been typed on {view.Plan.Gateway}:"
                    : $"Will be typed on {view.Plan.Gateway}, exactly this:"
                ),
                .. view.Plan.Lines.Select(line => Monospace(line)),
                .. SecondWay(view.Plan),
            ],
            style: "emphasis"
        );

    /// <summary>What is typed where the gateway does not know the first line: part of the plan, so part of what is approved.</summary>
    internal static IEnumerable<JsonObject> SecondWay(RemediationPlan plan) =>
        plan.IfRefused is { } second
            ?
            [
                Small("Only if it does not know that line, and so does nothing, instead in"),
                Monospace(second.Enter),
                Small("which is left again afterwards:"),
                .. second.Lines.Select(line => Monospace(line)),
            ]
            : [];

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
            steps.Add($"seen {Times.Span(ended - sent)} after the clear");
        }

        steps.Add($"plan {view.Digest[..Math.Min(6, view.Digest.Length)]}");
        return string.Join(" · ", steps);
    }

    internal static string What(RemediationView view) =>
        view.Plan.Change switch
        {
            Change.ClearPeer clear => $"clear the SAs with {clear.Peer} on {view.Plan.Gateway}",
            Change.ClearInactive => $"clear the inactive SAs on {view.Plan.Gateway}",
            Change.ClearIke clear =>
                $"clear the IKEv{clear.Version} SA with {clear.Peer} and all its SAs on {view.Plan.Gateway}",
            Change.Reinitiate anew =>
                $"end the IKE SA with {anew.Peer} and all its SAs, and begin it anew, on {view.Plan.Gateway}",
            Change.ClearDrops => $"zero the counter of invalid SPIs on {view.Plan.Gateway}",
            _ => $"{string.Join("; ", view.Plan.Lines)} on {view.Plan.Gateway}",
        };

    private static string Spis(RemediationView view) =>
        view.Plan.SpisSeen.Count switch
        {
            0 => "is as it was read",
            1 => $"still has the SPI {view.Plan.SpisSeen[0].Spi.Digits}",
            var count => $"still has the {count} SPIs of this plan",
        };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static bool Ended(RemediationState state) =>
        state
            is RemediationState.Denied
                or RemediationState.Expired
                or RemediationState.Superseded
                or RemediationState.Failed
                or RemediationState.Verified;

    private static IEnumerable<JsonObject> AgainButtons(RemediationView view) =>
        view.Plan.Change switch
        {
            { WithPeer: { } peer } => [CardButtons.Saying("Check again", $"check {peer} on {view.Plan.Gateway}")],
            Change.ClearDrops => [CardButtons.Saying("Look again", $"drops on {view.Plan.Gateway}")],
            _ => [CardButtons.Saying("Look again", $"inactive on {view.Plan.Gateway}")],
        };
}
