using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways;
using SpiBot.Gateways.Duties;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;

namespace SpiBot.Tests.Operations;

/// <summary>What is left on a gateway is written down before, and taken away by whoever is alive. The fake box's typed lines are the witness.</summary>
public sealed class DutyTests : OperationsTests
{
    private const string Name = "spibot-1";
    private const string Undo = "no capture spibot-1";
    private const string Serial = "SN-hq-fw1";

    private static readonly string[] Quick = ["Duties:RetryAfter=00:00:05", "Duties:TellAfter=00:02:00"];

    [Fact]
    public async Task It_is_written_before_it_is_set_and_gone_when_it_is_given_back()
    {
        await using var host = await Start();
        var duty = await Taken(host);
        Assert.Empty(Network.Hq.Typed);
        Assert.Equal("duty-taken", Assert.Single(await Entries(host, duty)).Kind);

        await Set(host, duty);
        Assert.True(Network.Hq.Standing.ContainsKey((Serial, Name)));
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        await Removed(host, duty);
        Assert.Equal(["capture spibot-1 type asp-drop np-sp-invalid-spi", Undo], Network.Hq.Typed);
        Assert.Empty(Network.Hq.Standing);
    }

    [Fact]
    public async Task What_was_never_set_is_seen_to_be_gone_and_nothing_is_typed()
    {
        await using var host = await Start();
        var duty = await Taken(host);
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        await Removed(host, duty);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task After_a_crash_it_is_taken_away_at_the_next_start_without_waiting_for_the_deadline()
    {
        Duty duty;
        await using (var before = await Start())
        {
            duty = await Taken(before);
            await Set(before, duty);
        }

        await using var host = await Start();
        await Removed(host, duty);
        Assert.Empty(Network.Hq.Standing);
        Assert.Empty(await host.Services.GetRequiredService<IOpenDuties>().Open(Ct));
    }

    [Fact]
    public async Task Its_holder_may_use_it_until_the_deadline_and_no_longer()
    {
        await using var host = await Start();
        var duty = await Taken(host);
        await Set(host, duty);
        await host.Services.GetRequiredService<WhatWasOpen>().Wake(Ct);
        Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Name, Assert.Single(Network.Hq.Standing).Key.What);
        Assert.NotNull(host.Services.GetRequiredService<DutyDesk>().AuthorizeSetting(duty));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Removed(host, duty);
        Assert.Null(host.Services.GetRequiredService<DutyDesk>().AuthorizeSetting(duty));
        Assert.Single(Network.Hq.Typed, Undo);
    }

    [Fact]
    public async Task A_gateway_that_is_away_for_an_hour_is_asked_until_it_is_back_and_people_are_told_once()
    {
        await using var host = await Start(Quick);
        var duty = await Taken(host);
        await Set(host, duty);
        Network.Hq.Failure = Network.Hq.Fail(GatewayFailureKind.Unreachable, "No route to host.");
        var before = Network.Hq.Opened;
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        var late = host.Reporter.Next<DutyChanged>();
        await Advance(TimeSpan.FromHours(1), until: () => false);
        var told = await late;
        Assert.Contains("No route to host.", told.View.Note);
        Assert.False(told.Final);
        // 5, 10, 20, … 600 s: some thirteen tries in an hour, and not hundreds.
        Assert.InRange(Network.Hq.Opened - before, 8, 20);
        Assert.Equal("duty-late", Assert.Single(await Entries(host, duty), e => e.Kind == "duty-late").Kind);

        Network.Hq.Failure = null;
        var gone = host.Reporter.Next<DutyChanged>();
        await Advance(TimeSpan.FromMinutes(15), until: () => gone.IsCompleted);
        Assert.True((await gone).Final);
        Assert.Empty(Network.Hq.Standing);
    }

    [Fact]
    public async Task A_timer_that_rings_early_does_not_end_the_tries()
    {
        var hasty = new HastyTime(Clock);
        await using var host = await Start(hasty, Quick);
        var duty = await Taken(host);
        await Set(host, duty);
        Network.Hq.Failure = Network.Hq.Fail(GatewayFailureKind.Unreachable, "No route to host.");
        var released = Clock.GetUtcNow();
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        foreach (var tried in (int[])[5, 15, 35])
        {
            var before = Network.Hq.Opened;
            await hasty.GoTo(released.AddSeconds(tried));
            await Eventually.Holds(() => Network.Hq.Opened > before);
        }
    }

    [Fact]
    public async Task After_a_role_switch_it_is_taken_off_the_unit_that_it_was_set_on()
    {
        await using var host = await Start();
        var duty = await Taken(host);
        await Set(host, duty);
        (Network.Hq.Serial, Network.Hq.Mate) = ("SN-other", Serial);
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        await Removed(host, duty);
        Assert.Contains("mate no capture spibot-1", Network.Hq.Typed);
        Assert.Empty(Network.Hq.Standing);
    }

    [Fact]
    public async Task A_unit_that_cannot_be_reached_is_waited_for()
    {
        await using var host = await Start(Quick);
        var duty = await Taken(host);
        await Set(host, duty);
        Network.Hq.Serial = "SN-other";
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        var late = host.Reporter.Next<DutyChanged>();
        await Advance(TimeSpan.FromMinutes(10), until: () => late.IsCompleted);
        Assert.DoesNotContain(Undo, Network.Hq.Typed);

        Network.Hq.Serial = Serial;
        await Advance(TimeSpan.FromMinutes(30), until: () => Network.Hq.Standing.IsEmpty);
        await Removed(host, duty);
    }

    [Fact]
    public async Task Only_what_was_read_counts()
    {
        await using var host = await Start(Quick);
        var duty = await Taken(host);
        await Set(host, duty);
        Network.Hq.Refuses = "Command authorization failed";
        await host.Services.GetRequiredService<DutyDesk>().Release(duty.Task.Id, Ct);
        var late = host.Reporter.Next<DutyChanged>();
        await Advance(TimeSpan.FromMinutes(10), until: () => late.IsCompleted);
        Assert.Contains("Command authorization failed", (await late).View.Note);

        Network.Hq.Refuses = null;
        await Advance(TimeSpan.FromMinutes(30), until: () => Network.Hq.Standing.IsEmpty);
        await Removed(host, duty);
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_set()
    {
        await using var host = await Start();
        var wish = Wish() with { UseFor = TimeSpan.Zero };
        Assert.Null(await host.Services.GetRequiredService<DutyDesk>().Take(wish, OperationsHost.Thread, Ct));
        Assert.Empty(await host.Services.GetRequiredService<DutyJournal>().Open(Ct));
    }

    private static DutyWish Wish() =>
        new(
            FakeNetwork.HqEntry,
            new Leftover.Capture(Name),
            [$"capture {Name} type asp-drop np-sp-invalid-spi"],
            TimeSpan.FromMinutes(1),
            Serial,
            "a trace of 203.0.113.9"
        );

    private static async Task<Duty> Taken(OperationsHost host) =>
        (await host.Services.GetRequiredService<DutyDesk>().Take(Wish(), OperationsHost.Thread, Ct))!;

    private async Task Set(OperationsHost host, Duty duty)
    {
        var (session, _) = await Network.Open(FakeNetwork.HqEntry, Ct);
        var authorization = host.Services.GetRequiredService<DutyDesk>().AuthorizeSetting(duty);
        Assert.True((await session!.Perform(authorization!, Ct)).Typed);
    }

    private static async Task<IReadOnlyList<Entry>> Entries(OperationsHost host, Duty duty) =>
        [.. (await host.Services.GetRequiredService<IJournal>().Read(duty.Task.Id, Ct)).Select(e => e.Entry)];

    private static Task Removed(OperationsHost host, Duty duty) =>
        Eventually.Holds(async _ => (await Entries(host, duty))[^1].Ends);

    /// <summary>Lets the domain's clock run, with time for what it wakes to happen.</summary>
    private async Task Advance(TimeSpan time, Func<bool> until)
    {
        for (var passed = TimeSpan.Zero; passed < time && !until(); passed += TimeSpan.FromSeconds(5))
        {
            Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(TimeSpan.FromMilliseconds(4), TimeProvider.System, Ct);
        }
    }
}
