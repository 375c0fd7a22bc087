using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>Every role x action x state of a plan, written out: <c>+</c> may, <c>-</c> may not.</summary>
public sealed class AuthorizationTableTest
{
    /// <summary>The columns of the table. Half: one other lead of two has approved.</summary>
    private static readonly string[] States =
    [
        "Proposed",
        "Half",
        "Approved",
        "Claimed",
        "Sent",
        "Denied",
        "Expired",
        "Superseded",
        "Failed",
        "Verified",
    ];

    private static readonly Dictionary<string, Person> People = new()
    {
        ["lead"] = Id(1, "lead"),
        ["lead here"] = Id(2, "lead here"),
        ["lead elsewhere"] = Id(3, "lead elsewhere"),
        ["lead for other changes"] = Id(4, "lead for other changes"),
        ["engineer"] = Id(5, "engineer"),
        ["reader"] = Id(6, "reader"),
        ["stranger"] = Id(7, "stranger"),
        ["guest"] = new Person("", "guest"),
        ["lead who proposed"] = Id(8, "lead who proposed"),
        ["engineer who proposed"] = Id(9, "engineer who proposed"),
        ["lead who approved"] = Id(10, "lead who approved"),
    };

    private static readonly GatewayInventory Inventory = new(
        [],
        [EntraId("lead"), EntraId("lead who proposed"), EntraId("lead who approved")],
        [
            new Role(
                "berlin",
                [EntraId("lead here")],
                [Act.Read, Act.Propose, Act.Approve],
                Gateways: ["BERLIN-FW1"],
                Changes: ["clear-peer"]
            ),
            new Role("hq", [EntraId("lead elsewhere")], [Act.Read, Act.Propose, Act.Approve], Gateways: ["hq-fw1"]),
            new Role(
                "inactive",
                [EntraId("lead for other changes")],
                [Act.Read, Act.Propose, Act.Approve],
                Changes: ["clear-inactive"]
            ),
            new Role("on call", [EntraId("engineer"), EntraId("engineer who proposed")], [Act.Read, Act.Propose]),
            new Role("reader", [EntraId("reader")], [Act.Read]),
        ]
    );

    [Theory]
    //                                 read propose
    [InlineData("lead", "+", "+")]
    [InlineData("lead here", "+", "+")]
    [InlineData("lead elsewhere", "-", "-")]
    [InlineData("lead for other changes", "+", "-")]
    [InlineData("engineer", "+", "+")]
    [InlineData("reader", "+", "-")]
    [InlineData("stranger", "-", "-")]
    [InlineData("guest", "-", "-")]
    public void BeforeThereIsAPlan(string role, string read, string propose)
    {
        Assert.Equal(read, Mark(Inventory.May(People[role], Act.Read, "berlin-fw1")));
        Assert.Equal(propose, Mark(Inventory.May(People[role], Act.Propose, "berlin-fw1", "clear-peer")));
    }

    [Theory]
    //                                                       Prop Half Appr Clai Sent Deni Expi Supe Fail Veri
    [InlineData(
        "lead",
        "approve", /*                     */
        "+    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead",
        "deny", /*                        */
        "+    +    +    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead here",
        "approve", /*                */
        "+    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead here",
        "deny", /*                   */
        "+    +    +    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead elsewhere",
        "approve", /*           */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead elsewhere",
        "deny", /*              */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead for other changes",
        "approve", /*   */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead for other changes",
        "deny", /*      */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer",
        "approve", /*                 */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer",
        "deny", /*                    */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "reader",
        "approve", /*                   */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "reader",
        "deny", /*                      */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "stranger",
        "approve", /*                 */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "stranger",
        "deny", /*                    */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest",
        "approve", /*                    */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest",
        "deny", /*                       */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who proposed",
        "approve", /*        */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who proposed",
        "deny", /*           */
        "+    +    +    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer who proposed",
        "approve", /*    */
        "-    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer who proposed",
        "deny", /*       */
        "+    +    +    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who approved",
        "approve", /*        */
        "+    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who approved",
        "deny", /*           */
        "+    +    +    -    -    -    -    -    -    -"
    )]
    public void OnceThereIsAPlan(string role, string act, string expected)
    {
        var proposer = role.EndsWith("proposed", StringComparison.Ordinal)
            ? People[role]
            : Id(99, "somebody who proposed");
        var marks = States.Select(state => Mark(Decide(In(state, proposer), People[role], act).IsGranted));
        Assert.Equal(expected, string.Join("    ", marks));
    }

    [Fact]
    public void EveryStateIsAColumn()
    {
        var proposer = Id(99, "somebody");
        var seen = States.Select(state => In(state, proposer).State).ToHashSet();
        Assert.Equal(Enum.GetValues<RemediationState>().ToHashSet(), seen);
    }

    private static Decision Decide(Remediation remediation, Person by, string act)
    {
        var plan = remediation.Plan;
        var rules = new ApprovalRules(Inventory.Approvers(plan.Gateway, plan.Change.Kind));
        var press = new Press(by, remediation.Digest, Shortcuts.Venue);
        return act == "approve"
            ? remediation.Approve(press, rules, Plans.Noon.AddMinutes(2))
            : remediation.Deny(press, rules, Plans.Noon.AddMinutes(2));
    }

    private static Remediation In(string state, Person proposer)
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

    private static string EntraId(string role) => People[role].EntraId;

    private static Person Id(int number, string name) => new($"0a000000-0000-0000-0000-{number:d12}", name);

    private static string Mark(bool may) => may ? "+" : "-";
}
