using SpiBot.Gateways;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

public sealed class CheckTests : OperationsTests
{
    [Fact]
    public async Task Two_looks_at_both_ends_give_a_cause()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        var started = await host.Reporter.Next<CheckStarted>();
        Assert.Equal(["hq-fw1", "berlin-fw1"], started.Gateways);
        var once = await host.Reporter.Next<TunnelSeenOnce>();
        Assert.False(once.Final || once.Diagnosis.TwoLooks);
        Assert.Equal(FakeNetwork.Start.AddSeconds(30), once.SecondLookAt);
        Assert.Empty(Offers.Of(once.Diagnosis));
        var early = await host.Grains.GetGrain<ICheckGrain>("c").Propose(0, OperationsHost.OnCall, Ct);
        Assert.Contains("second look", early.Refusal);

        Clock.Advance(TimeSpan.FromSeconds(30));
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.True(diagnosed.Final && diagnosed.Diagnosis.TwoLooks);
        Assert.Equal("peer-on-old-sa", diagnosed.Diagnosis.First.Cause);
        Assert.Equal(10, diagnosed.Diagnosis.OurDrops.PerSecond);
        Assert.Equal(FakeNetwork.HqAddress, diagnosed.Evidence.Theirs!.Latest.Peer);
        Assert.Equal((2, 2, 1, 1), (Network.Hq.Reads, Network.Berlin.Reads, Network.Hq.Opened, Network.Berlin.Opened));
    }

    [Fact]
    public async Task The_same_check_started_twice_runs_once()
    {
        await using var host = await Start();
        await Task.WhenAll(
            host.Check("c", CheckKind.Compare, peer: FakeNetwork.BerlinAddress),
            host.Check("c", CheckKind.Compare, peer: FakeNetwork.BerlinAddress)
        );
        await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal(1, Network.Hq.Reads);
        Assert.Single(host.Reporter.Taken.OfType<CheckStarted>());
    }

    [Fact]
    public async Task A_foreign_peer_has_one_end_and_says_so()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Compare, peer: FakeNetwork.ForeignPeer);
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Null(diagnosed.Evidence.Theirs);
        Assert.Contains("192.0.2.77 is no gateway of the inventory", diagnosed.Evidence.TheirsMissing);
        Assert.Equal("panos", diagnosed.Evidence.TheirPlatform);
        Assert.Equal(0, Network.Berlin.Reads);
    }

    [Fact]
    public async Task An_unreachable_viewpoint_fails_the_check_and_an_unreachable_other_end_does_not()
    {
        await using var host = await Start();
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await host.Check("c", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal("berlin-fw1 could not be read: Connection timed out.", diagnosed.Evidence.TheirsMissing);
        Assert.Equal("berlin-fw1", Assert.Single(diagnosed.Failures).Gateway);

        await host.Check("d", CheckKind.Tunnel, "berlin-fw1", FakeNetwork.HqAddress);
        var failed = await host.Reporter.Next<CheckFailed>();
        Assert.Equal((true, GatewayFailureKind.Unreachable), (failed.Final, failed.Failure.Kind));
    }

    [Fact]
    public async Task A_viewpoint_that_is_gone_at_the_second_look_leaves_what_the_first_told()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Network.Hq.LoseNext = true;
        Network.Hq.Failure = Network.Hq.Fail(GatewayFailureKind.Unreachable, "No route to host.");
        Clock.Advance(TimeSpan.FromSeconds(30));
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.False(diagnosed.Diagnosis.TwoLooks);
        Assert.Equal("No route to host.", Assert.Single(diagnosed.Failures).CameBack);
        Assert.Empty(Offers.Of(diagnosed.Diagnosis));
    }

    [Fact]
    public async Task Drops_are_read_twice()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Drops);
        var first = await host.Reporter.Next<DropsRead>();
        Assert.True(first.LooksAgain && !first.Final && first.Rate.PerSecond is null);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await host.Reporter.Next<DropsRead>();
        Assert.True(second.Final);
        Assert.Equal(10, second.Rate.PerSecond);
    }

    [Fact]
    public async Task Inactive_SAs_are_read_once()
    {
        await using var host = await Start();
        Network.Hq.Inactive = 2;
        await host.Check("c", CheckKind.Inactive);
        Assert.Equal(2, (await host.Reporter.Next<InactiveRead>()).Reading.Inactive.Value!.Count);
    }

    [Fact]
    public async Task A_gateway_that_is_not_in_the_inventory_fails_the_check()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Drops, "paris-fw1");
        Assert.Contains("inventory", (await host.Reporter.Next<CheckFailed>()).Failure.Tried);
    }

    [Fact]
    public async Task Equal_reads_in_flight_share_one_run()
    {
        await using var host = await Start();
        var release = new TaskCompletionSource();
        Network.Hq.Gate = ct => release.Task.WaitAsync(ct);
        for (var i = 0; i < 5; i++)
        {
            await host.Check($"c{i}", CheckKind.Inactive);
        }

        await host.Check("other", CheckKind.Compare, peer: FakeNetwork.ForeignPeer);
        release.SetResult();
        for (var i = 0; i < 5; i++)
        {
            await host.Reporter.Next<InactiveRead>();
        }

        await host.Reporter.Next<TunnelDiagnosed>();
        Assert.Equal((2, 1), (Network.Hq.Reads, Network.Hq.Opened));
    }

    [Fact]
    public async Task Who_begins_to_look_within_the_least_interval_gets_the_last_reading()
    {
        await using var host = await Start("Conversations:LeastInterval=00:00:30");
        await host.Check("a", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
        Clock.Advance(TimeSpan.FromSeconds(29));
        await host.Check("b", CheckKind.Inactive);
        Assert.Equal(FakeNetwork.Start, (await host.Reporter.Next<InactiveRead>()).Reading.TakenAt);
        Assert.Equal(1, Network.Hq.Reads);

        Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Check("c", CheckKind.Inactive);
        Assert.Equal(FakeNetwork.Start.AddSeconds(30), (await host.Reporter.Next<InactiveRead>()).Reading.TakenAt);
        Assert.Equal(2, Network.Hq.Reads);
    }

    [Fact]
    public async Task Both_ends_side_by_side_are_read_at_one_moment()
    {
        await using var host = await Start("Conversations:LeastInterval=00:00:30");
        await host.Check("a", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(10));
        await host.Check("b", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        var compared = await host.Reporter.Next<TunnelDiagnosed>();

        Assert.Equal(FakeNetwork.Start.AddSeconds(10), compared.Evidence.Ours.Latest.TakenAt);
        Assert.Equal((2, 2), (Network.Hq.Reads, Network.Berlin.Reads));
    }

    [Fact]
    public async Task A_second_look_is_never_an_old_one()
    {
        await using var host = await Start("Conversations:LeastInterval=00:01:00", "Checks:SecondLookAfter=00:00:10");
        await host.Check("a", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(10));
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();

        Assert.True(diagnosed.Diagnosis.TwoLooks);
        Assert.Equal((2, 2), (Network.Hq.Reads, Network.Berlin.Reads));
    }

    [Fact]
    public async Task A_reading_from_before_a_change_is_not_given_to_anybody()
    {
        await using var host = await Start(
            "Conversations:LeastInterval=00:10:00",
            "Checks:SecondLookAfter=00:00:30",
            "Remediations:CoolDown=00:00:00"
        );
        var proposed = await Proposed(host);
        await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct);
        await LookUntilVerified(host);
        var reads = Network.Berlin.Reads;

        await host.Check("after", CheckKind.Tunnel, "berlin-fw1", FakeNetwork.HqAddress);
        var after = await host.Reporter.Next<TunnelSeenOnce>();

        Assert.Equal(Spi.From(0x2000_0009), after.Evidence.Ours.Latest.Tunnels[0].Accepting.Single());
        Assert.InRange(Network.Berlin.Reads, reads, reads + 1);
    }

    [Fact]
    public async Task The_data_path_is_listed_only_where_the_ends_agree_and_nothing_arrives()
    {
        await using var host = await Start();
        Network.Renegotiate();
        Network.Hq.DecryptsNothing = true;
        await host.Check("c", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();

        Assert.Equal((3, 3), (Network.Hq.Reads, Network.Berlin.Reads));
        Assert.True(diagnosed.Evidence.Ours.Latest.DataPath.WasRead);
        Assert.True(diagnosed.Evidence.Theirs!.Latest.DataPath.WasRead);
        Assert.True(diagnosed.Diagnosis.TwoLooks);

        Network.Hq.DecryptsNothing = false;
        await host.Check("d", CheckKind.Tunnel, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        var healthy = await host.Reporter.Next<TunnelDiagnosed>();
        Assert.False(healthy.Evidence.Ours.Latest.DataPath.WasRead);
        Assert.Equal((5, 5), (Network.Hq.Reads, Network.Berlin.Reads));
    }

    [Fact]
    public async Task The_data_path_is_listed_for_who_asks_for_it_in_one_look()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.DataPath, peer: FakeNetwork.BerlinAddress);
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();

        Assert.True(diagnosed.Evidence.Ours.Latest.DataPath.WasRead);
        Assert.True(diagnosed.Evidence.Theirs!.Latest.DataPath.WasRead);
        Assert.Equal((1, 1), (Network.Hq.Reads, Network.Berlin.Reads));
    }

    [Fact]
    public async Task A_lost_session_is_opened_again_once()
    {
        await using var host = await Start();
        Network.Hq.LoseNext = true;
        await host.Check("c", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
        Assert.Equal((2, 2, 1), (Network.Hq.Opened, Network.Hq.Reads, Network.Hq.Closed));
    }

    [Fact]
    public async Task A_read_that_never_ends_is_given_up()
    {
        await using var host = await Start();
        var begun = new TaskCompletionSource();
        Network.Hq.Gate = ct =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        };
        await host.Check("c", CheckKind.Inactive);
        await begun.Task.WaitAsync(Ct);
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Contains("120 s", (await host.Reporter.Next<CheckFailed>()).Failure.CameBack);
        Network.Hq.Gate = null;
        await host.Check("d", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
    }

    [Fact]
    public async Task A_session_that_nobody_uses_is_given_back_after_five_minutes()
    {
        await using var host = await Start();
        await host.Check("c", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
        Clock.Advance(TimeSpan.FromMinutes(4));
        await host.Check("d", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
        Assert.Equal((1, 0), (Network.Hq.Opened, Network.Hq.Closed));

        // It begins to wait only when the last answer has been handed on, which is after it was reported.
        while (Volatile.Read(ref Network.Hq.Closed) == 0)
        {
            Clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        await host.Check("e", CheckKind.Inactive);
        await host.Reporter.Next<InactiveRead>();
        Assert.Equal((2, 1), (Network.Hq.Opened, Network.Hq.Closed));
    }

    [Fact]
    public async Task Sessions_are_closed_when_SpiBot_stops()
    {
        await using (var host = await Start())
        {
            await host.Check("c", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
            await host.Reporter.Next<TunnelDiagnosed>();
            Assert.Equal((0, 0), (Network.Hq.Closed, Network.Berlin.Closed));
        }

        Assert.Equal((1, 1), (Network.Hq.Closed, Network.Berlin.Closed));
    }

    [Fact]
    public async Task For_a_peer_that_the_inventory_does_not_list_nothing_is_offered_nor_proposed()
    {
        var stranger = System.Net.IPAddress.Parse("192.0.2.99");
        Network.Hq.Sas[stranger] = (Spi.From(0x5000_0001), Spi.From(0x6000_0001));
        await using var host = await Start();
        await host.Check("check-1", CheckKind.Tunnel, peer: stranger);
        await host.Reporter.Next<TunnelSeenOnce>();
        Clock.Advance(TimeSpan.FromSeconds(30));
        var diagnosed = await host.Reporter.Next<TunnelDiagnosed>();

        Assert.False(diagnosed.Evidence.PeerIsListed);
        var offers = Offers.Of(diagnosed.Diagnosis);
        Assert.NotEmpty(offers);
        Assert.Empty(Offers.BestFirst(diagnosed.Diagnosis, diagnosed.Refusals));
        var outcome = await host
            .Grains.GetGrain<ICheckGrain>("check-1")
            .Propose(offers[0].Index, OperationsHost.OnCall, Ct);
        Assert.Contains("has no peer 192.0.2.99 in the inventory", outcome.Refusal);
    }
}
