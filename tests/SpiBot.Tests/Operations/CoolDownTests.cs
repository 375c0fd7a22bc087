using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>The same peer is left alone for a while after a clear, on the gateway it was cleared on.</summary>
public sealed class CoolDownTests : OperationsTests
{
    [Fact]
    public async Task A_second_clear_is_not_proposed_before_its_time()
    {
        await using var host = await Start();
        await Cleared(host, "check-1");

        await host.Check("check-2", CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        var refused = await host.Reporter.Next<NothingToPropose>();
        Assert.Contains("SpiBot cleared SAs with 198.51.100.1 on berlin-fw1 at 12:00:00 UTC.", refused.Because);
        Assert.Contains("waits until 12:05:00 UTC", refused.Because);

        // The other gateway, and another peer, are not meant.
        await host.Check("check-3", CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.BerlinAddress);
        await host.Reporter.Remediation(RemediationState.Proposed);

        Clock.Advance(TimeSpan.FromMinutes(5));
        await host.Check("check-4", CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        var later = await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Equal("berlin-fw1", later.View.Plan.Gateway);
    }

    [Fact]
    public async Task Two_plans_for_one_peer_are_not_both_sent()
    {
        await using var host = await Start();
        var first = await Propose(host, "check-1");
        var second = await Propose(host, "check-2");
        await ApproveAsLead(host, first);
        await host.Reporter.Remediation(RemediationState.Sent);
        // The SPIs are those of the plan again, so that nothing but the cool-down speaks against it.
        Network.Reset();
        await ApproveAsLead(host, second);

        var superseded = await host.Reporter.Remediation(RemediationState.Superseded);
        Assert.Equal(second.View.Plan.Id, superseded.View.Plan.Id);
        Assert.Contains("SpiBot cleared SAs with 198.51.100.1 on berlin-fw1", superseded.View.Note);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task It_outlives_a_restart()
    {
        await using (var before = await Start())
        {
            await Cleared(before, "check-1");
        }

        await using var host = await Start();
        await host.Check("check-2", CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        Assert.Contains("waits until", (await host.Reporter.Next<NothingToPropose>()).Because);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var host = await Start("Remediations:CoolDown=00:00:00");
        await Cleared(host, "check-1");
        await Propose(host, "check-2");
    }

    private async Task Cleared(OperationsHost host, string id)
    {
        await ApproveAsLead(host, await Propose(host, id));
        await host.Reporter.Remediation(RemediationState.Sent);
    }

    private static async Task<RemediationChanged> Propose(OperationsHost host, string id)
    {
        await host.Check(id, CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        return await host.Reporter.Remediation(RemediationState.Proposed);
    }
}
