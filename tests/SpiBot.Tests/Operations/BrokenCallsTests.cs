using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;

namespace SpiBot.Tests.Operations;

/// <summary>While a replica dies, calls to what it had go wrong, or their answers never come: nobody is left waiting, and nothing is done twice.</summary>
public sealed class BrokenCallsTests : OperationsTests
{
    private readonly BrokenCalls calls = new();

    [Theory]
    // At the start of the check, at its end, and between.
    [InlineData("IGatewayGrain.Read")]
    [InlineData("IRemediationGrain.Propose")]
    public async Task A_plan_comes_although_a_call_for_it_went_wrong(string method)
    {
        await using var host = await StartBroken();
        calls.Break(method, times: 2);

        await host.Check("check-1", CheckKind.ProposeClearPeer, peer: FakeNetwork.BerlinAddress);

        await Eventually.Ends(host.Reporter.Remediation(RemediationState.Proposed), Second);
    }

    [Fact]
    public async Task A_second_look_comes_although_the_call_for_it_went_wrong()
    {
        await using var host = await StartBroken();
        await host.Check("check-1", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        calls.Break("IGatewayGrain.Read");

        await Eventually.Ends(host.Reporter.Next<TunnelDiagnosed>(), Second);
    }

    [Fact]
    public async Task A_reading_that_never_came_is_asked_for_again()
    {
        await using var host = await StartBroken();
        var lost = calls.Lose("ICheckGrain.Took");
        await host.Check("check-1", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        await lost;

        // As when another replica is known to be gone.
        await host.Grains.GetGrain<ICheckGrain>("check-1").Recover(Ct);

        await host.Reporter.Next<TunnelDiagnosed>();
    }

    [Fact]
    public async Task A_check_in_which_all_goes_wrong_ends_and_says_so()
    {
        await using var host = await StartBroken();
        calls.Break("IGatewayGrain.Read", times: int.MaxValue);
        await host.Check("check-1", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);

        var failed = await Eventually.Ends(host.Reporter.Next<CheckFailed>(), Second);

        Assert.Contains("went wrong in SpiBot itself", failed.Failure.CameBack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IGatewayGrain.Apply")]
    [InlineData("IGatewayGrain.Read")]
    [InlineData("IRemediationGrain.Typed")]
    public async Task What_was_approved_is_typed_once_and_looked_after_although_a_call_went_wrong(string method)
    {
        await using var host = await StartBroken();
        var proposed = await Proposed(host);
        calls.Break(method);

        var approval = await ApproveAsLead(host, proposed);

        Assert.True(approval.Accepted, approval.Refusal);
        await LookUntilVerified(host);
        Assert.Single(Network.Berlin.Typed);
    }

    [Theory]
    [InlineData("IRemediationGrain.Typed")]
    [InlineData("IRemediationGrain.Debugged")]
    public async Task A_debug_is_listened_to_and_told_although_a_call_went_wrong(string method)
    {
        Network.Hq.DebugSays = "IKEv2-PROTO-2: (7): Received TS_UNACCEPTABLE notify\n";
        await using var host = await StartBroken();
        await host.Check("check-1", CheckKind.ProposeDebug, peer: FakeNetwork.BerlinAddress);
        var proposed = await host.Reporter.Remediation(RemediationState.Proposed);
        calls.Break(method);

        await ApproveAsLead(host, proposed);
        await Eventually.Ends(host.Reporter.Remediation(RemediationState.Sent), Second);
        Network.Hq.DebugEnds.SetResult();

        await Eventually.Ends(host.Reporter.Next<DebugTold>(), Second);
        await Eventually.Holds(_ => Task.FromResult(Network.Hq.Standing.IsEmpty), Second);
        Assert.Equal((2, 1), (Network.Hq.Opened, Network.Hq.Closed));
    }

    [Fact]
    public async Task A_look_after_a_clear_whose_reading_never_came_is_asked_for_again()
    {
        await using var host = await StartBroken();
        var proposed = await Proposed(host);
        await ApproveAsLead(host, proposed);
        await host.Reporter.Remediation(RemediationState.Sent);
        var lost = calls.Lose("IRemediationGrain.Took");
        await Eventually.Holds(_ => Task.FromResult(lost.IsCompleted), Second);

        await host.Remediation(proposed.View.Plan.Id).Recover(Ct);

        await LookUntilVerified(host);
        Assert.Single(Network.Berlin.Typed);
    }

    [Theory]
    [InlineData("IGatewayGrain.Read")]
    [InlineData("ICheckGrain.Start")]
    public async Task A_watch_goes_on_although_a_call_went_wrong(string method)
    {
        Network.Renegotiate();
        await using var host = await StartBroken();
        await WatchTests.Set(host);
        await Eventually.Holds(() => !Network.Hq.Glances.IsEmpty);
        calls.Break(method);

        Network.Break();

        await Eventually.Ends(host.Reporter.Next<WatchTold>(told => told.News.Kind == WatchNewsKind.FaultBegan), Some);
        await Eventually.Ends(host.Reporter.Next<TunnelDiagnosed>(), Some);

        void Some() => Clock.Advance(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task What_cannot_be_taken_up_at_once_is_taken_up_soon()
    {
        await using (var before = await Start())
        {
            await Proposed(before);
        }

        calls.Break("IRemediationGrain.Recover");
        await using var host = await StartBroken();
        Clock.Advance(TimeSpan.FromDays(1));

        await Eventually.Ends(host.Reporter.Remediation(RemediationState.Expired), Second);
    }

    private Task<OperationsHost> StartBroken() =>
        OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: services => services.AddSingleton<IIncomingGrainCallFilter>(calls)
        );

    private void Second() => Clock.Advance(TimeSpan.FromSeconds(1));
}
