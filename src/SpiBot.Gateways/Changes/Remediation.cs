using SpiBot.Gateways.Duties;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// A remediation as the fold of its events. Immutable: <see cref="After"/> gives the next one. The methods that return a
/// <see cref="Decision"/> say whether a wish may become an event; nothing has happened until that event is journaled.
/// <code>Proposed -> (Proposed, while approvals are missing) -> Approved -> Claimed -> Sent -> Verified
/// Proposed | Approved -> Denied | Expired;  Approved | Claimed -> Superseded | Failed</code>
/// </summary>
public sealed class Remediation
{
    private readonly bool mayHaveBeenTyped;

    private Remediation(RemediationEvent.Proposed proposed)
    {
        Plan = proposed.Plan;
        Digest = PlanDigest.Of(proposed.Plan);
    }

    private Remediation(Remediation before, RemediationEvent happened)
    {
        Plan = before.Plan;
        Digest = before.Digest;
        Approvals = before.Approvals;
        BrokeGlass = before.BrokeGlass;
        Ticket = before.Ticket;
        DecidedBy = before.DecidedBy;
        DecidedAt = before.DecidedAt;
        LastClaim = before.LastClaim;
        SentAt = before.SentAt;
        Outcome = before.Outcome;
        Note = before.Note;
        Output = before.Output;
        switch (happened)
        {
            case RemediationEvent.Approved approved:
                Approvals = [.. before.Approvals, new Approval(approved.By, approved.At)];
                BrokeGlass = approved.BrokeGlass;
                State = IsEnough ? RemediationState.Approved : RemediationState.Proposed;
                (DecidedBy, DecidedAt) = (approved.By, approved.At);
                Ticket = approved.Ticket ?? before.Ticket;
                break;
            case RemediationEvent.Denied denied:
                State = RemediationState.Denied;
                (DecidedBy, DecidedAt, EndedAt) = (denied.By, denied.At, denied.At);
                Note = denied.Reason;
                break;
            case RemediationEvent.Expired expired:
                State = RemediationState.Expired;
                EndedAt = expired.At;
                break;
            case RemediationEvent.Claimed claimed:
                State = RemediationState.Claimed;
                LastClaim = claimed;
                break;
            case RemediationEvent.Superseded superseded:
                State = RemediationState.Superseded;
                (EndedAt, Note) = (superseded.At, superseded.Words);
                break;
            case RemediationEvent.Sent sent:
                State = RemediationState.Sent;
                (SentAt, Output, Note) = (sent.At, sent.Output, sent.Doubt);
                break;
            case RemediationEvent.Failed failed:
                State = RemediationState.Failed;
                (EndedAt, Note, Output) = (failed.At, failed.Words, failed.Output);
                mayHaveBeenTyped = failed.MayHaveBeenTyped;
                break;
            case RemediationEvent.Verified verified:
                State = RemediationState.Verified;
                (EndedAt, Outcome) = (verified.At, verified.Outcome);
                break;
            default:
                throw new InvalidOperationException($"a remediation does not know {happened.GetType().Name}");
        }
    }

    public RemediationPlan Plan { get; }

    /// <summary>What an approval of this plan must carry.</summary>
    public string Digest { get; }

    public RemediationState State { get; }

    /// <summary>The approvals so far, first to last: of different people, none of them the proposer.</summary>
    public IReadOnlyList<Approval> Approvals { get; } = [];

    /// <summary>The number of the ticket, as the last lead who gave one wrote it.</summary>
    public string? Ticket { get; }

    /// <summary>Whose approval made it enough; null while more are needed.</summary>
    public Person? ApprovedBy => IsEnough ? Approvals[^1].By : null;

    /// <summary>Why somebody approved it alone; null when nobody did.</summary>
    public string? BrokeGlass { get; }

    /// <summary>Who approved or denied last.</summary>
    public Person? DecidedBy { get; }

    public DateTimeOffset? DecidedAt { get; }

    public RemediationEvent.Claimed? LastClaim { get; }

    public DateTimeOffset? SentAt { get; }

    public DateTimeOffset? EndedAt { get; }

    /// <summary>When the gateway got the lines, or may have got them; null when it surely did not.</summary>
    public DateTimeOffset? PerhapsTypedAt =>
        SentAt ?? (State == RemediationState.Claimed || mayHaveBeenTyped ? LastClaim?.At : null);

    public RemediationOutcome? Outcome { get; }

    /// <summary>What the gateway printed.</summary>
    public string? Output { get; }

    /// <summary>Why it was denied, superseded or failed, or what is in doubt about it.</summary>
    public string? Note { get; }

    public bool HasEnded => EndedAt is not null;

    /// <returns>The remediation that these events tell of; null when there are none.</returns>
    /// <exception cref="InvalidOperationException">They cannot have happened in this order: the journal is damaged.</exception>
    public static Remediation? Of(IEnumerable<RemediationEvent> events)
    {
        Remediation? remediation = null;
        foreach (var happened in events)
        {
            remediation = remediation is null ? Begin(happened) : remediation.After(happened);
        }

        return remediation;
    }

    /// <summary>Whether this plan may be put before a lead.</summary>
    public static Decision Propose(RemediationPlan plan, DateTimeOffset now) =>
        ApprovalCheck.WhyNotProposed(plan, now) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Grant(new RemediationEvent.Proposed(now, plan));

    /// <exception cref="InvalidOperationException">This event cannot follow what has happened: the journal is damaged.</exception>
    public Remediation After(RemediationEvent happened)
    {
        var possible = happened switch
        {
            RemediationEvent.Approved approved => State == RemediationState.Proposed
                && approved.Digest == Digest
                && (
                    approved.BrokeGlass is { Length: > 0 }
                    || !(approved.By.IsSameAs(Plan.ProposedBy) || Approvals.Any(a => a.By.IsSameAs(approved.By)))
                ),
            RemediationEvent.Denied or RemediationEvent.Expired => WaitsOrApproved,
            RemediationEvent.Claimed => State == RemediationState.Approved,
            RemediationEvent.Superseded or RemediationEvent.Failed => State
                is RemediationState.Approved
                    or RemediationState.Claimed,
            RemediationEvent.Sent => State == RemediationState.Claimed,
            RemediationEvent.Verified => State == RemediationState.Sent,
            _ => false,
        };
        return possible
            ? new Remediation(this, happened)
            : throw new InvalidOperationException(
                $"remediation {Plan.Id}: {happened.GetType().Name} cannot follow {State}"
            );
    }

    /// <summary>One of those who may, who is not the proposer, from where the plan was proposed, for exactly the plan that was seen, before it expires.</summary>
    public Decision Approve(Press press, ApprovalRules rules, DateTimeOffset now) =>
        ApprovalCheck.WhyNotApproved(this, press, rules, now) is { } refusal
            ? Decision.Refuse(refusal)
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
        ApprovalCheck.WhyNotDenied(this, press, rules) is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Grant(new RemediationEvent.Denied(now, press.By, Given(press.Reason)));

    /// <summary>Nobody approved in time, or it was approved and not begun in time.</summary>
    public Decision Expire(DateTimeOffset now) =>
        WhyClosed() is { } closed ? Decision.Refuse(closed)
        : now < Plan.ExpiresAt ? Decision.Refuse("It has not expired yet.")
        : Decision.Grant(new RemediationEvent.Expired(now));

    /// <summary>Takes the right to type, once. <paramref name="claim"/> is a fresh id of the one who will type.</summary>
    public Decision Claim(string claim, DateTimeOffset now, TimeSpan typeWithin) =>
        WhyClosed() is { } closed ? Decision.Refuse(closed)
        : State != RemediationState.Approved ? Decision.Refuse("Nobody has approved it.")
        : now >= Plan.ExpiresAt ? Decision.Refuse(ApprovalCheck.ExpiredWords(Plan))
        : Decision.Grant(new RemediationEvent.Claimed(now, claim, now + typeWithin));

    /// <summary>The gateway is not as in the plan.</summary>
    public Decision Supersede(string words, DateTimeOffset now) =>
        State is RemediationState.Approved or RemediationState.Claimed
            ? Decision.Grant(new RemediationEvent.Superseded(now, words))
            : Decision.Refuse(NotNow("superseded"));

    public Decision Send(string output, string? doubt, DateTimeOffset now) =>
        State == RemediationState.Claimed
            ? Decision.Grant(new RemediationEvent.Sent(now, output, doubt))
            : Decision.Refuse(NotNow("sent"));

    public Decision Fail(string words, string? output, bool mayHaveBeenTyped, DateTimeOffset now) =>
        State is RemediationState.Approved or RemediationState.Claimed
            ? Decision.Grant(new RemediationEvent.Failed(now, words, output, mayHaveBeenTyped))
            : Decision.Refuse(NotNow("failed"));

    public Decision Verify(RemediationOutcome outcome, DateTimeOffset now) =>
        State == RemediationState.Sent
            ? Decision.Grant(new RemediationEvent.Verified(now, outcome))
            : Decision.Refuse(NotNow("verified"));

    /// <summary>
    /// The right to type, for the holder of the claim, until its deadline. <paramref name="clock"/> must be the one the claim was made by.
    /// </summary>
    /// <returns>Null when this is not claimed by <paramref name="claim"/>, or the deadline has passed.</returns>
    /// <param name="duty">For what stands on the gateway from then on (<see cref="Change.Leaves"/>): without it no authorization either.</param>
    public ChangeAuthorization? Authorize(string claim, TimeProvider clock, Duty? duty = null) =>
        ChangeAuthorization.For(this, claim, clock, duty);

    private static Remediation Begin(RemediationEvent first) =>
        first is RemediationEvent.Proposed proposed
            ? new Remediation(proposed)
            : throw new InvalidOperationException($"a remediation begins with Proposed, not {first.GetType().Name}");

    private bool IsEnough => BrokeGlass is not null || Approvals.Count >= Plan.ApprovalsNeeded;

    private bool WaitsOrApproved => State is RemediationState.Proposed or RemediationState.Approved;

    /// <returns>Why nothing is decided about it any more; null when it waits, or is approved and not begun.</returns>
    internal string? WhyClosed() =>
        State switch
        {
            RemediationState.Proposed or RemediationState.Approved => null,
            RemediationState.Denied => $"{DecidedBy!.Name} has denied it.",
            RemediationState.Expired => ApprovalCheck.ExpiredWords(Plan),
            RemediationState.Claimed => "It is being typed right now.",
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
