using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Remediations;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

public sealed class ClearStoryTests : OperationsTests
{
    private const string Line = "clear crypto ipsec sa peer 198.51.100.1";

    [Fact]
    public async Task From_the_check_to_the_tunnel_that_came_back()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        Assert.True(proposed.Final);
        Assert.Equal(
            ("remediation/" + proposed.View.Plan.Id, "berlin-fw1"),
            (proposed.Exchange, proposed.View.Plan.Gateway)
        );
        Assert.Equal(Line, Assert.Single(proposed.View.Plan.Lines));
        Assert.Equal(
            [new SpiSeen("inbound", Spi.From(0x2000_0001)), new SpiSeen("outbound", Spi.From(0x1000_0001))],
            proposed.View.Plan.SpisSeen
        );

        var grain = host.Remediation(proposed.View.Plan.Id);
        var approval = await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        Assert.True(approval.Accepted, approval.Refusal);
        Assert.False((await host.Reporter.Remediation(RemediationState.Approved)).Final);
        Assert.False((await host.Reporter.Remediation(RemediationState.Claimed)).Final);
        Assert.False((await host.Reporter.Remediation(RemediationState.Sent)).Final);
        Clock.Advance(TimeSpan.FromSeconds(3));
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        // Two looks after the clear: how much passes and drops is known.
        Assert.DoesNotContain(verified.View.Outcome.Rows, r => r.Now.Contains("looked once", StringComparison.Ordinal));
        Assert.True(verified.Final && verified.View.EndedAt is not null);
        Assert.Equal(Line, Assert.Single(Network.Berlin.Typed));
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task When_the_SPIs_are_others_nothing_is_sent()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        Network.Renegotiate();
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.True(superseded.Final);
        Assert.Contains("gone inbound 0x20000001, outbound 0x10000001", superseded.View.Note);
        Assert.Contains("new inbound 0x20000009, outbound 0x10000009", superseded.View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Theory]
    [InlineData(FailoverRole.Standby, null, "standby")]
    [InlineData(FailoverRole.Unknown, null, "neither active nor standalone")]
    [InlineData(FailoverRole.Active, "SN-other", "Another unit answers")]
    public async Task Another_unit_or_role_is_not_typed_on(FailoverRole role, string? serial, string words)
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        Network.Berlin.Role = role;
        Network.Berlin.Serial = serial ?? Network.Berlin.Serial;
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Contains(words, superseded.View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task The_wrong_people_things_and_times_are_refused()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        var grain = host.Remediation(proposed.View.Plan.Id);
        var digest = proposed.View.Digest;

        Assert.Contains("Only leads", (await grain.Approve(digest, OperationsHost.OnCall, Ct)).Refusal);
        Assert.Contains("Entra", (await grain.Approve(digest, new Person("", "Gus"), Ct)).Refusal);
        Assert.Contains("another plan", (await grain.Approve(new string('0', 64), OperationsHost.Lead, Ct)).Refusal);
        Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await host.Reporter.Remediation(RemediationState.Expired)).Final);
        var late = await grain.Approve(digest, OperationsHost.Lead, Ct);
        Assert.Contains("expired", late.Refusal);
        Assert.Equal(RemediationState.Expired, late.View!.State);
        Assert.Empty(Network.Berlin.Typed);
        Assert.Equal(RemediationState.Expired, (await grain.View(Ct))!.State);
    }

    [Fact]
    public async Task A_lead_cannot_approve_their_own_proposal()
    {
        await using var host = await Start();
        var diagnosed = await Diagnosed(host);
        var clear = Offers.Of(diagnosed.Diagnosis).First(o => o.Remedy.Gateway == "berlin-fw1").Index;
        var check = host.Grains.GetGrain<ICheckGrain>("check-1");
        var id = (await check.Propose(clear, OperationsHost.Lead, Ct)).RemediationId!;
        var view = (await host.Remediation(id).View(Ct))!;
        Assert.Contains(
            "cannot approve",
            (await host.Remediation(id).Approve(view.Digest, OperationsHost.Lead, Ct)).Refusal
        );
        Assert.True((await host.Remediation(id).Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
    }

    [Fact]
    public async Task Two_approvals_at_once_send_once()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        var grain = host.Remediation(proposed.View.Plan.Id);
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    grain.Approve(proposed.View.Digest, i % 2 == 0 ? OperationsHost.Lead : OperationsHost.OtherLead, Ct)
                )
        );
        Assert.Single(outcomes, o => o is { Accepted: true, IsRepeated: false });
        Assert.Equal(3, outcomes.Count(o => o.IsRepeated));
        Assert.All(outcomes.Where(o => !o.Accepted), o => Assert.False(string.IsNullOrEmpty(o.Refusal)));
        await host.Reporter.Remediation(RemediationState.Sent);
        Clock.Advance(TimeSpan.FromSeconds(3));
        await LookUntilVerified(host);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task Proposing_twice_is_one_remediation()
    {
        await using var host = await Start();
        var diagnosed = await Diagnosed(host);
        var clear = Offers.Of(diagnosed.Diagnosis).First(o => o.Remedy.ChangesSomething).Index;
        var check = host.Grains.GetGrain<ICheckGrain>("check-1");
        var ids = await Task.WhenAll(
            check.Propose(clear, OperationsHost.OnCall, Ct),
            check.Propose(clear, OperationsHost.Lead, Ct)
        );
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(ids[0].RemediationId, Assert.Single(await Waiting(host)).Plan.Id);
        Assert.NotNull((await check.Propose(99, OperationsHost.OnCall, Ct)).Refusal);
        Assert.NotNull((await check.Propose(-1, OperationsHost.OnCall, Ct)).Refusal);
    }

    [Fact]
    public async Task A_denial_ends_it()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        var grain = host.Remediation(proposed.View.Plan.Id);
        Assert.True((await grain.Deny(proposed.View.Digest, OperationsHost.Lead, "call them first", Ct)).Accepted);
        var denied = await host.Reporter.Remediation(RemediationState.Denied);
        Assert.Equal((true, "call them first"), (denied.Final, denied.View.Note));
        Assert.Contains("denied", (await grain.Approve(proposed.View.Digest, OperationsHost.OtherLead, Ct)).Refusal);
        Assert.Empty(await Waiting(host));
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_reached_leaves_an_honest_end()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        Clock.Advance(TimeSpan.FromMinutes(6)); // the warm session is released
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Contains("Connection timed out. Look at it. Nothing was sent.", failed.View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_device_that_refuses_is_quoted()
    {
        await using var host = await Start();
        var proposed = await Proposed(host);
        Network.Berlin.Refuses = "Command authorization failed";
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Contains("Command authorization failed", failed.View.Note);
    }

    [Fact]
    public async Task A_clear_that_was_typed_in_becomes_a_plan_in_the_same_message()
    {
        await using var host = await Start();
        await host.Check("check-2", CheckKind.ProposeClearPeer, peer: FakeNetwork.BerlinAddress);
        var started = await host.Reporter.Next<SpiBot.Operations.Threads.CheckStarted>();
        var proposed = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal(proposed.Exchange, started.Exchange);
        Assert.Equal("clear crypto ipsec sa peer 203.0.113.9", Assert.Single(proposed.View.Plan.Lines));
        Assert.Equal("hq-fw1", proposed.View.Plan.Gateway);
        Assert.Contains("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", proposed.View.Plan.Why);
        Assert.Contains("a check looks twice", proposed.View.Plan.HelpsBecause);
    }

    [Fact]
    public async Task A_timer_that_rings_early_does_not_keep_a_plan_alive()
    {
        var hasty = new HastyTime(Clock);
        await using var host = await Start(hasty);
        var proposed = await Proposed(host);
        await hasty.GoTo(proposed.View.Plan.ExpiresAt);
        Assert.True((await host.Reporter.Remediation(RemediationState.Expired)).Final);
    }

    [Fact]
    public async Task Inactive_SAs_are_cleared_only_when_there_are_some()
    {
        await using var host = await Start();
        await host.Check("check-3", CheckKind.ProposeClearInactive);
        var nothing = await host.Reporter.Next<SpiBot.Operations.Threads.NothingToPropose>();
        Assert.Contains("no inactive SAs", nothing.Because);

        Network.Hq.Inactive = 3;
        await host.Check("check-4", CheckKind.ProposeClearInactive);
        var proposed = await host.Reporter.Remediation(RemediationState.Proposed);
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        Clock.Advance(TimeSpan.FromSeconds(3));
        var verified = await host.Reporter.Remediation(RemediationState.Verified);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Equal("clear crypto ipsec sa inactive", Assert.Single(Network.Hq.Typed));
    }

    [Fact]
    public async Task Inactive_SAs_that_are_others_than_those_of_the_plan_are_not_cleared()
    {
        Network.Hq.Inactive = 2;
        Network.Hq.InactiveSpis.AddRange([Spi.From(0x1aac_0001), Spi.From(0x1aac_0002)]);
        await using var host = await Start();
        await host.Check("check-5", CheckKind.ProposeClearInactive);
        var proposed = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal(2, proposed.View.Plan.SpisSeen.Count);

        Network.Hq.InactiveSpis[0] = Spi.From(0x1aac_0003);
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Equal(
            "The inactive SAs of hq-fw1 are not those of the plan any more: gone inbound 0x1aac0001; new inbound 0x1aac0003.",
            superseded.View.Note
        );
        Assert.Empty(Network.Hq.Typed);
    }

    private static Task<IReadOnlyList<RemediationView>> Waiting(OperationsHost host) =>
        ((IOpenRemediations)host.Services.GetService(typeof(IOpenRemediations))!).Waiting(Ct);
}
