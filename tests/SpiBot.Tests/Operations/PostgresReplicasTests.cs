using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Conversations;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tests.Conversation;
using SpiBot.Tests.PostgreSql;

namespace SpiBot.Tests.Operations;

/// <summary>Two replicas on one PostgreSQL.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresReplicasTests(PostgresCluster cluster) : OperationsTests
{
    [Fact]
    public async Task What_one_proposes_the_other_carries_out_once()
    {
        var (one, other) = await Two();
        await using var first = one;
        await using var second = other;
        var proposed = await Proposed(first);
        var id = proposed.View.Plan.Id;
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    (i % 2 == 0 ? first : second)
                        .Remediation(id)
                        .Approve(proposed.View.Digest, i % 3 == 0 ? OperationsHost.Lead : OperationsHost.OtherLead, Ct)
                )
        );
        Assert.Single(outcomes, o => o is { Accepted: true, IsRepeated: false });
        await first.Reporter.Remediation(RemediationState.Sent);
        Clock.Advance(TimeSpan.FromSeconds(3));
        await LookUntilVerified(first);
        Assert.Single(Network.Berlin.Typed);
    }

    /// <summary>Two leads press at the same moment, each on a replica of its own.</summary>
    [Fact]
    public async Task Two_changes_of_one_gateway_do_not_meet()
    {
        // Neither clear brings new SAs: then the other would not be typed because of these.
        Network.ClearsNeeded = 3;
        var (one, other) = await Two();
        await using var first = one;
        await using var second = other;
        await first.Check("check-1", CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.BerlinAddress);
        var clear = await first.Reporter.Remediation(RemediationState.Proposed);
        await second.Check("check-2", CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.ForeignPeer);
        var foreign = await first.Reporter.Remediation(RemediationState.Proposed);

        await Task.WhenAll(
            first.Remediation(clear.View.Plan.Id).Approve(clear.View.Digest, OperationsHost.Lead, Ct),
            second.Remediation(foreign.View.Plan.Id).Approve(foreign.View.Digest, OperationsHost.OtherLead, Ct)
        );

        var superseded = await first.Reporter.Remediation(RemediationState.Superseded);
        Assert.StartsWith("Another change of hq-fw1 is under way", superseded.View.Note, StringComparison.Ordinal);
        await Eventually.Holds(() => Network.Hq.Typed.Count == 1);
        var typed = superseded.View.Plan.Id == clear.View.Plan.Id ? foreign : clear;
        Assert.Equal(typed.View.Plan.Lines, Network.Hq.Typed);
    }

    [Fact]
    public async Task When_one_is_gone_the_other_takes_up_what_was_open()
    {
        var (one, other) = await Two();
        await using var second = other;
        RemediationChanged proposed;
        await using (one)
        {
            proposed = await Proposed(one);
        }

        Clock.Advance(TimeSpan.FromMinutes(15));
        var expired = await second.Reporter.Remediation(RemediationState.Expired);
        Assert.Equal(proposed.View.Plan.Id, expired.View.Plan.Id);
    }

    [Fact]
    public async Task When_one_is_gone_the_other_goes_on_watching()
    {
        Network.Renegotiate();
        var (one, other) = await Two();
        await using var second = other;
        await using (one)
        {
            await WatchTests.Set(one);
            await WatchTests.Set(one, "berlin-fw1", FakeNetwork.HqAddress);
            await WatchTests.Set(one, peer: FakeNetwork.ForeignPeer);
        }

        Network.Hq.Sas.Remove(FakeNetwork.ForeignPeer);
        var told = await Eventually.Ends(
            second.Reporter.Next<WatchTold>(),
            () => Clock.Advance(TimeSpan.FromSeconds(20)),
            milliseconds: 20
        );

        Assert.Equal((FakeNetwork.ForeignPeer, 1), (told.View.Peer, told.News.Number));
    }

    /// <summary>The remediation is on the one that reaches the store, the gateway's session on the other.</summary>
    [Fact]
    public async Task What_one_cannot_type_yet_is_not_claimed_and_is_typed_once_it_reaches_the_store()
    {
        var fault = new StoreFault();
        var (one, other) = await Two(mayLogErrors: true, fault);
        await using var first = one;
        await using var second = other;
        await On(second, () => second.Grains.GetGrain<IGatewayGrain>("berlin-fw1").AskLog("nothing", Ct));
        var proposed = await On(first, () => Proposed(first));
        fault.Away = true;
        var outcome = await On(
            first,
            () => first.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
        );
        Assert.True(outcome.Accepted);
        await Eventually.Holds(() => second.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.Away = false;
        await StoreAwayTests.Back(second);
        await first.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    /// <summary>The check is on the one, whose message takes its time; the remediation on the other.</summary>
    [Fact]
    public async Task A_message_of_a_check_that_comes_late_does_not_cost_the_card_of_its_plan()
    {
        var connector = new FakeConnector();
        var mayArrive = new TaskCompletionSource();
        connector.Arrives = card =>
            IsOfCheck(card) ? mayArrive.Task.WaitAsync(Eventually.Limit, Ct) : Task.CompletedTask;
        var (one, other) = await Two(alter: Posting.To(connector));
        await using var first = one;
        await using var second = other;
        var remediation = second.Remediation("check-1-1");
        await On(second, () => remediation.View(Ct));
        await On(first, () => Posting.Check(first, "check-1", CheckKind.ProposeClearPeer));
        var plan = await Posting.Arrived(connector, IsOfPlan);
        var memory = second.Services.GetRequiredService<IThreadMemory>();
        await Eventually.Holds(async ct => await memory.MessageOf("remediation/check-1-1", ct) == plan);
        mayArrive.SetResult();
        var late = await Posting.Arrived(connector, IsOfCheck);
        await Eventually.Holds(() => connector.Updated.ContainsKey(late));
        Assert.Contains("another message", connector.Updated[late]);

        var press = new Press(OperationsHost.Lead, (await remediation.View(Ct))!.Digest, Shortcuts.Venue, plan);
        var outcome = await remediation.Approve(press, Ct);
        Assert.True(outcome.Accepted, outcome.Refusal);
    }

    [Fact]
    public async Task PostgreSQL_that_dies_and_comes_back_costs_nothing()
    {
        var (one, other) = await Two(mayLogErrors: true);
        await using var first = one;
        await using var second = other;
        var proposed = await Proposed(first);
        var id = proposed.View.Plan.Id;
        await cluster.StopHard();
        try
        {
            // The grain is on one of them: what it throws is known on the other, too.
            foreach (var host in (OperationsHost[])[first, second])
            {
                await Assert.ThrowsAsync<StorageAwayException>(() =>
                    host.Remediation(id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
                );
            }

            Assert.Empty(Network.Berlin.Typed);
        }
        finally
        {
            await cluster.Start();
        }

        await StoreAwayTests.Back(first);
        await StoreAwayTests.Back(second);
        Assert.True((await second.Remediation(id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await first.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    private static bool IsOfCheck(string card) => card.Contains("Checking ", StringComparison.Ordinal);

    private static bool IsOfPlan(string card) => card.Contains("\"approve\"", StringComparison.Ordinal);

    /// <summary>Grains that this call brings to life live there.</summary>
    private static async Task<T> On<T>(OperationsHost host, Func<Task<T>> call)
    {
        RequestContext.Set(
            IPlacementDirector.PlacementHintKey,
            host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress
        );
        return await call();
    }

    private static Task On(OperationsHost host, Func<Task> call) =>
        On(
            host,
            async () =>
            {
                await call();
                return true;
            }
        );

    /// <param name="fault">Of the other's way to the store.</param>
    /// <param name="alter">Changes the services of both.</param>
    private async Task<(OperationsHost One, OperationsHost Other)> Two(
        bool mayLogErrors = false,
        StoreFault? fault = null,
        Action<IServiceCollection>? alter = null
    )
    {
        var options = await PostgresTests.NewDatabase(cluster);
        var one = await OperationsHost.Start(options, Clock, Network, alter: alter, mayLogErrors: mayLogErrors);
        alter += fault is null ? null : FailingDatabase.Instead(fault);
        return (
            one,
            await OperationsHost.Start(options, Clock, Network, one.Reporter, alter, mayLogErrors: mayLogErrors)
        );
    }
}
