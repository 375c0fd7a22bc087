using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>One plan for both ends of a tunnel: two steps, and a look between them.</summary>
public sealed class BothEndsTests : OperationsTests
{
    private const string OnBerlin = "clear crypto ipsec sa peer 198.51.100.1";
    private const string OnHq = "clear crypto ipsec sa peer 203.0.113.9";

    [Fact]
    public async Task The_plan_says_both_steps_and_wants_two_leads()
    {
        await using var host = await Start();
        var view = (await ProposedForBothEnds(host)).View;
        Assert.Equal(("both-ends", 2), (view.Plan.Kind, view.Plan.ApprovalsNeeded));
        Assert.Equal(["berlin-fw1", "hq-fw1"], view.Plan.Steps.Select(step => step.Gateway));
        Assert.Equal([OnBerlin, OnHq], view.Plan.Steps.SelectMany(step => step.Lines));
        Assert.Contains("Then, only if that does not help, on hq-fw1:", view.Plan.Interrupts);
        Assert.Contains("10.2.0.0/24 ↔ 10.1.0.0/24", view.Plan.Interrupts);
        Assert.NotEqual(
            view.Digest,
            PlanDigest.Of(view.Plan with { Then = view.Plan.Then! with { Lines = ["clear crypto ipsec sa"] } })
        );
    }

    [Fact]
    public async Task What_the_first_step_mended_the_second_leaves_alone()
    {
        await using var host = await Start();
        await Approve(host, await ProposedForBothEnds(host));
        await host.Reporter.Remediation(RemediationState.Sent);
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.EndsWith(
            "Nothing was typed on hq-fw1: it is not needed.",
            verified.View.Outcome.Words,
            StringComparison.Ordinal
        );
        Assert.Equal(OnBerlin, Assert.Single(Network.Berlin.Typed));
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task Where_the_first_step_did_not_help_the_second_is_typed_under_the_same_approval()
    {
        Network.ClearsNeeded = 2;
        await using var host = await Start();
        await Approve(host, await ProposedForBothEnds(host));
        var verified = await LookUntilVerified(host, secondsAtATime: 3);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Equal(OutcomeVerdict.DidNotHelp, verified.View.Between!.Verdict);
        Assert.Equal(["berlin-fw1", "hq-fw1"], verified.View.Typed!.Select(typed => typed.Step.Gateway));
        Assert.Equal(OnBerlin, Assert.Single(Network.Berlin.Typed));
        Assert.Equal(OnHq, Assert.Single(Network.Hq.Typed));

        var actions = host.Services.GetRequiredService<IActionsTaken>();
        var onHq = Assert.Single(await actions.Since("hq-fw1", FakeNetwork.BerlinAddress, FakeNetwork.Start, Ct));
        Assert.Equal((true, OutcomeVerdict.Helped), (onHq.Surely, onHq.Outcome?.Verdict));
        Assert.Empty(await actions.Since("hq-fw1", FakeNetwork.ForeignPeer, FakeNetwork.Start, Ct));
    }

    [Fact]
    public async Task A_crash_between_the_steps_types_the_second_once_and_the_first_not_again()
    {
        await DieBetween(claimed: false);
        await using var host = await Start();
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Empty(Network.Berlin.Typed);
        Assert.Equal(OnHq, Assert.Single(Network.Hq.Typed));
    }

    [Fact]
    public async Task A_crash_in_the_second_step_asks_the_second_gateways_log()
    {
        await DieBetween(claimed: true);
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Contains("The log of hq-fw1 goes back", failed.View.Note);
        Assert.Equal("berlin-fw1", Assert.Single(failed.View.Typed!).Step.Gateway);
        Assert.Empty(Network.Berlin.Typed);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task Where_something_happened_since_the_look_between_the_second_is_not_typed()
    {
        await DieBetween(claimed: false);
        Network.Renegotiate();
        await using var host = await Start();
        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Contains("are not those of the plan any more", superseded.View.Note);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task A_foreign_end_cannot_be_cleared()
    {
        await using var host = await Start();
        await host.Check("check-1", CheckKind.ProposeBothEnds, "hq-fw1", FakeNetwork.ForeignPeer);
        Assert.Contains("only where both are ours", (await host.Reporter.Next<NothingToPropose>()).Because);
    }

    [Fact]
    public async Task One_change_at_a_time_on_a_gateway()
    {
        await using var host = await Start();
        await host.Check("check-1", CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.BerlinAddress);
        var one = await host.Reporter.Remediation(RemediationState.Proposed);
        await host.Check("check-2", CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.ForeignPeer);
        var other = await host.Reporter.Remediation(RemediationState.Proposed);
        await host.Remediation(one.View.Plan.Id).Approve(one.View.Digest, OperationsHost.Lead, Ct);
        await host.Reporter.Remediation(RemediationState.Sent);
        await host.Remediation(other.View.Plan.Id).Approve(other.View.Digest, OperationsHost.Lead, Ct);
        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.StartsWith(
            "Another change of hq-fw1 is under way (clear-peer",
            superseded.View.Note,
            StringComparison.Ordinal
        );
        Assert.Single(Network.Hq.Typed);
    }

    [Fact]
    public async Task A_clear_that_helped_is_looked_at_once_more_after_the_next_rekey_also_by_another_SpiBot()
    {
        RemediationView view;
        await using (var before = await Start())
        {
            await Approve(before, await ProposedForBothEnds(before));
            view = (await LookUntilVerified(before)).View;
        }

        var due = view.LookAgainAt!.Value;
        Assert.InRange(due - view.EndedAt!.Value, TimeSpan.FromHours(5), TimeSpan.FromHours(6));
        await using var host = await Start();
        Network.Renegotiate();
        Clock.Advance(due - Clock.GetUtcNow());
        var seen = await Rechecked(host);
        Assert.StartsWith("Still well after the next rekey", seen.View.AfterRekey!.Words, StringComparison.Ordinal);
        Assert.Equal(view.Outcome!.Words, seen.View.Outcome!.Words);
        Assert.Empty(await host.Services.GetRequiredService<IJournal>().Open(Ct));
    }

    /// <summary>A PFS group that does not fit any more, for one: negotiated anew it works until the next rekey.</summary>
    [Fact]
    public async Task Where_the_cause_returns_with_the_next_rekey_it_is_said()
    {
        await using var host = await Start();
        await Approve(host, await ProposedForBothEnds(host));
        var due = (await LookUntilVerified(host)).View.LookAgainAt!.Value;
        Clock.Advance(due - Clock.GetUtcNow() - TimeSpan.FromMinutes(2));
        Network.Reset();
        (Network.Hq.HealedAt, Network.Berlin.HealedAt) = (null, null);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var seen = (await Rechecked(host)).View;
        Assert.Equal(OutcomeVerdict.Helped, seen.Outcome!.Verdict);
        Assert.Equal(OutcomeVerdict.DidNotHelp, seen.AfterRekey!.Verdict);
        Assert.Single(Network.Berlin.Typed);
    }

    private static async Task<RemediationChanged> ProposedForBothEnds(OperationsHost host)
    {
        await host.Check("check-1", CheckKind.ProposeBothEnds, "berlin-fw1", FakeNetwork.HqAddress);
        return await host.Reporter.Remediation(RemediationState.Proposed);
    }

    private static async Task Approve(OperationsHost host, RemediationChanged proposed)
    {
        var grain = host.Remediation(proposed.View.Plan.Id);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.OtherLead, Ct)).Accepted);
    }

    /// <summary>The first step is typed and did not help; the second may have been claimed.</summary>
    private async Task DieBetween(bool claimed)
    {
        await using var before = await Start();
        var view = (await ProposedForBothEnds(before)).View;
        await before.Reporter.Next<ApproversAsked>();
        var journal = before.Services.GetRequiredService<RemediationJournal>();
        var record = (await journal.Read(view.Plan.Id, Ct))!;
        var now = Clock.GetUtcNow();
        string[] leads = [OperationsHost.Lead.EntraId, OperationsHost.OtherLead.EntraId];
        await Happened(r => r.Approve(view.Digest, OperationsHost.Lead, leads, now));
        await Happened(r => r.Approve(view.Digest, OperationsHost.OtherLead, leads, now));
        await Happened(r => r.Claim("first", now, Claim));
        await Happened(r => r.Send("", doubt: null, now));
        var spis = new[]
        {
            new SpiSeen("inbound", Spi.From(0x1000_0002)),
            new SpiSeen("outbound", Spi.From(0x2000_0001)),
        };
        await Happened(r =>
            r.Continue(
                new RemediationOutcome(OutcomeVerdict.DidNotHelp, "It did not help.", []),
                spis,
                now,
                TimeSpan.FromMinutes(15)
            )
        );
        if (claimed)
        {
            await Happened(r => r.Claim("second", now, Claim));
        }

        async Task Happened(Func<Remediation, Decision> decide)
        {
            var decision = decide(record.Remediation);
            Assert.Null(decision.Refusal);
            record = (await journal.Append(record, decision.Granted!, Ct))!;
        }
    }

    private Task<RemediationRechecked> Rechecked(OperationsHost host) =>
        Eventually.Ends(host.Reporter.Next<RemediationRechecked>(), () => Clock.Advance(TimeSpan.FromSeconds(5)));
}
