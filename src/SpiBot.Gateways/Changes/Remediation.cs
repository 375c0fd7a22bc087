using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// A remediation as the fold of its events. Immutable: <see cref="After"/> gives the next one. The methods that return a
/// <see cref="Decision"/> say whether a wish may become an event; nothing has happened until that event is journaled.
/// <code>Proposed -> Approved -> Claimed -> Sent -> Verified
/// Proposed | Approved -> Denied | Expired;  Approved | Claimed -> Superseded | Failed</code>
/// </summary>
public sealed class Remediation
{
    private Remediation(RemediationEvent.Proposed proposed)
    {
        Plan = proposed.Plan;
        Digest = PlanDigest.Of(proposed.Plan);
    }

    private Remediation(Remediation before, RemediationEvent happened)
    {
        Plan = before.Plan;
        Digest = before.Digest;
        ApprovedBy = before.ApprovedBy;
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
                State = RemediationState.Approved;
                (ApprovedBy, DecidedBy, DecidedAt) = (approved.By, approved.By, approved.At);
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

    public Person? ApprovedBy { get; }

    /// <summary>Who approved or denied last.</summary>
    public Person? DecidedBy { get; }

    public DateTimeOffset? DecidedAt { get; }

    public RemediationEvent.Claimed? LastClaim { get; }

    public DateTimeOffset? SentAt { get; }

    public DateTimeOffset? EndedAt { get; }

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
        NoEntraId(plan.ProposedBy) is { } refusal ? Decision.Refuse(refusal)
        : plan.Lines.Count == 0 ? Decision.Refuse("The plan has no line to type.")
        : plan.ExpiresAt <= now ? Decision.Refuse("The plan has already expired.")
        : Decision.Grant(new RemediationEvent.Proposed(now, plan));

    /// <exception cref="InvalidOperationException">This event cannot follow what has happened: the journal is damaged.</exception>
    public Remediation After(RemediationEvent happened)
    {
        var possible = happened switch
        {
            RemediationEvent.Approved approved => State == RemediationState.Proposed
                && approved.Digest == Digest
                && !SamePerson(approved.By, Plan.ProposedBy),
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

    /// <summary>Only a lead with an Entra id, who is not the proposer, for exactly the plan that was seen, before it expires.</summary>
    public Decision Approve(string digest, Person by, IReadOnlyCollection<string> leads, DateTimeOffset now)
    {
        if (NotOpen() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        if (State == RemediationState.Approved)
        {
            return Decision.Refuse($"{ApprovedBy!.Name} has approved it already.");
        }

        if (NoEntraId(by) is { } noId)
        {
            return Decision.Refuse(noId);
        }

        if (!IsLead(by, leads))
        {
            return Decision.Refuse($"Only leads can approve, and {by.Name} is not one of them.");
        }

        if (SamePerson(by, Plan.ProposedBy))
        {
            return Decision.Refuse("Whoever proposed a change cannot approve it: another lead has to.");
        }

        if (now >= Plan.ExpiresAt)
        {
            return Decision.Refuse(ExpiredWords);
        }

        return digest == Digest
            ? Decision.Grant(new RemediationEvent.Approved(now, by, digest))
            : Decision.Refuse(OtherPlan);
    }

    /// <summary>A lead says no, or the proposer takes it back. Wins over an approval as long as nobody has begun to type.</summary>
    public Decision Deny(
        string digest,
        Person by,
        string? reason,
        IReadOnlyCollection<string> leads,
        DateTimeOffset now
    )
    {
        if (NotOpen() is { } closed)
        {
            return Decision.Refuse(closed);
        }

        if (NoEntraId(by) is { } noId)
        {
            return Decision.Refuse(noId);
        }

        if (!IsLead(by, leads) && !SamePerson(by, Plan.ProposedBy))
        {
            return Decision.Refuse($"Only leads, or {Plan.ProposedBy.Name} who proposed it, can stop it.");
        }

        return digest == Digest
            ? Decision.Grant(
                new RemediationEvent.Denied(now, by, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim())
            )
            : Decision.Refuse(OtherPlan);
    }

    /// <summary>Nobody approved in time, or it was approved and not begun in time.</summary>
    public Decision Expire(DateTimeOffset now) =>
        NotOpen() is { } closed ? Decision.Refuse(closed)
        : now < Plan.ExpiresAt ? Decision.Refuse("It has not expired yet.")
        : Decision.Grant(new RemediationEvent.Expired(now));

    /// <summary>Takes the right to type, once. <paramref name="claim"/> is a fresh id of the one who will type.</summary>
    public Decision Claim(string claim, DateTimeOffset now, TimeSpan typeWithin) =>
        NotOpen() is { } closed ? Decision.Refuse(closed)
        : State != RemediationState.Approved ? Decision.Refuse("Nobody has approved it.")
        : now >= Plan.ExpiresAt ? Decision.Refuse(ExpiredWords)
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
    public ChangeAuthorization? Authorize(string claim, TimeProvider clock) =>
        ChangeAuthorization.For(this, claim, clock);

    private static Remediation Begin(RemediationEvent first) =>
        first is RemediationEvent.Proposed proposed
            ? new Remediation(proposed)
            : throw new InvalidOperationException($"a remediation begins with Proposed, not {first.GetType().Name}");

    private bool WaitsOrApproved => State is RemediationState.Proposed or RemediationState.Approved;

    private const string OtherPlan =
        "This approval is for another plan than the one that stands now: look at the newest card.";

    private string ExpiredWords =>
        $"It expired at {Plan.ExpiresAt.UtcDateTime:HH:mm:ss} UTC: run the check again and propose it anew.";

    private string? NotOpen() =>
        State switch
        {
            RemediationState.Proposed or RemediationState.Approved => null,
            RemediationState.Denied => $"{DecidedBy!.Name} has denied it.",
            RemediationState.Expired => ExpiredWords,
            RemediationState.Claimed => "It is being typed right now.",
            RemediationState.Sent => "It has been sent; SpiBot is looking whether it helped.",
            RemediationState.Superseded => "The gateway had changed since the plan was made: nothing was sent.",
            RemediationState.Failed => "It has ended: it failed.",
            RemediationState.Verified => "It has been done already.",
            _ => throw new InvalidOperationException($"unknown state {State}"),
        };

    private string NotNow(string what) => $"It cannot be {what}: it is {State}.";

    private static string? NoEntraId(Person by) =>
        string.IsNullOrWhiteSpace(by.EntraId)
            ? $"{by.Name} came without an Entra object id (a guest or another channel): such a person can neither propose nor decide."
            : null;

    // Entra object ids are GUIDs: case says nothing.
    private static bool SamePerson(Person a, Person b) =>
        string.Equals(a.EntraId.Trim(), b.EntraId.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool IsLead(Person by, IReadOnlyCollection<string> leads) =>
        leads.Any(lead => string.Equals(lead.Trim(), by.EntraId.Trim(), StringComparison.OrdinalIgnoreCase));
}
