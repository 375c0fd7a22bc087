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
        "Doubtful",
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
        ["in the group"] = Id(11, "in the group"),
        ["in a group that was not asked"] = Id(12, "in a group that was not asked"),
        ["team owner"] = Id(13, "team owner"),
        ["team member"] = Id(14, "team member"),
        ["in the group elsewhere"] = Id(15, "in the group elsewhere"),
        ["lead of the site"] = Id(16, "lead of the site"),
        ["lead of another site"] = Id(17, "lead of another site"),
        ["lead who is a guest"] = Id(18, "lead who is a guest"),
        ["guest in the group"] = Id(19, "guest in the group"),
        ["asked last"] = Id(20, "asked last"),
    };

    private static readonly EntraGroup LeadsGroup = new(EntraGroupKind.Group, new Guid(1, 0, 0, new byte[8]));
    private static readonly EntraGroup ElsewhereGroup = new(EntraGroupKind.Group, new Guid(2, 0, 0, new byte[8]));
    private static readonly EntraGroup Owners = new(EntraGroupKind.Owners, new Guid(3, 0, 0, new byte[8]));
    private static readonly EntraGroup Team = new(EntraGroupKind.Team, new Guid(3, 0, 0, new byte[8]));

    /// <summary>What was found out of those of whom there is more than an object id.</summary>
    private static readonly Dictionary<string, Standing> Standings = new()
    {
        ["in the group"] = new([LeadsGroup], []),
        ["in a group that was not asked"] = new([], ["The directory did not answer."]),
        ["team owner"] = new([Owners, Team], []),
        ["team member"] = new([Team], []),
        ["in the group elsewhere"] = new([ElsewhereGroup], []),
        ["lead who is a guest"] = new([], [], Outside: "A guest."),
        ["guest in the group"] = new([LeadsGroup], [], Outside: "A guest."),
    };

    private static readonly GatewayInventory Inventory = new(
        [Berlin],
        [EntraId("lead"), EntraId("lead who proposed"), EntraId("lead who approved"), EntraId("lead who is a guest")],
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
            new Role("owners", [], [Act.Read, Act.Propose, Act.Approve], Groups: [Owners]),
            new Role("team", [], [Act.Read, Act.Propose], Groups: [Team]),
            new Role("hq group", [], [Act.Read, Act.Propose, Act.Approve], ["hq-fw1"], Groups: [ElsewhereGroup]),
            new Role("site", [EntraId("lead of the site")], [Act.Read, Act.Propose, Act.Approve], Sites: ["BERLIN"]),
            new Role(
                "other site",
                [EntraId("lead of another site")],
                [Act.Read, Act.Propose, Act.Approve],
                Sites: ["munich"]
            ),
            new Role("last", [EntraId("asked last")], [Act.Approve]),
        ]
    )
    {
        LeadGroups = [LeadsGroup],
        // Whoever is asked later may all the same.
        AskOrder = ["berlin", "leads"],
    };

    private static GatewayEntry Berlin =>
        new(
            "berlin-fw1",
            "192.0.2.20",
            22,
            "cisco_asa",
            "spibot",
            "berlin-fw1",
            [],
            [],
            new Dictionary<string, IPAddress>()
        )
        {
            Site = "berlin",
        };

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
    [InlineData("in the group", "+", "+")]
    [InlineData("in a group that was not asked", "-", "-")]
    [InlineData("team owner", "+", "+")]
    [InlineData("team member", "+", "+")]
    [InlineData("in the group elsewhere", "-", "-")]
    [InlineData("lead of the site", "+", "+")]
    [InlineData("lead of another site", "-", "-")]
    [InlineData("lead who is a guest", "+", "-")]
    [InlineData("guest in the group", "+", "-")]
    [InlineData("asked last", "-", "-")]
    public void BeforeThereIsAPlan(string role, string read, string propose)
    {
        Assert.Equal(read, Mark(Inventory.May(People[role], Act.Read, "berlin-fw1", standing: Of(role))));
        Assert.Equal(propose, Mark(Inventory.May(People[role], Act.Propose, "berlin-fw1", "clear-peer", Of(role))));
    }

    [Theory]
    //                                                       Prop Half Appr Clai Sent Deni Expi Supe Fail Veri Doub
    [InlineData(
        "lead",
        "approve", /*                     */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead",
        "deny", /*                        */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead here",
        "approve", /*                */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead here",
        "deny", /*                   */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead elsewhere",
        "approve", /*           */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead elsewhere",
        "deny", /*              */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead for other changes",
        "approve", /*   */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead for other changes",
        "deny", /*      */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer",
        "approve", /*                 */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer",
        "deny", /*                    */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "reader",
        "approve", /*                   */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "reader",
        "deny", /*                      */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "stranger",
        "approve", /*                 */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "stranger",
        "deny", /*                    */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest",
        "approve", /*                    */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest",
        "deny", /*                       */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who proposed",
        "approve", /*        */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who proposed",
        "deny", /*           */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer who proposed",
        "approve", /*    */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer who proposed",
        "deny", /*       */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who approved",
        "approve", /*        */
        "+    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who approved",
        "deny", /*           */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in the group",
        "approve", /* */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in the group",
        "deny", /* */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in a group that was not asked",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in a group that was not asked",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "team owner",
        "approve", /* */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "team owner",
        "deny", /* */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "team member",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "team member",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in the group elsewhere",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in the group elsewhere",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead of the site",
        "approve", /* */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead of the site",
        "deny", /* */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead of another site",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead of another site",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who is a guest",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who is a guest",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest in the group",
        "approve", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest in the group",
        "deny", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "asked last",
        "approve", /* */
        "+    +    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "asked last",
        "deny", /* */
        "+    +    +    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "lead here",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "lead elsewhere",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead for other changes",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "engineer",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "reader",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "stranger",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who proposed",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "engineer who proposed",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "lead who approved",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "in the group",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "in a group that was not asked",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "team owner",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "team member",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "in the group elsewhere",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead of the site",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    [InlineData(
        "lead of another site",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "lead who is a guest",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "guest in the group",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    -"
    )]
    [InlineData(
        "asked last",
        "answer", /* */
        "-    -    -    -    -    -    -    -    -    -    +"
    )]
    public void OnceThereIsAPlan(string role, string act, string expected)
    {
        var proposer = role.EndsWith("proposed", StringComparison.Ordinal)
            ? People[role]
            : Id(99, "somebody who proposed");
        var marks = States.Select(state => Mark(Decide(In(state, proposer), role, act).IsGranted));
        Assert.Equal(expected, string.Join("    ", marks));
    }

    [Fact]
    public void EveryStateIsAColumn()
    {
        var proposer = Id(99, "somebody");
        var seen = States.Select(state => In(state, proposer).State).ToHashSet();
        Assert.Equal(Enum.GetValues<RemediationState>().ToHashSet(), seen);
    }

    private static Decision Decide(Remediation remediation, string role, string act)
    {
        var plan = remediation.Plan;
        var rules = new ApprovalRules([Inventory.Approvers(plan.Gateway, plan.Kind)]);
        var press = new Press(People[role], remediation.Digest, Shortcuts.Venue, Reason: "not now")
        {
            Standing = Of(role),
        };
        var now = Plans.Noon.AddMinutes(2);
        return act switch
        {
            "approve" => remediation.Approve(press, rules, now),
            "deny" => remediation.Deny(press, rules, now),
            _ => remediation.Answer(press, rules, wasTyped: true, now),
        };
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

    private static Standing Of(string role) => Standings.GetValueOrDefault(role, Standing.Alone);

    private static string EntraId(string role) => People[role].EntraId;

    private static Person Id(int number, string name) => new($"0a000000-0000-0000-0000-{number:d12}", name);

    private static string Mark(bool may) => may ? "+" : "-";
}
