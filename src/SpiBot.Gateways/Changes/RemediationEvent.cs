using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Gateways.Changes;

/// <summary>
/// One step of a remediation, as it is journaled: a closed set. The state is the fold of these, so what is kept for
/// auditors and what SpiBot acts on cannot disagree. Times are SpiBot's own clock.
/// </summary>
public abstract record RemediationEvent(DateTimeOffset At)
{
    /// <summary>The first: a plan waits for approval.</summary>
    public sealed record Proposed(DateTimeOffset At, RemediationPlan Plan) : RemediationEvent(At);

    /// <summary>It was the turn of these to be asked for an approval; <see cref="Turn"/> from 1. <see cref="People"/>: Entra object ids; <see cref="Groups"/>: as the inventory writes them.</summary>
    public sealed record Asked(DateTimeOffset At, int Turn, IReadOnlyList<string> People, IReadOnlyList<string> Groups)
        : RemediationEvent(At);

    /// <param name="At">When it was decided.</param>
    /// <param name="By">The lead who pressed.</param>
    /// <param name="Digest">What the lead saw: the digest of the plan.</param>
    /// <param name="Ticket">The number of the ticket that the lead gave, if any.</param>
    /// <param name="BrokeGlass">Why the lead approved alone; null when it was approved in the ordinary way.</param>
    public sealed record Approved(
        DateTimeOffset At,
        Person By,
        string Digest,
        string? Ticket = null,
        string? BrokeGlass = null
    ) : RemediationEvent(At);

    /// <summary>
    /// The approval of <see cref="By"/> does not count any more, because of this, in sentences: found when somebody else approved, and written before theirs. They may approve anew
    /// once they may.
    /// </summary>
    public sealed record Lapsed(DateTimeOffset At, Person By, string Words) : RemediationEvent(At);

    /// <summary>The last: a lead said no. Nothing more is typed.</summary>
    public sealed record Denied(DateTimeOffset At, Person By, string? Reason) : RemediationEvent(At);

    /// <summary>The last: nobody decided in time, or the time ran out before it was typed.</summary>
    public sealed record Expired(DateTimeOffset At) : RemediationEvent(At);

    /// <summary>
    /// Somebody is about to type. <see cref="Claim"/> is a fresh id that only the claimer knows before it is journaled; nothing is written to
    /// the gateway for this claim after <see cref="TypeBefore"/>, so whoever recovers waits that long and then reads the gateway.
    /// </summary>
    public sealed record Claimed(DateTimeOffset At, string Claim, DateTimeOffset TypeBefore) : RemediationEvent(At);

    /// <summary>The gateway was no longer as in the plan: nothing was typed.</summary>
    public sealed record Superseded(DateTimeOffset At, string Words) : RemediationEvent(At);

    /// <summary>
    /// The lines were handed to the gateway. <see cref="Output"/> is what it printed; <see cref="Doubt"/> says what went wrong after that, if anything did.
    /// <see cref="TypedAt"/>: when, where only the gateway's own log told so later. <see cref="Lines"/>: those that were typed, where it was not all of them, or those of the second way; null: all.
    /// <see cref="Perhaps"/>: those of the others of which nobody knows.
    /// </summary>
    public sealed record Sent(
        DateTimeOffset At,
        string Output,
        string? Doubt,
        DateTimeOffset? TypedAt = null,
        IReadOnlyList<string>? Lines = null,
        IReadOnlyList<string>? Perhaps = null
    ) : RemediationEvent(At);

    /// <summary>Whoever claimed it has gone, and the gateway's log does not tell whether it was typed. A person may say so until <see cref="AnswerBefore"/>, which the first sets.</summary>
    public sealed record Doubted(DateTimeOffset At, string Words, DateTimeOffset AnswerBefore) : RemediationEvent(At);

    /// <summary>A person has looked, and says whether it was typed; which of several lines, nobody is asked.</summary>
    public sealed record Answered(DateTimeOffset At, Person By, bool WasTyped) : RemediationEvent(At);

    /// <summary>
    /// The first step did not help, and the next is needed. <see cref="SpisSeen"/>: those that were seen, after the first step, on the gateway of the next; <see cref="BeginBefore"/>: so long it
    /// may be begun.
    /// </summary>
    public sealed record Continued(
        DateTimeOffset At,
        RemediationOutcome Between,
        IReadOnlyList<SpiSeen> SpisSeen,
        DateTimeOffset BeginBefore
    ) : RemediationEvent(At);

    /// <summary>It ended without a change that SpiBot knows of. <see cref="MayHaveBeenTyped"/>: SpiBot cannot tell whether the gateway got the line.</summary>
    public sealed record Failed(DateTimeOffset At, string Words, string? Output, bool MayHaveBeenTyped)
        : RemediationEvent(At);

    /// <summary>SpiBot looked again, and this is what became of it. <see cref="LookAgainAt"/>: when it looks once more, after the next rekey; null when it does not.</summary>
    public sealed record Verified(DateTimeOffset At, RemediationOutcome Outcome, DateTimeOffset? LookAgainAt = null)
        : RemediationEvent(At);

    /// <summary>What SpiBot saw after the next rekey, when some causes return.</summary>
    public sealed record Rechecked(DateTimeOffset At, RemediationOutcome Outcome) : RemediationEvent(At);
}
