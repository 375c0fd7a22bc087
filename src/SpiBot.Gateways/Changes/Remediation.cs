using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// A remediation as the fold of its events. Immutable: <see cref="After"/> gives the next one. The methods that return a
/// <see cref="Decision"/> say whether a wish may become an event; nothing has happened until that event is journaled.
/// <code>Proposed -> (Proposed, while people are asked, and approvals are missing or lapse) -> Approved -> Claimed -> Sent -> Verified -> (Verified, once rechecked)
/// Proposed | Approved -> Denied | Expired;  Approved | Claimed -> Superseded | Failed
/// Claimed -> Doubtful -> (Doubtful, in other words) -> Sent | Failed;  Sent -> Approved, for the next step</code>
/// </summary>
public sealed partial record Remediation
{
    private Remediation(RemediationEvent.Proposed proposed)
    {
        Plan = proposed.Plan;
        Digest = PlanDigest.Of(proposed.Plan);
        Step = Plan.Steps[0];
        BeginBefore = Plan.ExpiresAt;
    }

    public RemediationPlan Plan { get; }

    /// <summary>What an approval of this plan must carry.</summary>
    public string Digest { get; }

    public RemediationState State { get; private init; }

    /// <summary>Who was asked to approve it, turn by turn.</summary>
    public IReadOnlyList<RemediationEvent.Asked> Asked { get; private init; } = [];

    /// <summary>The approvals that count, first to last: of different people, none of them the proposer.</summary>
    public IReadOnlyList<Approval> Approvals { get; private init; } = [];

    /// <summary>Those that counted, and do not any more.</summary>
    public IReadOnlyList<LapsedApproval> Lapsed { get; private init; } = [];

    /// <summary>The number of the ticket, as the last lead who gave one wrote it.</summary>
    public string? Ticket { get; private init; }

    /// <summary>Whose approval made it enough; null while more are needed.</summary>
    public Person? ApprovedBy => IsEnough ? Approvals[^1].By : null;

    /// <summary>Why somebody approved it alone; null when nobody did.</summary>
    public string? BrokeGlass { get; private init; }

    /// <summary>Who approved or denied last.</summary>
    public Person? DecidedBy { get; private init; }

    public DateTimeOffset? DecidedAt { get; private init; }

    public RemediationEvent.Claimed? LastClaim { get; private init; }

    /// <summary>What a person said of the step that was claimed last; null when nobody had to.</summary>
    public RemediationEvent.Answered? LastAnswer { get; private init; }

    /// <summary>The step that is typed next, or was typed last, with the SPIs that it holds for: in a later step those that were seen after the one before.</summary>
    public PlanStep Step { get; private init; }

    /// <summary>So long the step may be begun.</summary>
    public DateTimeOffset BeginBefore { get; private init; }

    /// <summary>The steps that were typed, in order.</summary>
    public IReadOnlyList<TypedStep> Typed { get; private init; } = [];

    /// <summary>What was seen between two steps; null while there was only one.</summary>
    public RemediationOutcome? Between { get; private init; }

    /// <summary>A step of the plan that was not typed yet, beyond <see cref="Step"/>; null when there is none.</summary>
    public PlanStep? Next => Typed.Count > 0 && Typed.Count < Plan.Steps.Count ? Plan.Steps[Typed.Count] : null;

    /// <summary>When the last step was typed.</summary>
    public DateTimeOffset? SentAt => Typed.Count > 0 ? Typed[^1].At : null;

    /// <summary>Until when a person is asked whether it was typed.</summary>
    public DateTimeOffset? AnswerBefore { get; private init; }

    /// <summary>When it was done with, but for a last look after the next rekey.</summary>
    public DateTimeOffset? EndedAt { get; private init; }

    /// <summary>It failed, and nobody knows whether the gateway got <see cref="Step"/>.</summary>
    public bool MayHaveBeenTyped { get; private init; }

    /// <summary>What a gateway got, or may have got, and when.</summary>
    public IReadOnlyList<TypedStep> PerhapsTyped =>
        State is RemediationState.Claimed or RemediationState.Doubtful || MayHaveBeenTyped
            ? [.. Typed, Perhaps(Step, LastClaim!.At)]
            : Typed;

    public RemediationOutcome? Outcome { get; private init; }

    /// <summary>What the gateway printed.</summary>
    public string? Output { get; private init; }

    /// <summary>Why it was denied, superseded or failed, or what is in doubt about it.</summary>
    public string? Note { get; private init; }

    /// <summary>When SpiBot looks once more, after the next rekey; null when it does not.</summary>
    public DateTimeOffset? LookAgainAt { get; private init; }

    /// <summary>What it saw then.</summary>
    public RemediationOutcome? AfterRekey { get; private init; }

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
            ? With(happened)
            : throw new InvalidOperationException(
                $"remediation {Plan.Id}: {happened.GetType().Name} cannot follow {State}"
            );
    }

    internal bool WasAsked(int turn) => Asked.Any(asked => asked.Turn == turn);

    private Remediation With(RemediationEvent happened) =>
        happened switch
        {
            RemediationEvent.Asked asked => this with { Asked = [.. Asked, asked] },
            RemediationEvent.Approved approved => With(approved),
            RemediationEvent.Lapsed lapsed => this with
            {
                Approvals = [.. Approvals.Where(approval => !approval.By.IsSameAs(lapsed.By))],
                Lapsed =
                [
                    .. Lapsed,
                    new LapsedApproval(Approvals.First(approval => approval.By.IsSameAs(lapsed.By)), lapsed.Words),
                ],
            },
            RemediationEvent.Denied denied => this with
            {
                State = RemediationState.Denied,
                DecidedBy = denied.By,
                DecidedAt = denied.At,
                EndedAt = denied.At,
                Note = denied.Reason,
            },
            RemediationEvent.Expired expired => this with { State = RemediationState.Expired, EndedAt = expired.At },
            RemediationEvent.Claimed claimed => this with { State = RemediationState.Claimed, LastClaim = claimed },
            RemediationEvent.Superseded superseded => this with
            {
                State = RemediationState.Superseded,
                EndedAt = superseded.At,
                Note = superseded.Words,
            },
            RemediationEvent.Sent sent => this with
            {
                State = RemediationState.Sent,
                Typed = [.. Typed, TypedBy(Step, sent)],
                Output = sent.Output,
                Note = sent.Doubt,
            },
            RemediationEvent.Doubted doubted => this with
            {
                State = RemediationState.Doubtful,
                AnswerBefore = AnswerBefore ?? doubted.AnswerBefore,
                Note = doubted.Words,
            },
            RemediationEvent.Answered { WasTyped: true } answered => this with
            {
                State = RemediationState.Sent,
                LastAnswer = answered,
                Typed = [.. Typed, Answered(Step, LastClaim!.At)],
                Note =
                    $"{answered.By.Name} looked at {Step.Gateway}: it was typed{(Step.Lines.Count > 1 ? ", all of it or a part" : "")}.",
            },
            RemediationEvent.Answered answered => this with
            {
                State = RemediationState.Failed,
                LastAnswer = answered,
                EndedAt = answered.At,
                Note =
                    $"{answered.By.Name} looked at {Step.Gateway}: it was not typed. Nothing was sent; propose it anew.",
            },
            RemediationEvent.Continued continued => this with
            {
                State = RemediationState.Approved,
                Step = Plan.Steps[Typed.Count] with { SpisSeen = continued.SpisSeen },
                Between = continued.Between,
                BeginBefore = continued.BeginBefore,
                // Of the step before.
                LastClaim = null,
                LastAnswer = null,
                AnswerBefore = null,
                Note = null,
                Output = null,
            },
            RemediationEvent.Failed failed => this with
            {
                State = RemediationState.Failed,
                EndedAt = failed.At,
                Note = failed.Words,
                Output = failed.Output,
                MayHaveBeenTyped = failed.MayHaveBeenTyped,
            },
            RemediationEvent.Verified verified => this with
            {
                State = RemediationState.Verified,
                EndedAt = verified.At,
                Outcome = verified.Outcome,
                LookAgainAt = verified.LookAgainAt,
            },
            RemediationEvent.Rechecked rechecked => this with { AfterRekey = rechecked.Outcome },
            _ => throw new InvalidOperationException($"a remediation does not know {happened.GetType().Name}"),
        };

    private Remediation With(RemediationEvent.Approved approved)
    {
        var next = this with
        {
            Approvals = [.. Approvals, new Approval(approved.By, approved.At)],
            BrokeGlass = approved.BrokeGlass,
            DecidedBy = approved.By,
            DecidedAt = approved.At,
            Ticket = approved.Ticket ?? Ticket,
        };
        return next with { State = next.IsEnough ? RemediationState.Approved : RemediationState.Proposed };
    }

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
