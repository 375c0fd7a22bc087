using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;

namespace SpiBot.Tests;

/// <summary>Presses where nothing but the person and the digest matters: all happen in one place.</summary>
internal static class Shortcuts
{
    public static readonly Venue Venue = new(
        "72f988bf-0000-0000-0000-000000000000",
        "19:incident@thread.tacv2;messageid=1"
    );

    public static Decision Approve(
        this Remediation remediation,
        string digest,
        Person by,
        IReadOnlyCollection<string> approvers,
        DateTimeOffset now
    ) => remediation.Approve(new Press(by, digest, Venue), new ApprovalRules([new Approvers([.. approvers], [])]), now);

    public static Decision Deny(
        this Remediation remediation,
        string digest,
        Person by,
        string? reason,
        IReadOnlyCollection<string> approvers,
        DateTimeOffset now
    ) =>
        remediation.Deny(
            new Press(by, digest, Venue, Reason: reason),
            new ApprovalRules([new Approvers([.. approvers], [])]),
            now
        );

    public static Task<DecisionOutcome> Approve(
        this IRemediationGrain grain,
        string digest,
        Person by,
        CancellationToken ct
    ) => grain.Approve(new Press(by, digest, Venue), ct);

    public static Task<DecisionOutcome> Deny(
        this IRemediationGrain grain,
        string digest,
        Person by,
        string? reason,
        CancellationToken ct
    ) => grain.Deny(new Press(by, digest, Venue, Reason: reason), ct);

    public static Task<ProposeOutcome> Propose(this ICheckGrain check, int remedy, Person by, CancellationToken ct) =>
        check.Propose(remedy, by, Standing.Alone, Venue, ct);
}
