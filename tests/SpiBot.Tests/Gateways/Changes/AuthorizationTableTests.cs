using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels.Diagnosis;
using static SpiBot.Tests.Gateways.Changes.AuthorizationPeople;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>What <see cref="AuthorizationTable"/> says, row by row.</summary>
public sealed class AuthorizationTableTests
{
    public static TheoryData<string, string[]> Rows => new(AuthorizationTable.Rows);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Who_may_do_what(string role, string[] may) =>
        Assert.Equal(
            may,
            AuthorizationTable.States.Select(state => state == "NoPlan" ? WithoutPlan(role) : In(state, role))
        );

    [Fact]
    public void Every_state_is_a_column()
    {
        var seen = AuthorizationTable.States.Skip(1).Select(state => Plan(state, Id(99, "somebody")).State).ToHashSet();
        Assert.Equal(Enum.GetValues<RemediationState>().ToHashSet(), seen);
    }

    [Fact]
    public void Everybody_is_a_row() =>
        Assert.Equal(People.Keys.Order(), AuthorizationTable.Rows.Select(row => row.Role).Order());

    private static string WithoutPlan(string role) =>
        Letters(
            ('r', AuthorizationPeople.Inventory.May(People[role], Act.Read, "berlin-fw1", standing: Of(role))),
            ('p', AuthorizationPeople.Inventory.May(People[role], Act.Propose, "berlin-fw1", "clear-peer", Of(role)))
        );

    private static string In(string state, string role)
    {
        var isProposer = role.EndsWith("proposed", StringComparison.Ordinal);
        var remediation = Plan(state, isProposer ? People[role] : Id(99, "somebody who proposed"));
        var rules = new ApprovalRules([
            AuthorizationPeople.Inventory.Approvers(remediation.Plan.Gateway, remediation.Plan.Kind),
        ]);
        var press = new Press(People[role], remediation.Digest, Shortcuts.Venue, Reason: "not now")
        {
            Standing = Of(role),
        };
        var now = Plans.Noon.AddMinutes(2);
        return Letters(
            ('a', remediation.Approve(press, rules, now).IsGranted),
            ('d', remediation.Deny(press, rules, now).IsGranted),
            ('w', remediation.Answer(press, rules, wasTyped: true, now).IsGranted)
        );
    }

    private static string Letters(params (char Letter, bool May)[] acts)
    {
        var letters = string.Concat(acts.Where(act => act.May).Select(act => act.Letter));
        return letters.Length > 0 ? letters : "-";
    }

    private static Remediation Plan(string state, Person proposer)
    {
        var plan = Plans.ClearPeer(proposer) with { ApprovalsNeeded = 2 };
        var digest = PlanDigest.Of(plan);
        var at = Plans.Noon.AddMinutes(1);
        var proposed = new RemediationEvent.Proposed(Plans.Noon, plan);
        var half = new RemediationEvent.Approved(at, People["lead who approved"], digest);
        var whole = new RemediationEvent.Approved(at, Id(98, "another"), digest);
        var claimed = new RemediationEvent.Claimed(at, "claim", at.AddSeconds(30));
        var sent = new RemediationEvent.Sent(at, "", Doubt: null);
        RemediationEvent[] events = state switch
        {
            "Proposed" => [proposed],
            "Half" => [proposed, half],
            "Approved" => [proposed, half, whole],
            "Claimed" => [proposed, half, whole, claimed],
            "Sent" => [proposed, half, whole, claimed, sent],
            "Denied" => [proposed, half, new RemediationEvent.Denied(at, Id(98, "another"), "no")],
            "Expired" => [proposed, new RemediationEvent.Expired(plan.ExpiresAt)],
            "Superseded" => [proposed, half, whole, claimed, new RemediationEvent.Superseded(at, "other SPIs")],
            "Doubtful" => [proposed, half, whole, claimed, new RemediationEvent.Doubted(at, "gone", at.AddHours(1))],
            "Failed" => [proposed, half, whole, new RemediationEvent.Failed(at, "gone", Output: null, false)],
            _ =>
            [
                proposed,
                half,
                whole,
                claimed,
                sent,
                new RemediationEvent.Verified(at, new RemediationOutcome(OutcomeVerdict.Helped, "up", [])),
            ],
        };
        return Remediation.Of(events)!;
    }
}
