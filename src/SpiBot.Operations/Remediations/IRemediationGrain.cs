using SpiBot.Gateways.Changes;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Operations.Remediations;

/// <summary>A remediation as people see it. <see cref="Digest"/> is what an approval must carry. <see cref="Note"/> says why it was denied, superseded, failed, ...</summary>
public sealed record RemediationView(
    RemediationPlan Plan,
    string Digest,
    RemediationState State,
    Person? DecidedBy,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? SentAt,
    DateTimeOffset? EndedAt,
    RemediationOutcome? Outcome,
    string? Note
);

/// <summary>Whether a decision was taken; if not, <see cref="Refusal"/> says why in a sentence for the person who pressed.</summary>
public sealed record DecisionOutcome(bool Accepted, string? Refusal, RemediationView? View);

/// <summary>One remediation; the key is its id. The exchange it reports in is <c>remediation/{id}</c>.</summary>
public interface IRemediationGrain : IGrainWithStringKey
{
    Task Propose(RemediationPlan plan, ThreadAddress thread, RemediationTarget target, CancellationToken ct);

    /// <summary>Only a lead, not the proposer, for exactly the plan that was seen, before it expires. Returns at once; the sending is reported to the thread.</summary>
    Task<DecisionOutcome> Approve(string digest, Person by, CancellationToken ct);

    Task<DecisionOutcome> Deny(string digest, Person by, string? reason, CancellationToken ct);

    Task<RemediationView?> View(CancellationToken ct);
}

/// <summary>Which tunnel the remediation is about, to look at it again afterwards: the viewpoint and its peer (null for a box-wide clear).</summary>
public sealed record RemediationTarget(string Viewpoint, System.Net.IPAddress? Peer);

/// <summary>The remediations that wait for a decision.</summary>
public interface IOpenRemediations
{
    Task<IReadOnlyList<RemediationView>> Waiting(CancellationToken ct);
}
