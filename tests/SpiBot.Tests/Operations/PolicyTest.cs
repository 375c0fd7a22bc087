using SpiBot.Gateways.Changes;
using SpiBot.Operations.Remediations;

namespace SpiBot.Tests.Operations;

/// <summary>What the settings ask of an approval.</summary>
public sealed class PolicyTest : OperationsTest
{
    [Fact]
    public async Task AQuorumOfTwoWantsTwoDifferentLeads()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=2");
        var proposed = await Proposed(host);
        var (grain, digest) = (host.Remediation(proposed.View.Plan.Id), proposed.View.Digest);

        var first = await grain.Approve(digest, OperationsHost.Lead, Ct);
        Assert.True(first.Accepted, first.Refusal);
        Assert.Equal(
            (RemediationState.Proposed, 1, 2),
            (first.View!.State, first.View.Approvals!.Count, first.View.Plan.ApprovalsNeeded)
        );
        var half = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal("Lea Lead", Assert.Single(half.View.Approvals!).By.Name);
        Assert.Contains("approved it already", (await grain.Approve(digest, OperationsHost.Lead, Ct)).Refusal);
        Assert.Empty(Network.Berlin.Typed);

        Assert.True((await grain.Approve(digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task ADenialBetweenTwoApprovalsEndsIt()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=2");
        var proposed = await Proposed(host);
        var (grain, digest) = (host.Remediation(proposed.View.Plan.Id), proposed.View.Digest);

        Assert.True((await grain.Approve(digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.True((await grain.Deny(digest, OperationsHost.OnCall, "it came back by itself", Ct)).Accepted);
        Assert.Contains("denied", (await grain.Approve(digest, OperationsHost.OtherLead, Ct)).Refusal);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task HalfAQuorumOutlivesARestart()
    {
        RemediationView view;
        await using (var before = await Start("Remediations:Quorum:clear-peer=2"))
        {
            view = (await Proposed(before)).View;
            await before.Remediation(view.Plan.Id).Approve(view.Digest, OperationsHost.Lead, Ct);
        }

        // What was asked of the plan holds, whatever the settings say now.
        await using var host = await Start("Remediations:Quorum:clear-peer=1");
        var grain = host.Remediation(view.Plan.Id);
        Assert.Contains("approved it already", (await grain.Approve(view.Digest, OperationsHost.Lead, Ct)).Refusal);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
    }

    [Fact]
    public async Task AQuorumThatNobodyCanReachIsRefusedAtOnce()
    {
        await using var host = await Start("Remediations:Quorum:clear-peer=3");
        await host.Check(
            "check-1",
            SpiBot.Operations.Checks.CheckKind.ProposeClearPeer,
            peer: FakeNetwork.BerlinAddress
        );
        var nothing = await host.Reporter.Next<SpiBot.Operations.Threads.NothingToPropose>();
        Assert.Contains("needs 3 approvals, and the inventory names 2", nothing.Because);
    }

    [Theory]
    [InlineData("clear-peer", 0, "Remediations:Quorum:clear-peer: 0 is not a number of people (1-9)")]
    [InlineData("clear-all", 2, "Remediations:Quorum:clear-all: is no kind of change (")]
    public void AWrongQuorumIsNamed(string kind, int number, string problem)
    {
        var options = new RemediationOptions();
        options.Quorum[kind] = number;
        Assert.StartsWith(problem, Assert.Single(options.Problems()), StringComparison.Ordinal);
    }
}
