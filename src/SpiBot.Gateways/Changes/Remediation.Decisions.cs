using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <content>Whether a wish may become an event.</content>
public sealed partial record Remediation
{
    /// <summary>Whether this plan may be put before a lead.</summary>
    public static Decision Propose(RemediationPlan plan, DateTimeOffset now) =>
        ApprovalCheck.WhyNotProposed(plan, now) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Grant(new RemediationEvent.Proposed(now, plan));

    /// <summary>It is the turn of those to be asked, once.</summary>
    public Decision Ask(int turn, Approvers whom, DateTimeOffset now) =>
        WhyClosed() is { } closed ? Decision.Refuse(closed)
        : State != RemediationState.Proposed ? Decision.Refuse("It is approved already.")
        : WasAsked(turn) ? Decision.Refuse("They were asked already.")
        : Decision.Grant(
            new RemediationEvent.Asked(now, turn, whom.Ids, [.. whom.Groups.Select(group => group.ToString())])
        );

    /// <summary>One of those who may, who is not the proposer, from where the plan was proposed, for exactly the plan that was seen, before it expires.</summary>
    /// <returns>Where an approval before this one does not count any more, that is what may be journaled; then the wish is to be made again.</returns>
    public Decision Approve(Press press, ApprovalRules rules, DateTimeOffset now) =>
        Repeats.Approval(this, press, rules) is { } before ? Decision.Repeat(before)
        : ApprovalCheck.WhyNotApproved(this, press, rules, now) is { } refusal ? Decision.Refuse(refusal)
        : EarlierApprovals.Lapse(this, press, rules, now) is { } lapsed ? Decision.Grant(lapsed)
        : Decision.Grant(
            new RemediationEvent.Approved(
                now,
                press.By,
                press.Digest,
                TicketFor(press, rules),
                press.BreakGlass ? Given(press.Reason) : null
            )
        );

    /// <summary>A lead says no, or the proposer takes it back. Wins over approvals as long as nobody has begun to type.</summary>
    public Decision Deny(Press press, ApprovalRules rules, DateTimeOffset now) =>
        Repeats.Denial(this, press) is { } before ? Decision.Repeat(before)
        : ApprovalCheck.WhyNotDenied(this, press, rules) is { } refusal ? Decision.Refuse(refusal)
        : Decision.Grant(new RemediationEvent.Denied(now, press.By, Given(press.Reason)));

    /// <summary>Nobody approved in time, or it was approved and not begun in time.</summary>
    public Decision Expire(DateTimeOffset now) =>
        WhyClosed() is { } closed ? Decision.Refuse(closed)
        : now < BeginBefore ? Decision.Refuse("It has not expired yet.")
        : Decision.Grant(new RemediationEvent.Expired(now));

    /// <summary>Takes the right to type, once. <paramref name="claim"/> is a fresh id of the one who will type.</summary>
    public Decision Claim(string claim, DateTimeOffset now, TimeSpan typeWithin) =>
        WhyClosed() is { } closed ? Decision.Refuse(closed)
        : State != RemediationState.Approved ? Decision.Refuse("Nobody has approved it.")
        : now >= BeginBefore ? Decision.Refuse(ApprovalCheck.ExpiredWords(BeginBefore))
        : Decision.Grant(new RemediationEvent.Claimed(now, claim, now + typeWithin));

    /// <summary>The gateway is not as in the plan.</summary>
    public Decision Supersede(string words, DateTimeOffset now) =>
        IsBeforeTyping
            ? Decision.Grant(new RemediationEvent.Superseded(now, words))
            : Decision.Refuse(NotNow("superseded"));

    /// <param name="typedAt">When, where the gateway's own log told so later.</param>
    /// <param name="part">Which of the lines, where it was not all of them, or those of the second way.</param>
    public Decision Send(
        string output,
        string? doubt,
        DateTimeOffset now,
        DateTimeOffset? typedAt = null,
        TypedPart? part = null
    ) =>
        State is RemediationState.Claimed or RemediationState.Doubtful
            ? Decision.Grant(new RemediationEvent.Sent(now, output, doubt, typedAt, part?.Lines, part?.Perhaps))
            : Decision.Refuse(NotNow("sent"));

    /// <summary>Whoever claimed it has gone, and whether it was typed is not known. Once more in other words, when more is known of why: that gives nobody more time to answer.</summary>
    public Decision Doubt(string words, DateTimeOffset now, TimeSpan answerWithin) =>
        MayBeDoubted(words)
            ? Decision.Grant(new RemediationEvent.Doubted(now, words, AnswerBefore ?? now + answerWithin))
            : Decision.Refuse(NotNow("doubted"));

    /// <summary>Somebody who may approve or has proposed it looked at the gateway, and says whether it was typed.</summary>
    public Decision Answer(Press press, ApprovalRules rules, bool wasTyped, DateTimeOffset now) =>
        Repeats.Answer(this, press, wasTyped) is { } before ? Decision.Repeat(before)
        : ApprovalCheck.WhyNotAnswered(this, press, rules) is { } refusal ? Decision.Refuse(refusal)
        : Decision.Grant(new RemediationEvent.Answered(now, press.By, wasTyped));

    public Decision Fail(string words, string? output, bool mayHaveBeenTyped, DateTimeOffset now) =>
        IsBeforeTyping
            ? Decision.Grant(new RemediationEvent.Failed(now, words, output, mayHaveBeenTyped))
            : Decision.Refuse(NotNow("failed"));

    /// <summary>Goes on to the next step, under the approval that there is: only when a look after the one before showed that it is needed.</summary>
    public Decision Continue(
        RemediationOutcome between,
        IReadOnlyList<SpiSeen> spisSeen,
        DateTimeOffset now,
        TimeSpan beginWithin
    ) =>
        State != RemediationState.Sent ? Decision.Refuse(NotNow("continued"))
        : Next is null ? Decision.Refuse("The plan has no further step.")
        : Typed[^1].NotTyped.Count > 0 ? Decision.Refuse("Of the step before only a part was typed.")
        : between.Verdict != OutcomeVerdict.DidNotHelp
            ? Decision.Refuse("The next step is typed only when the one before did not help.")
        : Decision.Grant(new RemediationEvent.Continued(now, between, spisSeen, now + beginWithin));

    public Decision Verify(RemediationOutcome outcome, DateTimeOffset now, DateTimeOffset? lookAgainAt = null) =>
        State == RemediationState.Sent
            ? Decision.Grant(new RemediationEvent.Verified(now, outcome, lookAgainAt))
            : Decision.Refuse(NotNow("verified"));

    public Decision Recheck(RemediationOutcome outcome, DateTimeOffset now) =>
        IsToBeRechecked
            ? Decision.Grant(new RemediationEvent.Rechecked(now, outcome))
            : Decision.Refuse(NotNow("looked at once more"));

    /// <summary>
    /// The right to type this step, for the holder of the claim, until its deadline. <paramref name="clock"/> must be the one the claim was made by, and
    /// <paramref name="began"/> its timestamp just before.
    /// </summary>
    /// <returns>Null when this is not claimed by <paramref name="claim"/>, or the deadline has passed.</returns>
    /// <param name="duty">For what stands on the gateway from then on (<see cref="Change.Leaves"/>): without it no authorization either.</param>
    public ChangeAuthorization? Authorize(string claim, TimeProvider clock, long began, Duty? duty = null) =>
        ChangeAuthorization.For(this, claim, clock, began, duty);

    /// <returns>Why nothing is decided about it any more; null when it waits, or is approved and not begun.</returns>
    internal string? WhyClosed() =>
        State switch
        {
            RemediationState.Proposed or RemediationState.Approved => null,
            RemediationState.Denied => $"{DecidedBy!.Name} has denied it.",
            RemediationState.Expired => ApprovalCheck.ExpiredWords(BeginBefore),
            RemediationState.Claimed => "It is being typed right now.",
            RemediationState.Doubtful => "It may have been typed already: look at the gateway, and say whether it was.",
            RemediationState.Sent => "It has been sent; SpiBot is looking whether it helped.",
            RemediationState.Superseded => "The gateway had changed since the plan was made: nothing was sent.",
            RemediationState.Failed => "It has ended: it failed.",
            RemediationState.Verified => "It has been done already.",
            _ => throw new InvalidOperationException($"unknown state {State}"),
        };

    private string NotNow(string what) => $"It cannot be {what}: it is {State}.";

    /// <summary>Where no ticket is asked for, what stands in the button's data is nobody's number.</summary>
    private static string? TicketFor(Press press, ApprovalRules rules) =>
        rules.Ticket is null ? null : ApprovalCheck.TicketOf(press);

    private static string? Given(string? words) => string.IsNullOrWhiteSpace(words) ? null : words.Trim();
}
