using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.Changes;

public sealed class RemediationTests
{
    private static readonly RemediationPlan Plan = Plans.ClearPeer();
    private static readonly string Digest = PlanDigest.Of(Plan);
    private static readonly DateTimeOffset Soon = Plans.Noon.AddMinutes(1);

    private static Remediation Waiting(RemediationPlan? plan = null) =>
        Remediation.Of([Remediation.Propose(plan ?? Plan, Plans.Noon).Granted!])!;

    private static Remediation Approved()
    {
        var waiting = Waiting();
        return waiting.After(waiting.Approve(Digest, Plans.Lead, Plans.Leads, Soon).Granted!);
    }

    private static readonly EntraGroup Night = new(EntraGroupKind.Group, new Guid(7, 0, 0, new byte[8]));

    /// <summary>One of two has approved.</summary>
    private static Remediation Half()
    {
        var waiting = Waiting(Plan with { ApprovalsNeeded = 2 });
        return waiting.After(waiting.Approve(waiting.Digest, Plans.Lead, Plans.Leads, Soon).Granted!);
    }

    private static Remediation Claimed(DateTimeOffset at, TimeSpan within)
    {
        var approved = Approved();
        return approved.After(approved.Claim("claim-1", at, within).Granted!);
    }

    /// <summary>Nobody who looks at the gateway sees in which form it was.</summary>
    [Fact]
    public void What_was_perhaps_typed_was_so_in_either_form()
    {
        var plan = Plan with { Lines = ["clear ipsec"], IfRefused = new LinesInside("inside", ["clear crypto"]) };
        var waiting = Waiting(plan);
        var approved = waiting.After(waiting.Approve(PlanDigest.Of(plan), Plans.Lead, Plans.Leads, Soon).Granted!);
        var claimed = approved.After(approved.Claim("claim-1", Soon, TimeSpan.FromMinutes(1)).Granted!);
        Assert.Equal(["clear ipsec", "clear crypto"], Assert.Single(claimed.PerhapsTyped).Perhaps);

        var doubted = claimed.After(claimed.Doubt("gone", Soon, TimeSpan.FromHours(1)).Granted!);
        var typed = Assert.Single(doubted.After(new RemediationEvent.Answered(Soon, Plans.Lead, WasTyped: true)).Typed);
        Assert.Empty(typed.Lines);
        Assert.Equal(["clear ipsec", "clear crypto"], typed.Perhaps);
        Assert.Empty(typed.NotTyped);
    }

    [Fact]
    public void Somebody_who_is_no_lead_cannot_approve()
    {
        var decision = Waiting().Approve(Digest, new Person("0a-9", "Nina New"), Plans.Leads, Soon);
        Assert.Equal(
            "Only leads can approve clear-peer on berlin-fw1, and Nina New is not one of them.",
            decision.Refusal
        );
    }

    [Fact]
    public void A_lead_who_proposed_cannot_approve_not_even_in_capitals()
    {
        var plan = Plans.ClearPeer(Plans.Lead);
        var shouting = Plans.Lead with { EntraId = Plans.Lead.EntraId.ToUpperInvariant() };
        var decision = Waiting(plan).Approve(PlanDigest.Of(plan), shouting, Plans.Leads, Soon);
        Assert.Contains("cannot approve", decision.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_an_Entra_id_nobody_proposes_or_decides(string id)
    {
        var guest = new Person(id, "Gus Guest");
        Assert.Contains("Entra", Remediation.Propose(Plans.ClearPeer(guest), Plans.Noon).Refusal);
        Assert.Contains("Entra", Waiting().Approve(Digest, guest, [.. Plans.Leads, id], Soon).Refusal);
        Assert.Contains("Entra", Waiting().Deny(Digest, guest, "no", [.. Plans.Leads, id], Soon).Refusal);
    }

    [Fact]
    public void Another_digest_is_another_plan()
    {
        var other = PlanDigest.Of(Plan with { Gateway = "hq-fw1" });
        Assert.Contains("another plan", Waiting().Approve(other, Plans.Lead, Plans.Leads, Soon).Refusal);
        Assert.Contains("another plan", Waiting().Deny(other, Plans.Lead, "no", Plans.Leads, Soon).Refusal);
    }

    [Fact]
    public void Expiry_is_the_first_moment_that_is_too_late()
    {
        var last = Plan.ExpiresAt.AddTicks(-1);
        Assert.True(Waiting().Approve(Digest, Plans.Lead, Plans.Leads, last).IsGranted);
        Assert.Contains("expired", Waiting().Approve(Digest, Plans.Lead, Plans.Leads, Plan.ExpiresAt).Refusal);
        Assert.Contains("expired", Approved().Claim("c", Plan.ExpiresAt, TimeSpan.FromSeconds(20)).Refusal);
        Assert.False(Waiting().Expire(last).IsGranted);
        Assert.True(Waiting().Expire(Plan.ExpiresAt).IsGranted);
    }

    [Fact]
    public void A_denial_wins_over_an_approval_until_somebody_types()
    {
        var denied = Approved().Deny(Digest, Plans.OtherLead, " not now ", Plans.Leads, Soon);
        Assert.Equal("not now", Assert.IsType<RemediationEvent.Denied>(denied.Granted).Reason);
        Assert.Contains("denied", Approved().After(denied.Granted!).Claim("c", Soon, TimeSpan.FromSeconds(9)).Refusal);
        var typing = Claimed(Soon, TimeSpan.FromSeconds(20));
        Assert.Contains("typed", typing.Deny(Digest, Plans.OtherLead, "no", Plans.Leads, Soon).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_denial_without_a_reason_is_refused(string? reason) =>
        Assert.Contains("needs a reason", Waiting().Deny(Digest, Plans.OtherLead, reason, Plans.Leads, Soon).Refusal);

    /// <summary>The field of the card takes no more; what comes back in a button may be anything, and the journal keeps it for ever.</summary>
    [Fact]
    public void A_reason_is_no_longer_than_its_field()
    {
        var longest = new string('x', Press.LongestReason);
        Assert.True(Waiting().Deny(Digest, Plans.OtherLead, longest + " ", Plans.Leads, Soon).IsGranted);
        Assert.Contains(
            "longer than 300 characters",
            Waiting().Deny(Digest, Plans.OtherLead, longest + "x", Plans.Leads, Soon).Refusal
        );
        var alone = new Press(Plans.Lead, Digest, Shortcuts.Venue, Reason: longest + "x", BreakGlass: true);
        var rules = new ApprovalRules([new Approvers(Plans.Leads, [])], BreakGlass: true);
        Assert.Contains("longer than 300 characters", Waiting().Approve(alone, rules, Soon).Refusal);
        Assert.True(Waiting().Approve(alone with { Reason = longest }, rules, Soon).IsGranted);
    }

    [Fact]
    public void The_proposer_may_take_it_back_and_a_stranger_may_not()
    {
        Assert.True(Waiting().Deny(Digest, Plans.OnCall, "by itself", Plans.Leads, Soon).IsGranted);
        Assert.Contains("stop it", Waiting().Deny(Digest, new Person("0a-9", "N"), "no", Plans.Leads, Soon).Refusal);
    }

    [Fact]
    public void Only_the_holder_of_the_claim_may_type_and_only_in_time()
    {
        var clock = new FakeTimeProvider(Soon);
        var began = clock.GetTimestamp();
        var claimed = Claimed(Soon, TimeSpan.FromSeconds(20));
        Assert.Null(claimed.Authorize("claim-2", clock, began));
        var authorization = claimed.Authorize("claim-1", clock, began);
        Assert.NotNull(authorization);
        Assert.Equal((Plan.Gateway, Plan.Lines[0]), (authorization.Gateway, Assert.Single(authorization.Lines)));
        Assert.True(authorization.StillHolds);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.False(authorization.StillHolds);
        Assert.Null(claimed.Authorize("claim-1", clock, began));
    }

    [Fact]
    public void A_clock_that_was_set_back_gives_no_more_time_than_was_claimed()
    {
        var clock = new FakeTimeProvider(Soon.AddHours(-1));
        var began = clock.GetTimestamp();
        var authorization = Claimed(Soon, TimeSpan.FromSeconds(20)).Authorize("claim-1", clock, began)!;
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.False(authorization.StillHolds);
    }

    [Fact]
    public void Nothing_but_a_claim_gives_an_authorization()
    {
        var clock = new FakeTimeProvider(Soon);
        var began = clock.GetTimestamp();
        var claimed = Claimed(Soon, TimeSpan.FromSeconds(20));
        var sent = claimed.After(claimed.Send("", null, Soon).Granted!);
        var outcome = new RemediationOutcome(OutcomeVerdict.Helped, "up", []);
        Assert.Null(Waiting().Authorize("claim-1", clock, began));
        Assert.Null(Approved().Authorize("claim-1", clock, began));
        Assert.Null(sent.Authorize("claim-1", clock, began));
        Assert.Null(sent.After(sent.Verify(outcome, Soon).Granted!).Authorize("claim-1", clock, began));
    }

    [Fact]
    public void What_somebody_pressed_before_is_no_refusal_when_they_press_it_again()
    {
        Assert.True(Approved().Approve(Digest, Plans.Lead, Plans.Leads, Soon).IsRepeated);
        Assert.True(Claimed(Soon, TimeSpan.FromSeconds(9)).Approve(Digest, Plans.Lead, [], Soon).IsRepeated);
        var other = Approved().Approve(Digest, Plans.OtherLead, Plans.Leads, Soon);
        Assert.Equal((false, "Lead has approved it already."), (other.IsRepeated, other.Refusal));
        Assert.False(Approved().Approve("0", Plans.Lead, Plans.Leads, Soon).IsRepeated);

        var denied = Approved().After(Approved().Deny(Digest, Plans.Lead, "no", Plans.Leads, Soon).Granted!);
        Assert.True(denied.Deny(Digest, Plans.Lead, "no", Plans.Leads, Soon).IsRepeated);
        Assert.False(denied.Deny(Digest, Plans.OtherLead, "no", Plans.Leads, Soon).IsRepeated);
        Assert.Equal("Lead has denied it.", denied.Approve(Digest, Plans.Lead, Plans.Leads, Soon).Refusal);
    }

    [Fact]
    public void An_approval_of_somebody_who_is_no_lead_any_more_does_not_count()
    {
        var half = Half();
        var lapsed = half.Approve(half.Digest, Plans.OtherLead, [Plans.OtherLead.EntraId], Soon);
        Assert.Equal(
            "Lead may not approve clear-peer on berlin-fw1 any more.",
            Assert.IsType<RemediationEvent.Lapsed>(lapsed.Granted).Words
        );

        var none = half.After(lapsed.Granted);
        Assert.Empty(none.Approvals);
        Assert.Equal(Plans.Lead, Assert.Single(none.Lapsed).Approval.By);
        var one = none.After(none.Approve(half.Digest, Plans.OtherLead, [Plans.OtherLead.EntraId], Soon).Granted!);
        Assert.Equal((RemediationState.Proposed, null), (one.State, one.ApprovedBy));

        // A lead again, they approve anew.
        var both = one.After(one.Approve(half.Digest, Plans.Lead, Plans.Leads, Soon).Granted!);
        Assert.Equal(RemediationState.Approved, both.State);
    }

    public static TheoryData<string, Standing?, string> Earlier =>
        new()
        {
            { "still in the group", new Standing([Night], []), "" },
            { "out of the group", Standing.Alone, "Lead may not approve clear-peer on berlin-fw1 any more." },
            {
                "nobody says",
                new Standing([], ["Graph is away."]),
                "Whether Lead may still approve clear-peer on berlin-fw1 is not known. Graph is away."
            },
            { "a guest by now", new Standing([Night], [], "Lead is a guest here."), "Lead is a guest here." },
            { "nobody looked", null, "Lead has approved it just now: press again." },
        };

    [Theory]
    [MemberData(nameof(Earlier))]
    public void Who_approved_by_a_group_is_looked_up_anew(string what, Standing? now, string words)
    {
        var half = Half();
        var rules = new ApprovalRules([new Approvers([Plans.OtherLead.EntraId], [Night])]);
        var press = new Press(Plans.OtherLead, half.Digest, Shortcuts.Venue)
        {
            Before = now is null ? [] : [new StandingOf(Plans.Lead, now)],
        };

        var decision = half.Approve(press, rules, Soon);
        Assert.Equal(
            (what, words),
            (what, decision.Granted is RemediationEvent.Lapsed lapsed ? lapsed.Words : decision.Refusal ?? "")
        );
    }

    [Fact]
    public void To_approve_alone_is_another_button_than_to_approve_as_one_of_two()
    {
        var half = Half();
        var alone = new Press(Plans.Lead, half.Digest, Shortcuts.Venue, Reason: "alone", BreakGlass: true);
        var rules = new ApprovalRules([new Approvers([.. Plans.Leads], [])], BreakGlass: true);

        var broken = half.Approve(alone, rules, Soon);
        Assert.True(broken.IsGranted);
        Assert.True(half.After(broken.Granted).Approve(alone, rules, Soon).IsRepeated);
    }

    [Fact]
    public void A_journal_that_cannot_have_happened_is_refused()
    {
        var proposed = new RemediationEvent.Proposed(Plans.Noon, Plan);
        Assert.Throws<InvalidOperationException>(() =>
            Remediation.Of([proposed, new RemediationEvent.Approved(Soon, Plans.OnCall, Digest)])
        );
        Assert.Throws<InvalidOperationException>(() =>
            Remediation.Of([proposed, new RemediationEvent.Claimed(Soon, "c", Soon)])
        );
        Assert.Throws<InvalidOperationException>(() => Remediation.Of([new RemediationEvent.Expired(Soon)]));
    }
}
