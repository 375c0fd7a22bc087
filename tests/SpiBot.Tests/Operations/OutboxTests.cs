using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>What the channel does not take is said later, in order, also by another process; what was journaled and not said is said at the next start.</summary>
public sealed class OutboxTests : OperationsTests
{
    [Fact]
    public async Task What_the_channel_does_not_take_is_said_when_it_is_back_in_order()
    {
        await using var host = await Start();
        host.Reporter.Away = true;
        await host.Check("one", CheckKind.Inactive);
        // The last word of each: one that comes when the channel is back is sent as well.
        await Eventually.Holds(async _ => await LastWord(host, "one") == "InactiveRead True");
        await host.Check("two", CheckKind.Inactive);
        await Eventually.Holds(async _ => await LastWord(host, "two") == "InactiveRead True");
        // The channel is back, but what came first goes first.
        host.Reporter.Away = false;
        await Sent(host, count: 2);
        Assert.Equal(["one", "two"], host.Reporter.SentLater.Select(line => line.Split(':')[0]));
        await Eventually.Holds(async _ => (await Store(host).Threads(Ct)).Count == 0);
    }

    [Fact]
    public async Task Of_one_exchange_only_the_last_word_is_kept()
    {
        await using var host = await Start();
        host.Reporter.Away = true;
        await host.Check("one", CheckKind.Drops);
        await Waits(host, "one");
        // Its second look comes in its time, whenever the first one ends.
        await Eventually.Holds(async _ => await LastWord(host, "one") == "DropsRead True", ASecondLater);
        host.Reporter.Away = false;
        await Sent(host, count: 1);
        Assert.Equal("one: DropsRead True", Assert.Single(host.Reporter.SentLater));
    }

    [Fact]
    public async Task A_late_word_of_its_check_does_not_take_the_place_of_a_plan()
    {
        await using var host = await Start();
        host.Reporter.Away = true;
        await host.Check("one", CheckKind.ProposeClearPeer, peer: FakeNetwork.BerlinAddress);
        const string exchange = "remediation/one-1";
        await Eventually.Holds(async _ => await LastWord(host, exchange) == "RemediationChanged True");
        var there = OperationsHost.Thread;
        var order = new CheckOrder(CheckKind.ProposeClearPeer, "hq-fw1", FakeNetwork.BerlinAddress, there, By: null);
        var reports = host.Services.GetRequiredService<Reports>();
        reports.Tell(there, new CheckStarted(exchange, order, ["hq-fw1"]));
        await reports.StopAsync(Ct);
        Assert.Equal("RemediationChanged True", await LastWord(host, exchange));
    }

    [Fact]
    public async Task A_process_that_ends_leaves_it_to_the_next()
    {
        await using (var before = await Start())
        {
            before.Reporter.Away = true;
            await before.Check("one", CheckKind.Inactive);
            await Waits(before, "one");
        }

        await using var host = await Start();
        await Sent(host, count: 1);
        Assert.StartsWith("one:", Assert.Single(host.Reporter.SentLater));
    }

    [Fact]
    public async Task What_was_journaled_and_not_said_is_said_at_the_next_start()
    {
        RemediationPlan plan;
        await using (var before = await Start())
        {
            var proposed = await Proposed(before);
            plan = proposed.View.Plan;
            await before.Reporter.Next<ApproversAsked>();
            await Eventually.Holds(async _ => (await Store(before).Untold(Ct)).Count == 0);
            // As a kill between the journal and the message leaves it: it has ended, so nothing else would wake it.
            var journal = before.Services.GetRequiredService<RemediationJournal>();
            var record = (await journal.Read(plan.Id, Ct))!;
            var denied = record.Remediation.Deny(
                proposed.View.Digest,
                OperationsHost.Lead,
                "no",
                [OperationsHost.Lead.EntraId],
                Clock.GetUtcNow()
            );
            await journal.Append(record, denied.Granted!, Ct);
            Assert.Equal([plan.Id], await Store(before).Untold(Ct));
        }

        await using var host = await Start();
        Assert.Equal(plan.Id, (await host.Reporter.Remediation(RemediationState.Denied)).View.Plan.Id);
        await Eventually.Holds(async _ => (await Store(host).Untold(Ct)).Count == 0);
    }

    [Fact]
    public async Task It_is_bounded_by_age_and_by_number()
    {
        await using var host = await Start();
        var store = Store(host);
        var bounds = new OutboxOptions { Most = 3, KeepFor = TimeSpan.FromHours(1) };
        host.Reporter.Away = true;
        var now = Clock.GetUtcNow();
        for (var i = 1; i <= 5; i++)
        {
            await store.Put(new ThreadAddress($"t{i}"), new Unsent($"e{i}", "m", ""), now, bounds, Ct);
        }

        Assert.Equal(["t3", "t4", "t5"], (await store.Threads(Ct)).Select(t => t.Value));
        Assert.Equal(
            3,
            await store.Put(new ThreadAddress("t6"), new Unsent("e6", "m", ""), now.AddHours(2), bounds, Ct)
        );
        Assert.Equal("t6", Assert.Single(await store.Threads(Ct)).Value);
    }

    [Fact]
    public async Task One_that_is_being_sent_is_nobody_elses_and_a_newer_word_waits_for_it()
    {
        using var database = Stores.Open(new StorageOptions { Database = DatabaseFile });
        var (mine, others) = Two(database);
        var taken = await TakenOld(mine);
        Assert.Null(await TakeFirst(others, Clock.GetUtcNow()));
        await Put(mine, "new");
        // Else the older one, tried again for long, would come last.
        Assert.Null(await TakeFirst(others, Clock.GetUtcNow()));
        Assert.Null(await TakeFirst(mine, Clock.GetUtcNow()));
        await mine.Done(taken, Ct);
        var newer = await TakeFirst(others, Clock.GetUtcNow());
        Assert.Equal("new", newer!.Message.Message);
        await others.Done(newer, Ct);
        Assert.Empty(await mine.Threads(Ct));
    }

    [Fact]
    public async Task A_newer_word_waits_no_longer_when_the_older_could_not_be_sent()
    {
        using var database = Stores.Open(new StorageOptions { Database = DatabaseFile });
        var (mine, others) = Two(database);
        var taken = await TakenOld(mine);
        await Put(others, "new");
        await mine.GiveBack(taken, Ct);
        Assert.Equal("new", (await TakeFirst(others, Clock.GetUtcNow()))!.Message.Message);
    }

    [Fact]
    public async Task Whoever_died_while_sending_holds_nothing_up()
    {
        using var database = Stores.Open(new StorageOptions { Database = DatabaseFile });
        HashSet<string> alive = ["mine", "other"];
        var (mine, others) = Two(database, alive);
        await TakenOld(mine);
        await Put(others, "new");
        Assert.Null(await TakeFirst(others, Clock.GetUtcNow()));
        alive.Remove("mine");
        Assert.Equal("new", (await TakeFirst(others, Clock.GetUtcNow()))!.Message.Message);
    }

    [Fact]
    public async Task Whoever_is_too_long_at_it_does_not_free_what_another_has_taken()
    {
        using var database = Stores.Open(new StorageOptions { Database = DatabaseFile });
        var (mine, others) = Two(database);
        var now = Clock.GetUtcNow();
        var taken = await TakenOld(mine);
        Assert.Equal("old", (await TakeFirst(others, now.AddMinutes(2)))!.Message.Message);
        await mine.Done(taken, Ct);
        await mine.GiveBack(taken, Ct);
        await Put(mine, "new");
        Assert.Null(await TakeFirst(mine, now.AddMinutes(2)));
    }

    [Fact]
    public async Task A_newer_word_is_sent_as_soon_as_the_older_is()
    {
        await using var host = await Start();
        var (began, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Reporter.BeforeSending = async _ =>
        {
            began.TrySetResult();
            await mayEnd.Task;
        };
        host.Reporter.Thread = There;
        await Put(Store(host), "old");
        host.Services.GetRequiredService<OutboxSender>().Wake();
        await began.Task.WaitAsync(Eventually.Limit, Ct);
        await Put(Store(host), "new");
        mayEnd.SetResult();
        await Eventually.Holds(() => host.Reporter.SentLater.Count == 2);
        Assert.Equal(["e: old", "e: new"], host.Reporter.SentLater);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task A_sending_that_breaks_off_holds_nothing_up(Type how)
    {
        await using var host = await OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            mayLogErrors: true
        );
        var tries = 0;
        host.Reporter.BeforeSending = _ =>
            ++tries > 1 ? Task.CompletedTask : throw (Exception)Activator.CreateInstance(how, "It broke off.")!;
        host.Reporter.Thread = There;
        await Put(Store(host), "old");
        var now = Clock.GetUtcNow();
        host.Services.GetRequiredService<OutboxSender>().Wake();
        await Sent(host, count: 1);
        Assert.True(Clock.GetUtcNow() - now < TimeSpan.FromMinutes(1));
    }

    private static ThreadAddress There { get; } = new("t");

    private static OutboxStore Store(OperationsHost host) => host.Services.GetRequiredService<OutboxStore>();

    /// <summary>Those of two replicas.</summary>
    /// <param name="alive">Of "mine" and "other".</param>
    private static (OutboxStore Mine, OutboxStore Others) Two(Database database, HashSet<string>? alive = null)
    {
        alive ??= ["mine", "other"];
        return (
            new OutboxStore(database, new FakeHolders { Alive = alive }),
            new OutboxStore(database, new FakeHolders { Me = "other", Alive = alive })
        );
    }

    private async Task<Waiting> TakenOld(OutboxStore store)
    {
        await Put(store, "old");
        var taken = await TakeFirst(store, Clock.GetUtcNow());
        Assert.Equal("old", taken!.Message.Message);
        return taken;
    }

    private Task Put(OutboxStore store, string message) =>
        store.Put(There, new Unsent("e", message, ""), Clock.GetUtcNow(), new OutboxOptions(), Ct);

    private static Task<Waiting?> TakeFirst(OutboxStore store, DateTimeOffset now) =>
        store.TakeFirst(There, now, now.AddMinutes(1), Ct);

    private Task Waits(OperationsHost host, string exchange) =>
        Eventually.Holds(async _ => await LastWord(host, exchange) is not null);

    private static Task<string?> LastWord(OperationsHost host, string exchange) =>
        host
            .Services.GetRequiredService<Database>()
            .Read(
                db => db.First<string>("SELECT message FROM outbox WHERE exchange = @exchange", ("exchange", exchange)),
                Ct
            );

    private Task Sent(OperationsHost host, int count) =>
        Eventually.Holds(_ => Task.FromResult(host.Reporter.SentLater.Count >= count), ASecondLater);

    private void ASecondLater() => Clock.Advance(TimeSpan.FromSeconds(1));
}
