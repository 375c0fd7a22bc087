using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
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

    private static Remediation Claimed(DateTimeOffset at, TimeSpan within)
    {
        var approved = Approved();
        return approved.After(approved.Claim("claim-1", at, within).Granted!);
    }

    [Fact]
    public void SomebodyWhoIsNoLeadCannotApprove()
    {
        var decision = Waiting().Approve(Digest, new Person("0a-9", "Nina New"), Plans.Leads, Soon);
        Assert.Equal(
            "Only leads can approve clear-peer on berlin-fw1, and Nina New is not one of them.",
            decision.Refusal
        );
    }

    [Fact]
    public void ALeadWhoProposedCannotApproveNotEvenInCapitals()
    {
        var plan = Plans.ClearPeer(Plans.Lead);
        var shouting = Plans.Lead with { EntraId = Plans.Lead.EntraId.ToUpperInvariant() };
        var decision = Waiting(plan).Approve(PlanDigest.Of(plan), shouting, Plans.Leads, Soon);
        Assert.Contains("cannot approve", decision.Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void WithoutAnEntraIdNobodyProposesOrDecides(string id)
    {
        var guest = new Person(id, "Gus Guest");
        Assert.Contains("Entra", Remediation.Propose(Plans.ClearPeer(guest), Plans.Noon).Refusal);
        Assert.Contains("Entra", Waiting().Approve(Digest, guest, [.. Plans.Leads, id], Soon).Refusal);
        Assert.Contains("Entra", Waiting().Deny(Digest, guest, "no", [.. Plans.Leads, id], Soon).Refusal);
    }

    [Fact]
    public void AnotherDigestIsAnotherPlan()
    {
        var other = PlanDigest.Of(Plan with { Gateway = "hq-fw1" });
        Assert.Contains("another plan", Waiting().Approve(other, Plans.Lead, Plans.Leads, Soon).Refusal);
        Assert.Contains("another plan", Waiting().Deny(other, Plans.Lead, "no", Plans.Leads, Soon).Refusal);
    }

    [Fact]
    public void ExpiryIsTheFirstMomentThatIsTooLate()
    {
        var last = Plan.ExpiresAt.AddTicks(-1);
        Assert.True(Waiting().Approve(Digest, Plans.Lead, Plans.Leads, last).IsGranted);
        Assert.Contains("expired", Waiting().Approve(Digest, Plans.Lead, Plans.Leads, Plan.ExpiresAt).Refusal);
        Assert.Contains("expired", Approved().Claim("c", Plan.ExpiresAt, TimeSpan.FromSeconds(20)).Refusal);
        Assert.False(Waiting().Expire(last).IsGranted);
        Assert.True(Waiting().Expire(Plan.ExpiresAt).IsGranted);
    }

    [Fact]
    public void ADenialWinsOverAnApprovalUntilSomebodyTypes()
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
    public void ADenialWithoutAReasonIsRefused(string? reason) =>
        Assert.Contains("needs a reason", Waiting().Deny(Digest, Plans.OtherLead, reason, Plans.Leads, Soon).Refusal);

    [Fact]
    public void TheProposerMayTakeItBackAndAStrangerMayNot()
    {
        Assert.True(Waiting().Deny(Digest, Plans.OnCall, "by itself", Plans.Leads, Soon).IsGranted);
        Assert.Contains("stop it", Waiting().Deny(Digest, new Person("0a-9", "N"), "no", Plans.Leads, Soon).Refusal);
    }

    [Fact]
    public void OnlyTheHolderOfTheClaimMayTypeAndOnlyInTime()
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
    public void AClockThatWasSetBackGivesNoMoreTimeThanWasClaimed()
    {
        var clock = new FakeTimeProvider(Soon.AddHours(-1));
        var began = clock.GetTimestamp();
        var authorization = Claimed(Soon, TimeSpan.FromSeconds(20)).Authorize("claim-1", clock, began)!;
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.False(authorization.StillHolds);
    }

    [Fact]
    public void NothingButAClaimGivesAnAuthorization()
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
    public void AJournalThatCannotHaveHappenedIsRefused()
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
