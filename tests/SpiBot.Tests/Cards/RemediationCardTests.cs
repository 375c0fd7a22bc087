using System.Net;
using System.Text.Json.Nodes;
using SpiBot.Cards;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Cards;

public sealed class RemediationCardTests
{
    private static readonly RemediationView Waiting = new(
        Plans.ClearPeer(),
        PlanDigest.Of(Plans.ClearPeer()),
        RemediationState.Proposed,
        DecidedBy: null,
        DecidedAt: null,
        SentAt: null,
        EndedAt: null,
        Outcome: null,
        Note: null,
        Approvals: [],
        Asks: new Asks(TicketPattern: null)
    );

    private static readonly Approval ByLead = new(Plans.Lead, Plans.Noon.AddMinutes(1));

    [Fact]
    public void What_is_not_asked_for_is_not_on_the_card()
    {
        var card = RemediationCard.Of(Waiting);
        Assert.Equal(["approve", "deny"], Verbs(card));
        Assert.Equal(["reason"], Inputs(card).Select(input => (string?)input["id"]));
        Assert.DoesNotContain("of 1 approvals", card.ToJsonString());
    }

    [Fact]
    public void A_ticket_and_break_glass_are_asked_for_where_they_are_configured()
    {
        var card = RemediationCard.Of(Waiting with { Asks = new Asks(@"INC\d+", BreakGlass: true) });
        Assert.Equal(["approve", "deny", "break-glass"], Verbs(card));
        var inputs = Inputs(card).ToDictionary(input => (string)input["id"]!);
        Assert.Equal(["breakGlassReason", "reason", "ticket"], inputs.Keys.Order());
        Assert.Equal(@"^(?:INC\d+)$", (string?)inputs["ticket"]["regex"]);
        Assert.All(
            inputs.Values.Where(input => input != inputs["ticket"]),
            reason => Assert.True((bool)reason["isRequired"]!)
        );
    }

    [Theory]
    [InlineData(RemediationState.Proposed, true)]
    [InlineData(RemediationState.Approved, true)]
    [InlineData(RemediationState.Claimed, true)]
    [InlineData(RemediationState.Sent, false)]
    [InlineData(RemediationState.Denied, false)]
    public void Under_what_the_plan_holds_is_said_until_it_is_typed_or_given_up(RemediationState state, bool said) =>
        Assert.Equal(
            said,
            RemediationCard
                .Of(Waiting with { State = state })
                .ToJsonString()
                .Contains("Holds while", StringComparison.Ordinal)
        );

    [Fact]
    public void What_is_in_doubt_is_asked()
    {
        var card = RemediationCard.Of(Waiting with { State = RemediationState.Doubtful, Note = "Nobody can tell." });
        Assert.Equal(["was-typed", "was-not-typed"], Verbs(card));
        Assert.Contains("Was perhaps typed on berlin-fw1:", card.ToJsonString());
    }

    [Fact]
    public void An_approval_that_does_not_count_any_more_is_on_the_card()
    {
        var card = RemediationCard
            .Of(Waiting with { Lapsed = [new LapsedApproval(ByLead, "Lead may not any more.")] })
            .ToJsonString();
        Assert.Contains("Does not count any more", card);
        Assert.Contains("the approval of Lead, 12:01:00 UTC: Lead may not any more.", card);
        Assert.DoesNotContain("approved by Lead", card);
    }

    [Fact]
    public void What_failed_and_may_have_been_typed_says_so()
    {
        var failed = Waiting with { State = RemediationState.Failed, EndedAt = Plans.Noon.AddMinutes(2) };
        var perhaps = RemediationCard.Of(failed with { MayHaveBeenTyped = true }).ToJsonString();
        Assert.Contains("Not done, perhaps typed: ", perhaps);
        Assert.Contains("Was perhaps typed on berlin-fw1:", perhaps);
        Assert.Contains("Perhaps typed: clear crypto ipsec sa peer 198.51.100.1", perhaps);
        var surely = RemediationCard.Of(failed).ToJsonString();
        Assert.Contains("Would have been typed on berlin-fw1:", surely);
        Assert.DoesNotContain("erhaps typed", surely);
    }

    [Fact]
    public void Both_steps_are_on_the_card_and_which_of_them_was_typed()
    {
        var plan = Plans.BothEnds();
        var waiting = RemediationCard.Of(Waiting with { Plan = plan }).ToJsonString();
        Assert.Contains("1. Will be typed on berlin-fw1, exactly this:", waiting);
        Assert.Contains("2. Then on hq-fw1, only if a look after the first step shows", waiting);

        var first = new TypedStep(plan.Steps[0], Plans.Noon.AddMinutes(2));
        var done = RemediationCard
            .Of(
                Waiting with
                {
                    Plan = plan,
                    State = RemediationState.Superseded,
                    Typed = [first],
                    SentAt = first.At,
                    EndedAt = Plans.Noon.AddMinutes(4),
                    Note = "Another unit answers.",
                }
            )
            .ToJsonString();
        Assert.Contains("The facts have changed after the first step", done);
        Assert.Contains("1. Typed on berlin-fw1 at", done);
        Assert.Contains("2. Would have been typed on hq-fw1:", done);
    }

    [Fact]
    public void Where_only_a_part_was_typed_the_card_says_which()
    {
        var plan = Waiting.Plan with { Lines = ["first", "second", "third"] };
        var step = new TypedStep(plan.Steps[0], Plans.Noon.AddMinutes(2)) { Lines = ["first"], Perhaps = ["second"] };
        var sent = Waiting with
        {
            Plan = plan,
            State = RemediationState.Sent,
            Typed = [step],
            SentAt = step.At,
            Note = "The connection was lost.",
        };
        Assert.StartsWith("Typed in part: ", RemediationWords.Title(sent), StringComparison.Ordinal);
        var outcome = new RemediationOutcome(OutcomeVerdict.DidNotHelp, "It is down.", []);
        foreach (
            var view in (RemediationView[])
                [
                    sent,
                    sent with
                    {
                        State = RemediationState.Verified,
                        Outcome = outcome,
                        EndedAt = step.At.AddMinutes(1),
                    },
                ]
        )
        {
            var card = RemediationCard.Of(view).ToJsonString();
            Assert.Contains("Typed in part on berlin-fw1 at", card);
            Assert.True(
                card.IndexOf("first", StringComparison.Ordinal) < card.IndexOf("Perhaps, ", StringComparison.Ordinal)
            );
            Assert.Contains("Not typed:", card);
            Assert.Contains("The connection was lost.", card);
        }
    }

    [Fact]
    public void Both_forms_of_a_line_are_approved_and_only_the_one_that_was_typed_is_told()
    {
        const string inside = "system support diagnostic-cli";
        var plan = Waiting.Plan with { Lines = ["clear ipsec"], IfRefused = new LinesInside(inside, ["clear crypto"]) };
        Assert.Equal(["clear ipsec", inside, "clear crypto"], Lines(Waiting with { Plan = plan }));

        var step = new TypedStep(plan.Steps[0], Plans.Noon.AddMinutes(2));
        var second = step with { Lines = ["clear crypto"] };
        var done = Waiting with
        {
            Plan = plan,
            State = RemediationState.Verified,
            SentAt = step.At,
            EndedAt = step.At.AddMinutes(1),
            Outcome = new RemediationOutcome(OutcomeVerdict.Helped, "It is up.", []),
        };
        Assert.Equal(["clear ipsec"], Lines(done with { Typed = [step] }));
        Assert.Equal(["clear crypto", inside], Lines(done with { Typed = [second] }));
        Assert.False(second.IsInPart);
        Assert.Empty(second.NotTyped);
        Assert.Equal(
            ["clear ipsec"],
            Lines(Waiting with { Plan = plan, State = RemediationState.Denied, EndedAt = step.At })
        );
        Assert.Equal(
            ["clear ipsec", inside, "clear crypto"],
            Lines(Waiting with { Plan = plan, State = RemediationState.Doubtful, Note = "Nobody can tell." })
        );

        static IEnumerable<string> Lines(RemediationView view) =>
            StepLines
                .Of(view, view.EndedAt is not null)
                .SelectMany(step => step["items"]!.AsArray())
                .Where(item => item!.ToJsonString().Contains("onospace", StringComparison.Ordinal))
                .Select(item => string.Concat(Texts(item!)));

        static IEnumerable<string> Texts(JsonNode node) =>
            node switch
            {
                JsonObject element => element.SelectMany(member =>
                    member is { Key: "text", Value: JsonValue text } ? [(string)text!]
                    : member.Value is { } value ? Texts(value)
                    : []
                ),
                JsonArray all => all.SelectMany(one => Texts(one!)),
                _ => [],
            };
    }

    [Fact]
    public void The_last_card_unfolds_a_report_for_a_ticket()
    {
        var step = new TypedStep(Waiting.Plan.Steps[0], Plans.Noon.AddMinutes(2));
        var card = RemediationCard.Of(
            Waiting with
            {
                State = RemediationState.Verified,
                Approvals = [ByLead],
                Ticket = "INC7",
                Typed = [step],
                SentAt = step.At,
                EndedAt = Plans.Noon.AddMinutes(3),
                Outcome = new RemediationOutcome(OutcomeVerdict.Helped, "The tunnel came back.", []),
            }
        );
        var report = card["body"]!.AsArray().Single(e => (string?)e!["id"] == "report")!;
        Assert.False((bool)report["isVisible"]!);
        var text = report.ToJsonString();
        foreach (
            var said in (string[])
                ["INC7", "peer-on-old-sa", "approved by Lead", "typed on berlin-fw1", "The tunnel came back."]
        )
        {
            Assert.Contains(said, text);
        }
    }

    [Fact]
    public void Once_it_is_decided_nothing_is_asked_any_more()
    {
        foreach (
            var state in Enum.GetValues<RemediationState>()
                .Where(s => s is not (RemediationState.Proposed or RemediationState.Doubtful))
        )
        {
            var card = RemediationCard.Of(Waiting with { State = state, Asks = new Asks("x", BreakGlass: true) });
            Assert.Empty(Inputs(card));
            Assert.Empty(Verbs(card).Except(["say"]));
        }
    }

    [Fact]
    public void Every_approval_is_shown_and_how_many_are_missing()
    {
        var half = Waiting with { Plan = Waiting.Plan with { ApprovalsNeeded = 2 }, Approvals = [ByLead] };
        var text = RemediationCard.Of(half).ToJsonString();
        Assert.Contains("approved by Lead 12:01:00 UTC", text);
        Assert.Contains("1 of 2 approvals, of different people", text);
        var second = new Approval(Plans.OtherLead, Plans.Noon.AddMinutes(2));
        var whole = RemediationCard.Of(half with { State = RemediationState.Approved, Approvals = [ByLead, second] });
        Assert.Contains("approved by Lead 12:01:00 UTC", whole.ToJsonString());
        Assert.Contains("approved by Another lead 12:02:00 UTC", whole.ToJsonString());
    }

    [Fact]
    public void The_reason_of_a_denial_and_the_ticket_are_shown()
    {
        var denied = Waiting with
        {
            State = RemediationState.Denied,
            DecidedBy = Plans.Lead,
            DecidedAt = Plans.Noon,
            Note = "call them first",
            Ticket = "INC1234",
        };
        var text = RemediationCard.Of(denied).ToJsonString();
        Assert.Contains("call them first", text);
        Assert.Contains("INC1234", text);
        Assert.Contains("denied by Lead", text);
    }

    [Fact]
    public void A_superseded_plan_offers_a_fresh_check()
    {
        var superseded = Waiting with { State = RemediationState.Superseded, Note = "other SPIs" };
        var button = Assert.Single(Actions(RemediationCard.Of(superseded)));
        Assert.Equal("check 198.51.100.1 on berlin-fw1", (string?)button["data"]!["text"]);
    }

    [Theory]
    [InlineData(OutcomeVerdict.DidNotHelp, true)]
    [InlineData(OutcomeVerdict.Helped, false)]
    [InlineData(OutcomeVerdict.CannotTell, false)]
    public void The_next_rung_is_named_when_it_did_not_help(OutcomeVerdict verdict, bool named)
    {
        var verified = Waiting with
        {
            State = RemediationState.Verified,
            SentAt = Plans.Noon,
            EndedAt = Plans.Noon.AddSeconds(90),
            CoolDownUntil = Plans.Noon.AddMinutes(5),
            Outcome = new RemediationOutcome(verdict, "It is as it is.", []),
        };
        var text = RemediationCard.Of(verified).ToJsonString();
        Assert.Equal(named, text.Contains("clear ike 198.51.100.1 on berlin-fw1", StringComparison.Ordinal));
        Assert.Equal(named, text.Contains("Not before 12:05:00 UTC", StringComparison.Ordinal));
    }

    [Fact]
    public void After_the_last_rung_people_have_to_speak()
    {
        var plan = Waiting.Plan with { Change = new Change.ClearIke(IPAddress.Parse("198.51.100.1"), 2) };
        Assert.Contains("speak to whoever looks after 198.51.100.1", NextRung.After(Waiting with { Plan = plan }));
    }

    [Fact]
    public void Broken_glass_is_loud()
    {
        var alone = Waiting with
        {
            State = RemediationState.Approved,
            Approvals = [ByLead],
            BrokeGlass = "nobody answers",
        };
        var said = ReportCards.For(new SpiBot.Operations.Threads.GlassBroken("x", alone, new([], [])));
        Assert.Equal("BREAK-GLASS: Lead approved alone a change on berlin-fw1", said.Summary);
        var text = said.Card.ToJsonString();
        Assert.Contains("nobody answers", text);
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", text);
        Assert.Contains("attention", text);
        Assert.Contains("nobody answers", RemediationCard.Of(alone).ToJsonString());
    }

    private static List<string> Verbs(JsonNode card) => [.. Actions(card).Select(a => (string)a["verb"]!)];

    private static IEnumerable<JsonNode> Actions(JsonNode card) =>
        All(card).Where(node => (string?)node["type"] == "Action.Execute");

    private static IEnumerable<JsonNode> Inputs(JsonNode card) =>
        All(card).Where(node => ((string?)node["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true);

    private static IEnumerable<JsonObject> All(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.SelectMany(member => All(member.Value)).Prepend(o),
            JsonArray a => a.SelectMany(All),
            _ => [],
        };
}
