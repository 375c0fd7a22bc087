using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>SpiBot is stopped and started again on the same file.</summary>
public sealed class RestartTests : OperationsTests
{
    [Fact]
    public async Task A_proposal_outlives_a_restart_and_can_be_approved()
    {
        RemediationChanged proposed;
        await using (var before = await Start())
        {
            proposed = await Proposed(before);
        }

        await using var host = await Start();
        var waiting = await host.Services.GetRequiredService<IOpenRemediations>().Waiting(Ct);
        Assert.Equal(proposed.View.Digest, Assert.Single(waiting).Digest);
        var grain = host.Remediation(proposed.View.Plan.Id);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_plan_whose_check_had_not_ended_is_told_again_and_the_check_does_not_take_its_place()
    {
        await using (var before = await Start())
        {
            await before.Check("check-1", CheckKind.ProposeClearPeer, peer: FakeNetwork.BerlinAddress);
            await before.Reporter.Remediation(RemediationState.Proposed);
        }

        // As a crash leaves it between the plan and the end of its check.
        using (var database = Stores.Open(new StorageOptions { Database = DatabaseFile }))
        {
            await database.Write(db => db.Run("UPDATE checks SET ended = 0, found = NULL"), Ct);
        }

        Network.Hq.Failure = Network.Hq.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await using var host = await Start();
        await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.All(host.Reporter.Taken, report => Assert.IsNotType<CheckStarted>(report));
    }

    [Fact]
    public async Task A_proposal_expires_also_when_nobody_was_there()
    {
        await using (var before = await Start())
        {
            await Proposed(before);
        }

        Clock.Advance(TimeSpan.FromHours(1));
        await using var host = await Start();
        Assert.True((await host.Reporter.Remediation(RemediationState.Expired)).Final);
    }

    [Fact]
    public async Task The_expiry_of_an_old_proposal_is_waited_for_again()
    {
        await using (var before = await Start())
        {
            await Proposed(before);
        }

        await using var host = await Start();
        Clock.Advance(TimeSpan.FromMinutes(15));
        await host.Reporter.Remediation(RemediationState.Expired);
    }

    [Fact]
    public async Task What_was_approved_and_not_begun_is_taken_up()
    {
        RemediationPlan plan;
        await using (var before = await Start())
        {
            var proposed = await Proposed(before);
            plan = proposed.View.Plan;
            await before.Reporter.Next<ApproversAsked>();
            var journal = before.Services.GetRequiredService<RemediationJournal>();
            var record = (await journal.Read(plan.Id, Ct))!;
            var approve = record.Remediation.Approve(
                proposed.View.Digest,
                OperationsHost.Lead,
                [OperationsHost.Lead.EntraId],
                Clock.GetUtcNow()
            );
            await journal.Append(record, approve.Granted!, Ct);
        }

        await using var host = await Start();
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_check_that_was_underway_begins_again_and_a_finished_one_can_still_propose()
    {
        TunnelDiagnosed diagnosed;
        await using (var before = await Start())
        {
            diagnosed = await Diagnosed(before, "done");
            await before.Check("underway", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
            await before.Reporter.Next<TunnelSeenOnce>();
        }

        await using var host = await Start();
        var again = await host.Reporter.Next<TunnelSeenOnce>();
        Assert.Equal("underway", again.Exchange);
        var clear = Offers.Of(diagnosed.Diagnosis).First(o => o.Remedy.ChangesSomething).Index;
        var outcome = await host.Grains.GetGrain<ICheckGrain>("done").Propose(clear, OperationsHost.OnCall, Ct);
        Assert.Equal($"done-{clear + 1}", outcome.RemediationId);
    }
}
