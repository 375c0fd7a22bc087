using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Outbox;
using SpiBot.Operations.Remediations;
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
    public async Task One_that_is_being_sent_is_nobody_elses_and_a_newer_word_is_not_lost()
    {
        await using var host = await Start();
        var store = Store(host);
        var now = Clock.GetUtcNow();
        host.Reporter.Thread = new ThreadAddress("t");
        host.Reporter.Away = true;
        await store.Put(host.Reporter.Thread, new Unsent("e", "old", ""), now, new OutboxOptions(), Ct);
        var taken = await store.TakeFirst(host.Reporter.Thread, now, now.AddMinutes(1), Ct);
        Assert.Equal("old", taken!.Message.Message);
        Assert.Null(await store.TakeFirst(host.Reporter.Thread, now, now.AddMinutes(1), Ct));
        await store.Put(host.Reporter.Thread, new Unsent("e", "new", ""), now, new OutboxOptions(), Ct);
        await store.Done(taken, Ct);
        Assert.Equal("new", (await store.TakeFirst(host.Reporter.Thread, now, now.AddMinutes(1), Ct))!.Message.Message);
    }

    private static OutboxStore Store(OperationsHost host) => host.Services.GetRequiredService<OutboxStore>();

    private Task Waits(OperationsHost host, string exchange) =>
        Eventually.Holds(async _ => await LastWord(host, exchange) is not null);

    private static Task<string?> LastWord(OperationsHost host, string exchange) =>
        host
            .Services.GetRequiredService<SpiBot.Operations.Storage.Database>()
            .Read(
                db =>
                    SpiBot.Operations.Storage.Sql.First<string>(
                        db,
                        "SELECT message FROM outbox WHERE exchange = @exchange",
                        ("exchange", exchange)
                    ),
                Ct
            );

    private Task Sent(OperationsHost host, int count) =>
        Eventually.Holds(_ => Task.FromResult(host.Reporter.SentLater.Count >= count), ASecondLater);

    private void ASecondLater() => Clock.Advance(TimeSpan.FromSeconds(1));
}
