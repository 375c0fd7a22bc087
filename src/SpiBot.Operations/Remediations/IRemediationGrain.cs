using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Ssh;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Debugs;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>A remediation as people see it.</summary>
/// <param name="Digest">What an approval must carry: see <see cref="PlanDigest"/>.</param>
/// <param name="DecidedBy">Who approved or denied last; null while nobody did.</param>
/// <param name="SentAt">When its last step was typed; null while none was.</param>
/// <param name="EndedAt">When it was done with, but for a last look after the next rekey.</param>
/// <param name="Outcome">Whether it helped; null until that was looked at.</param>
/// <param name="Note">Why it was denied, superseded or failed, or what is in doubt about it; in sentences.</param>
/// <param name="Approvals">Those that count, first to last.</param>
/// <param name="Ticket">The number of the ticket, as the last lead who gave one wrote it.</param>
/// <param name="Asks">What its card asks for beside a decision.</param>
/// <param name="BrokeGlass">Why somebody approved it alone; null when nobody did.</param>
/// <param name="CoolDownUntil">The same peer is left alone so long; null when nothing was sent, or there is no cool-down.</param>
/// <param name="Typed">The steps that were typed, in order.</param>
/// <param name="Between">What was seen between two steps.</param>
/// <param name="AnswerBefore">Until when a person may say whether it was typed.</param>
/// <param name="LookAgainAt">When SpiBot looks once more, after the next rekey; null when it does not.</param>
/// <param name="AfterRekey">What it saw then.</param>
/// <param name="MayHaveBeenTyped">It failed, and nobody knows whether the gateway got the step after those that were typed.</param>
/// <param name="Lapsed">Approvals that do not count any more.</param>
public sealed record RemediationView(
    RemediationPlan Plan,
    string Digest,
    RemediationState State,
    Person? DecidedBy,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? EndedAt,
    RemediationOutcome? Outcome,
    string? Note,
    IReadOnlyList<Approval>? Approvals = null,
    string? Ticket = null,
    Asks? Asks = null,
    string? BrokeGlass = null,
    DateTimeOffset? CoolDownUntil = null,
    IReadOnlyList<TypedStep>? Typed = null,
    RemediationOutcome? Between = null,
    DateTimeOffset? AnswerBefore = null,
    DateTimeOffset? LookAgainAt = null,
    RemediationOutcome? AfterRekey = null,
    bool MayHaveBeenTyped = false,
    IReadOnlyList<LapsedApproval>? Lapsed = null
);

/// <summary>What the card has to ask for beside a decision.</summary>
/// <param name="TicketPattern">What a ticket's number looks like; null where none is needed (any more).</param>
/// <param name="BreakGlass">Whether it offers to approve alone.</param>
public sealed record Asks(string? TicketPattern, bool BreakGlass = false);

/// <summary>Whether a decision was taken; if not, <see cref="Refusal"/> says why in a sentence for the person who pressed.</summary>
public sealed record DecisionOutcome(bool Accepted, string? Refusal, RemediationView? View)
{
    /// <summary>It would have counted on the newest card of its plan, and was pressed on another.</summary>
    public bool IsOldCard { get; init; }

    /// <summary>The same person pressed the same before, and that counts: nothing happened a second time.</summary>
    public bool IsRepeated { get; init; }
}

/// <summary>One remediation; the key is its id. The exchange it reports in is <c>remediation/{id}</c>.</summary>
public interface IRemediationGrain : IGrainWithStringKey
{
    /// <summary>Journals the plan, reports it, and waits for a decision. Proposing again what is there already changes nothing.</summary>
    /// <param name="plan">What is proposed.</param>
    /// <param name="thread">Where it is told.</param>
    /// <param name="target">What it is about, to look at it afterwards.</param>
    /// <param name="standing">What was found out of the proposer when they proposed it.</param>
    /// <param name="ct">Cancels before it is journaled.</param>
    /// <returns>Null, or why it may not be proposed.</returns>
    Task<string?> Propose(
        RemediationPlan plan,
        ThreadAddress thread,
        RemediationTarget target,
        Standing standing,
        CancellationToken ct
    );

    /// <summary>
    /// Only one of those who may, not the proposer, from the card of the plan where it was proposed, for exactly the plan that was seen, before it
    /// expires. Returns at once; the sending is reported to the thread.
    /// </summary>
    Task<DecisionOutcome> Approve(Press press, CancellationToken ct);

    Task<DecisionOutcome> Deny(Press press, CancellationToken ct);

    /// <summary>Somebody who may stop it has looked at the gateway and says whether it was typed, where SpiBot cannot tell after a crash.</summary>
    Task<DecisionOutcome> Answer(Press press, bool wasTyped, CancellationToken ct);

    Task<RemediationView?> View(CancellationToken ct);

    /// <summary>Its gateway's conversation is ready to type: journals the claim. False: it may not (denied, expired or typed meanwhile).</summary>
    Task<bool> Claim(string claim, CancellationToken ct);

    /// <summary>The gateway is not as in the plan; nothing was typed.</summary>
    Task FoundChanged(string claim, string words, CancellationToken ct);

    /// <summary>It came to nothing. <paramref name="claim"/> is null when it was not even claimed.</summary>
    Task CouldNotType(string? claim, string words, bool mayHaveBeenTyped, CancellationToken ct);

    /// <summary>The session answered the change.</summary>
    Task Typed(string claim, ChangeAnswer answer, CancellationToken ct);

    /// <summary>A debug is over: what it has told.</summary>
    Task Debugged(DebugHeard heard, CancellationToken ct);

    /// <summary>A debug should be over, and told of.</summary>
    Task DebugDue(CancellationToken ct);

    /// <summary>What the gateway's own log tells of a claim whose holder has gone.</summary>
    Task FoundInLog(string claim, TraceFound found, CancellationToken ct);

    /// <summary>Time has come to ask the gateway's log again.</summary>
    Task AskLogAgain(CancellationToken ct);

    /// <summary>Nobody may say any more whether it was typed.</summary>
    Task AnswerDue(CancellationToken ct);

    /// <summary>A reading that was asked for to see whether it helped.</summary>
    Task Took(string requestId, ReadOutcome outcome, CancellationToken ct);

    /// <summary>Time has come to look again whether it helped, or whether it still does after the next rekey.</summary>
    Task LookAgain(CancellationToken ct);

    /// <summary>It may be the turn of those who are asked next.</summary>
    Task AskDue(CancellationToken ct);

    /// <summary>Its time to be approved may be over.</summary>
    Task ExpiryDue(CancellationToken ct);

    /// <summary>What was journaled last may never have been said.</summary>
    Task TellAgain(CancellationToken ct);

    /// <summary>SpiBot has just started, and this one had not ended: goes on with it. Never types again what may have been typed.</summary>
    Task Recover(CancellationToken ct);
}

/// <summary>
/// Which tunnel the remediation is about, to look at it again afterwards: the viewpoint and its peer (null for a box-wide clear). What was seen
/// before is kept to compare with: both ends for a tunnel, the box alone for a box-wide clear.
/// </summary>
public sealed record RemediationTarget(
    string Viewpoint,
    IPAddress? Peer,
    TunnelEvidence? Before = null,
    GatewayReading? BoxBefore = null
);

/// <summary>The remediations that wait for a decision.</summary>
public interface IOpenRemediations
{
    Task<IReadOnlyList<RemediationView>> Waiting(CancellationToken ct);
}
