using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// A remediation as the fold of its events. Immutable: <see cref="After"/> gives the next one. The methods that return a
/// <see cref="Decision"/> say whether a wish may become an event; nothing has happened until that event is journaled.
/// <code>Proposed -> (Proposed, while people are asked, and approvals are missing or lapse) -> Approved -> Claimed -> Sent -> Verified -> (Verified, once rechecked)
/// Proposed | Approved -> Denied | Expired;  Approved | Claimed -> Superseded | Failed
/// Claimed -> Doubtful -> (Doubtful, in other words) -> Sent | Failed;  Sent -> Approved, for the next step</code>
/// </summary>
public sealed partial class Remediation
{
    private Remediation(RemediationEvent.Proposed proposed)
    {
        Plan = proposed.Plan;
        Digest = PlanDigest.Of(proposed.Plan);
        Step = Plan.Steps[0];
        BeginBefore = Plan.ExpiresAt;
    }

    private Remediation(Remediation before, RemediationEvent happened)
    {
        Plan = before.Plan;
        Digest = before.Digest;
        Asked = before.Asked;
        Approvals = before.Approvals;
        Lapsed = before.Lapsed;
        BrokeGlass = before.BrokeGlass;
        Ticket = before.Ticket;
        DecidedBy = before.DecidedBy;
        DecidedAt = before.DecidedAt;
        LastClaim = before.LastClaim;
        LastAnswer = before.LastAnswer;
        Step = before.Step;
        BeginBefore = before.BeginBefore;
        Typed = before.Typed;
        Between = before.Between;
        AnswerBefore = before.AnswerBefore;
        EndedAt = before.EndedAt;
        Outcome = before.Outcome;
        LookAgainAt = before.LookAgainAt;
        Note = before.Note;
        Output = before.Output;
        switch (happened)
        {
            case RemediationEvent.Asked asked:
                State = before.State;
                Asked = [.. before.Asked, asked];
                break;
            case RemediationEvent.Approved approved:
                Approvals = [.. before.Approvals, new Approval(approved.By, approved.At)];
                BrokeGlass = approved.BrokeGlass;
                State = IsEnough ? RemediationState.Approved : RemediationState.Proposed;
                (DecidedBy, DecidedAt) = (approved.By, approved.At);
                Ticket = approved.Ticket ?? before.Ticket;
                break;
            case RemediationEvent.Lapsed lapsed:
                State = before.State;
                Approvals = [.. before.Approvals.Where(approval => !approval.By.IsSameAs(lapsed.By))];
                Lapsed =
                [
                    .. before.Lapsed,
                    new LapsedApproval(before.Approvals.First(a => a.By.IsSameAs(lapsed.By)), lapsed.Words),
                ];
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
                Typed = [.. before.Typed, TypedBy(before.Step, sent)];
                (Output, Note) = (sent.Output, sent.Doubt);
                break;
            case RemediationEvent.Doubted doubted:
                State = RemediationState.Doubtful;
                (AnswerBefore, Note) = (before.AnswerBefore ?? doubted.AnswerBefore, doubted.Words);
                break;
            case RemediationEvent.Answered { WasTyped: true } answered:
                State = RemediationState.Sent;
                LastAnswer = answered;
                Typed = [.. before.Typed, Answered(before.Step, before.LastClaim!.At)];
                Note =
                    $"{answered.By.Name} looked at {before.Step.Gateway}: it was typed{(before.Step.Lines.Count > 1 ? ", all of it or a part" : "")}.";
                break;
            case RemediationEvent.Answered answered:
                State = RemediationState.Failed;
                (LastAnswer, EndedAt) = (answered, answered.At);
                Note =
                    $"{answered.By.Name} looked at {before.Step.Gateway}: it was not typed. Nothing was sent; propose it anew.";
                break;
            case RemediationEvent.Continued continued:
                State = RemediationState.Approved;
                Step = Plan.Steps[before.Typed.Count] with { SpisSeen = continued.SpisSeen };
                (Between, BeginBefore) = (continued.Between, continued.BeginBefore);
                (LastClaim, LastAnswer, AnswerBefore, Note, Output) = (null, null, null, null, null);
                break;
            case RemediationEvent.Failed failed:
                State = RemediationState.Failed;
                (EndedAt, Note, Output) = (failed.At, failed.Words, failed.Output);
                MayHaveBeenTyped = failed.MayHaveBeenTyped;
                break;
            case RemediationEvent.Verified verified:
                State = RemediationState.Verified;
                (EndedAt, Outcome, LookAgainAt) = (verified.At, verified.Outcome, verified.LookAgainAt);
                break;
            case RemediationEvent.Rechecked rechecked:
                State = RemediationState.Verified;
                AfterRekey = rechecked.Outcome;
                break;
            default:
                throw new InvalidOperationException($"a remediation does not know {happened.GetType().Name}");
        }
    }

    public RemediationPlan Plan { get; }

    /// <summary>What an approval of this plan must carry.</summary>
    public string Digest { get; }

    public RemediationState State { get; }

    /// <summary>Who was asked to approve it, turn by turn.</summary>
    public IReadOnlyList<RemediationEvent.Asked> Asked { get; } = [];

    /// <summary>The approvals that count, first to last: of different people, none of them the proposer.</summary>
    public IReadOnlyList<Approval> Approvals { get; } = [];

    /// <summary>Those that counted, and do not any more.</summary>
    public IReadOnlyList<LapsedApproval> Lapsed { get; } = [];

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

    /// <summary>What a person said of the step that was claimed last; null when nobody had to.</summary>
    public RemediationEvent.Answered? LastAnswer { get; }

    /// <summary>The step that is typed next, or was typed last, with the SPIs that it holds for: in a later step those that were seen after the one before.</summary>
    public PlanStep Step { get; }

    /// <summary>So long the step may be begun.</summary>
    public DateTimeOffset BeginBefore { get; }

    /// <summary>The steps that were typed, in order.</summary>
    public IReadOnlyList<TypedStep> Typed { get; } = [];

    /// <summary>What was seen between two steps; null while there was only one.</summary>
    public RemediationOutcome? Between { get; }

    /// <summary>A step of the plan that was not typed yet, beyond <see cref="Step"/>; null when there is none.</summary>
    public PlanStep? Next => Typed.Count > 0 && Typed.Count < Plan.Steps.Count ? Plan.Steps[Typed.Count] : null;

    /// <summary>When the last step was typed.</summary>
    public DateTimeOffset? SentAt => Typed.Count > 0 ? Typed[^1].At : null;

    /// <summary>Until when a person is asked whether it was typed.</summary>
    public DateTimeOffset? AnswerBefore { get; }

    /// <summary>When it was done with, but for a last look after the next rekey.</summary>
    public DateTimeOffset? EndedAt { get; }

    /// <summary>It failed, and nobody knows whether the gateway got <see cref="Step"/>.</summary>
    public bool MayHaveBeenTyped { get; }

    /// <summary>What a gateway got, or may have got, and when.</summary>
    public IReadOnlyList<TypedStep> PerhapsTyped =>
        State is RemediationState.Claimed or RemediationState.Doubtful || MayHaveBeenTyped
            ? [.. Typed, Perhaps(Step, LastClaim!.At)]
            : Typed;

    public RemediationOutcome? Outcome { get; }

    /// <summary>What the gateway printed.</summary>
    public string? Output { get; }

    /// <summary>Why it was denied, superseded or failed, or what is in doubt about it.</summary>
    public string? Note { get; }

    /// <summary>When SpiBot looks once more, after the next rekey; null when it does not.</summary>
    public DateTimeOffset? LookAgainAt { get; }

    /// <summary>What it saw then.</summary>
    public RemediationOutcome? AfterRekey { get; }

    /// <summary>Nothing more comes of it.</summary>
    public bool HasEnded => EndedAt is not null && !IsToBeRechecked;

    public bool IsToBeRechecked => State == RemediationState.Verified && LookAgainAt is not null && AfterRekey is null;

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
            RemediationEvent.Asked asked => State == RemediationState.Proposed && !WasAsked(asked.Turn),
            RemediationEvent.Lapsed lapsed => State == RemediationState.Proposed
                && Approvals.Any(a => a.By.IsSameAs(lapsed.By)),
            RemediationEvent.Denied or RemediationEvent.Expired => WaitsOrApproved,
            RemediationEvent.Claimed => State == RemediationState.Approved,
            RemediationEvent.Superseded or RemediationEvent.Failed => IsBeforeTyping,
            RemediationEvent.Sent => State is RemediationState.Claimed or RemediationState.Doubtful,
            RemediationEvent.Doubted doubted => MayBeDoubted(doubted.Words),
            RemediationEvent.Answered => State == RemediationState.Doubtful,
            RemediationEvent.Continued => State == RemediationState.Sent && Next is not null,
            RemediationEvent.Verified => State == RemediationState.Sent,
            RemediationEvent.Rechecked => IsToBeRechecked,
            _ => false,
        };
        return possible
            ? new Remediation(this, happened)
            : throw new InvalidOperationException(
                $"remediation {Plan.Id}: {happened.GetType().Name} cannot follow {State}"
            );
    }

    internal bool WasAsked(int turn) => Asked.Any(asked => asked.Turn == turn);

    private static Remediation Begin(RemediationEvent first) =>
        first is RemediationEvent.Proposed proposed
            ? new Remediation(proposed)
            : throw new InvalidOperationException($"a remediation begins with Proposed, not {first.GetType().Name}");

    private static TypedStep TypedBy(PlanStep step, RemediationEvent.Sent sent) =>
        new(step, sent.TypedAt ?? sent.At) { Lines = sent.Lines ?? step.Lines, Perhaps = sent.Perhaps ?? [] };

    /// <summary>A person who has looked knows whether a line was typed; which of several, or in which form, nobody is asked.</summary>
    private static TypedStep Answered(PlanStep step, DateTimeOffset at) =>
        Perhaps(step, at) is { Perhaps: { Count: > 1 } } one ? one : new(step, at);

    /// <summary>Any of the lines, in either form.</summary>
    private static TypedStep Perhaps(PlanStep step, DateTimeOffset at) =>
        new(step, at) { Lines = [], Perhaps = [.. step.Lines.Union(step.IfRefused?.Lines ?? [])] };

    private bool IsEnough => BrokeGlass is not null || Approvals.Count >= Plan.ApprovalsNeeded;

    /// <summary>As far as SpiBot knows.</summary>
    private bool IsBeforeTyping =>
        State is RemediationState.Approved or RemediationState.Claimed or RemediationState.Doubtful;

    /// <summary>In other words, too: they are what the card asks with.</summary>
    private bool MayBeDoubted(string words) =>
        State == RemediationState.Claimed || (State == RemediationState.Doubtful && words != Note);

    private bool WaitsOrApproved => State is RemediationState.Proposed or RemediationState.Approved;
}
