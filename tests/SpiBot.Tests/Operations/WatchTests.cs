using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Operations.History;
using SpiBot.Operations.Threads;
using SpiBot.Operations.Watches;

namespace SpiBot.Tests.Operations;

/// <summary>Watches of the tunnel between two gateways, on a clock that only the test moves; the fake boxes count the looks.</summary>
public sealed class WatchTests : OperationsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly Venue OtherChannel = Shortcuts.Venue with { Conversation = "19:other@thread.tacv2" };

    public WatchTests() => Network.Renegotiate();

    [Fact]
    public async Task A_fault_that_begins_is_told_once_is_checked_and_is_told_to_be_over()
    {
        await using var host = await Start();
        await Set(host);
        await Looks(2);
        Network.Break();
        // All of its signs, before the clock may run away from the looks: one that comes much later is another fault.
        await Looks(4);
        var began = await Told(host, WatchNewsKind.FaultBegan);
        Assert.Equal(OperationsHost.OnCall, began.View.By);
        Assert.False(began.Final);
        Assert.Contains(began.News.Words, words => words.Contains("hq-fw1 drops", StringComparison.Ordinal));
        Assert.Equal(began.Exchange, (await host.Reporter.Next<CheckStarted>()).Order.After);

        var diagnosed = await Passing(host.Reporter.Next<TunnelDiagnosed>());
        await Looks(3);
        Assert.Equal("peer-on-old-sa", diagnosed.Diagnosis.First.Cause);
        Assert.Equal(OperationsHost.OnCall, diagnosed.Order.By);
        var since = (await View(host))!.FaultSince;
        Assert.NotNull(since);

        Network.Renegotiate();
        var over = await Told(host, WatchNewsKind.FaultOver);
        Assert.Equal(since, over.News.Since);
        var past = await host
            .Services.GetRequiredService<ITunnelHistories>()
            .Find("hq-fw1", FakeNetwork.BerlinAddress, TestContext.Current.CancellationToken);
        Assert.NotNull(Assert.Single(past!.Faults).Over);
        Assert.True(over.Final);
        Assert.Single(host.Reporter.Taken.OfType<WatchTold>(), told => told.News.Kind == WatchNewsKind.FaultBegan);
        Assert.Single(host.Reporter.Taken.OfType<CheckStarted>());
        Assert.Null((await View(host))!.FaultSince);
        Assert.Empty(Network.Berlin.Typed);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task A_single_look_that_caught_something_is_no_fault()
    {
        await using var host = await Start();
        await Set(host);
        await Looks(2);
        var sas = Network.Hq.Sas[FakeNetwork.BerlinAddress];
        Network.Hq.Sas.Remove(FakeNetwork.BerlinAddress);
        await Looks(1);
        Network.Hq.Sas[FakeNetwork.BerlinAddress] = sas;
        await Looks(3);
        await Set(host, peer: FakeNetwork.ForeignPeer);
        Network.Hq.Sas.Remove(FakeNetwork.ForeignPeer);
        var began = await Told(host, WatchNewsKind.FaultBegan);
        Assert.Equal(FakeNetwork.ForeignPeer, began.View.Peer);
        Assert.Equal(["hq-fw1 has no SA with 192.0.2.77."], began.News.Words);
        Assert.Single(host.Reporter.Taken.OfType<WatchTold>());
    }

    [Fact]
    public async Task A_gateway_is_looked_at_once_for_all_its_watches_and_never_sooner_than_it_may()
    {
        await using var host = await Start();
        await Set(host);
        await Set(host, peer: FakeNetwork.ForeignPeer);
        await Set(host, gateway: "berlin-fw1", peer: FakeNetwork.HqAddress);
        await Set(host, venue: OtherChannel);
        await Looks(6, Network.Hq, Network.Berlin);
        Assert.InRange(Network.Hq.Glances.Count, 6, 7);
        Assert.InRange(Network.Berlin.Glances.Count, 6, 7);
        // A minute that passes in no time finds watches that have not asked again yet: in the pace of life all are served by one look.
        HashSet<IPAddress> both = [FakeNetwork.BerlinAddress, FakeNetwork.ForeignPeer];
        await Eventually.Holds(
            _ => Task.FromResult(both.SetEquals(Network.Hq.Glances.Last().Peers)),
            () => Clock.Advance(TimeSpan.FromSeconds(5))
        );
        foreach (var box in (FakeBox[])[Network.Hq, Network.Berlin])
        {
            var at = box.Glances.Select(glance => glance.At).ToList();
            Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Minute));
        }

        Assert.Equal((1, 1), (Network.Hq.Opened, Network.Berlin.Opened));
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_told_of_once_and_once_when_it_is_back()
    {
        await using var host = await Start();
        await Set(host);
        await Looks(1);
        Network.Hq.LoseNext = true;
        Network.Hq.Failure = Network.Hq.Fail(GatewayFailureKind.Unreachable, "No route to host.");
        var lost = await Told(host, WatchNewsKind.Lost);
        Assert.Contains("No route to host.", lost.News.Words);
        var opened = Network.Hq.Opened;
        await Pass(TimeSpan.FromMinutes(60));
        // Every five minutes, and not every minute.
        Assert.InRange(Network.Hq.Opened - opened, 6, 16);

        Network.Hq.Failure = null;
        var back = await Told(host, WatchNewsKind.Back);
        Assert.Equal(lost.News.At, back.News.Since);
        Assert.Single(host.Reporter.Taken.OfType<WatchTold>(), told => told.News.Kind == WatchNewsKind.Lost);
    }

    [Fact]
    public async Task A_busy_gateway_is_asked_more_seldom_and_people_are_told_that_it_is_not_seen()
    {
        await using var host = await Start();
        await Set(host);
        await Looks(1);
        Network.Hq.TooBusy = true;
        var lost = await Told(host, WatchNewsKind.Lost);
        Assert.Contains("the box is busy", lost.News.Words[0], StringComparison.Ordinal);
        var looked = Network.Hq.Glances.Count;
        await Pass(TimeSpan.FromMinutes(60));
        Assert.InRange(Network.Hq.Glances.Count - looked, 6, 16);
        Network.Hq.TooBusy = false;
        await Told(host, WatchNewsKind.Back);
    }

    [Fact]
    public async Task The_other_end_that_is_away_does_not_keep_anybody_from_looking_at_this_one()
    {
        await using var host = await Start();
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "No route to host.");
        await Set(host);
        await Looks(4);
        Network.Hq.Sas.Remove(FakeNetwork.BerlinAddress);
        var began = await Told(host, WatchNewsKind.FaultBegan);
        Assert.Equal(["hq-fw1 has no SA with 203.0.113.9."], began.News.Words);
    }

    [Fact]
    public async Task A_gateway_with_hardly_a_session_left_gets_its_own_back_after_each_look()
    {
        await using var host = await Start();
        (Network.Hq.Sessions, Network.Berlin.Sessions) = (4, 3);
        await Set(host);
        await Looks(3);
        await Eventually.Holds(() => Network.Hq.Closed >= 3);
        Assert.Equal((0, 1), (Network.Berlin.Closed, Network.Berlin.Opened));
    }

    [Fact]
    public async Task Where_sessions_are_counted_only_at_login_it_logs_in_anew_as_often_as_an_idle_one_is_closed()
    {
        await using var host = await Start();
        (Network.Hq.Sessions, Network.Berlin.Sessions) = (null, 1);
        await Set(host);
        await Looks(4);
        Assert.Equal(0, Network.Hq.Closed);
        await Looks(3);
        await Eventually.Holds(() => Network.Hq.Closed == 1);
        Assert.Equal((0, 1), (Network.Berlin.Closed, Network.Berlin.Opened));
    }

    [Fact]
    public async Task It_ends_when_its_time_is_over_and_says_so()
    {
        await using var host = await Start();
        await Set(host, lasts: TimeSpan.FromMinutes(5));
        var ended = await Told(host, WatchNewsKind.Ended);
        Assert.Equal(FakeNetwork.Start.AddMinutes(5), ended.View.Until);
        Assert.Null(await View(host));
        var looked = Network.Hq.Glances.Count;
        await Pass(TimeSpan.FromMinutes(10));
        Assert.InRange(Network.Hq.Glances.Count - looked, 0, 1);
        Assert.Equal(["watch-set", "watch-ended"], await Kinds(host));
    }

    [Fact]
    public void Whoever_prolongs_their_own_watch_is_what_they_are_by_now()
    {
        var order = Order();
        var set = StoredWatch.From(order, Clock.GetUtcNow());
        var inTeam = order with { Standing = Standing.Alone with { InTeam = true } };
        Assert.True(set.Prolonged(inTeam, Clock.GetUtcNow()).Standing.InTeam);
        Assert.False(set.Prolonged(inTeam with { By = OperationsHost.Lead }, Clock.GetUtcNow()).Standing.InTeam);
    }

    [Fact]
    public async Task Setting_it_again_prolongs_it_and_somebody_ends_it()
    {
        await using var host = await Start();
        var first = await Set(host, lasts: TimeSpan.FromMinutes(5));
        Assert.False(first.Prolonged);
        Clock.Advance(TimeSpan.FromMinutes(2));
        var again = await Set(host, lasts: TimeSpan.FromMinutes(60), by: OperationsHost.Lead);
        Assert.True(again.Prolonged);
        Assert.Equal(
            (OperationsHost.OnCall, OperationsHost.Lead, FakeNetwork.Start.AddMinutes(62)),
            (again.View!.By, again.View.AlsoBy, again.View.Until)
        );
        Assert.Equal(again.View.Until, (await Set(host, lasts: Minute)).View!.Until);
        await Pass(TimeSpan.FromMinutes(10));
        Assert.NotNull(await View(host));

        var was = await Grain(host).End(OperationsHost.OtherLead, Ct);
        Assert.Equal(again.View.Until, was!.Until);
        Assert.Null(await Grain(host).End(OperationsHost.OtherLead, Ct));
        Assert.False((await Set(host)).Prolonged);
        Assert.Equal(
            ["watch-set", "watch-prolonged", "watch-prolonged", "watch-ended", "watch-set"],
            await Kinds(host)
        );
        Assert.Empty(host.Reporter.Taken.OfType<WatchTold>());
    }

    [Fact]
    public async Task There_are_no_more_than_there_may_be()
    {
        await using var host = await Start("Watches:Most=1");
        await Set(host);
        var refused = await Set(host, peer: FakeNetwork.ForeignPeer);
        Assert.StartsWith("1 tunnels are watched already", refused.Refusal, StringComparison.Ordinal);
        Assert.True((await Set(host)).Prolonged);
    }

    [Theory]
    [InlineData("Watches:MostPerPerson=1", "1 tunnels are watched for On-call engineer already", true, false)]
    [InlineData("Watches:MostPerChannel=1", "1 tunnels are watched in this channel already", false, true)]
    public async Task Nobody_and_no_channel_takes_all_of_them(
        string setting,
        string words,
        bool byPerson,
        bool byChannel
    )
    {
        await using var host = await Start(setting);
        var elsewhere = Shortcuts.Venue with { Conversation = "19:other@thread.tacv2" };
        await Set(host);

        Assert.Equal(byPerson, IsRefused(await Set(host, venue: elsewhere)));
        Assert.Equal(byChannel, IsRefused(await Set(host, peer: FakeNetwork.ForeignPeer, by: OperationsHost.Lead)));
        Assert.True((await Set(host)).Prolonged);

        bool IsRefused(WatchOutcome outcome) => outcome.Refusal?.StartsWith(words, StringComparison.Ordinal) == true;
    }

    [Fact]
    public async Task What_a_watch_proposes_by_itself_is_proposed_by_who_set_it_up()
    {
        await using var host = await Start("Watches:Proposes=true");
        await Set(host, by: OperationsHost.Lead);
        await Looks(2);
        Network.Break();
        await Told(host, WatchNewsKind.FaultBegan);
        var proposed = await Passing(host.Reporter.Remediation(RemediationState.Proposed));
        Assert.Equal(OperationsHost.Lead, proposed.View.Plan.ProposedBy);
        Assert.Contains("Proposed by the watch that Lead set up", proposed.View.Plan.Why);
        var grain = host.Remediation(proposed.View.Plan.Id);
        Assert.False((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.Empty(Network.Berlin.Typed);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task It_goes_on_after_a_crash_and_tells_no_fault_anew()
    {
        WatchTold began;
        // A fault has begun at one time, also on a clock that goes on while that is written down.
        var clock = new PassingTime(Clock);
        await using (var before = await Start(clock))
        {
            await Set(before);
            await Looks(2);
            Network.Break();
            // All of its signs, before the clock may run away from the looks: one that comes much later is another fault.
            await Looks(4);
            began = await Told(before, WatchNewsKind.FaultBegan);
        }

        await using var host = await Start(clock);
        // What may not have been said is said in the same message.
        Assert.Equal(began.Exchange, (await host.Reporter.Next<WatchTold>()).Exchange);
        await Looks(4);
        Network.Renegotiate();
        var over = await Told(host, WatchNewsKind.FaultOver);
        Assert.Equal(began.News.At, over.News.Since);
        Assert.Equal(
            [WatchNewsKind.FaultBegan, WatchNewsKind.FaultOver],
            host.Reporter.Taken.OfType<WatchTold>().Select(told => told.News.Kind)
        );
    }

    [Fact]
    public async Task What_it_sees_is_remembered_of_the_tunnel()
    {
        await using var host = await Start();
        await Set(host);
        await Looks(3);
        var histories = host.Services.GetRequiredService<ITunnelHistories>();
        var history = await histories.Find("hq-fw1", FakeNetwork.BerlinAddress, Ct);
        Assert.InRange(history!.Looks, 2, 4);
        Assert.NotNull(await histories.Find("berlin-fw1", FakeNetwork.HqAddress, Ct));
    }

    private static IWatchGrain Grain(OperationsHost host) =>
        host.Grains.GetGrain<IWatchGrain>(WatchKey.Of("hq-fw1", FakeNetwork.BerlinAddress, Shortcuts.Venue));

    private static Task<WatchView?> View(OperationsHost host) => Grain(host).View(Ct);

    internal static Task<WatchOutcome> Set(
        OperationsHost host,
        string gateway = "hq-fw1",
        IPAddress? peer = null,
        Venue? venue = null,
        TimeSpan? lasts = null,
        Person? by = null
    )
    {
        var order = Order(gateway, peer, venue, lasts, by);
        return host.Grains.GetGrain<IWatchGrain>(WatchKey.Of(order.Gateway, order.Peer, order.Venue)).Set(order, Ct);
    }

    private static WatchOrder Order(
        string gateway = "hq-fw1",
        IPAddress? peer = null,
        Venue? venue = null,
        TimeSpan? lasts = null,
        Person? by = null
    ) =>
        new(
            gateway,
            peer ?? FakeNetwork.BerlinAddress,
            lasts ?? TimeSpan.FromHours(8),
            OperationsHost.Thread,
            venue ?? Shortcuts.Venue,
            by ?? OperationsHost.OnCall,
            Standing.Alone
        );

    private static async Task<IReadOnlyList<string>> Kinds(OperationsHost host) =>
        await host
            .Services.GetRequiredService<SpiBot.Operations.Storage.Database>()
            .Read(
                db =>
                    SpiBot.Operations.Storage.Sql.Rows(
                        db,
                        "SELECT kind FROM journal WHERE id LIKE 'watch-%' ORDER BY position",
                        r => r.GetString(0)
                    ),
                Ct
            );

    private Task Looks(int count) => Looks(count, Network.Hq);

    /// <summary>Lets so many looks at each of these happen, each when its time has come.</summary>
    private async Task Looks(int count, params FakeBox[] boxes)
    {
        // The first is at once.
        await Eventually.Holds(() => boxes.All(box => !box.Glances.IsEmpty));
        for (var i = 0; i < count; i++)
        {
            var before = boxes.Select(box => box.Glances.Count).ToList();
            Clock.Advance(Minute);
            await Eventually.Holds(() => boxes.Zip(before).All(look => look.First.Glances.Count > look.Second));
        }
    }

    /// <summary>Lets the clock run until this is told.</summary>
    private Task<WatchTold> Told(OperationsHost host, WatchNewsKind kind) =>
        Passing(host.Reporter.Next<WatchTold>(report => report.News.Kind == kind));

    private Task<T> Passing<T>(Task<T> until) =>
        Eventually.Ends(until, () => Clock.Advance(TimeSpan.FromSeconds(20)), milliseconds: 20);

    private async Task Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Minute)
        {
            Clock.Advance(Minute);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Ct);
        }
    }
}
