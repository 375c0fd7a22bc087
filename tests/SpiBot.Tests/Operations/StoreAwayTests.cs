using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Hosting;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Storage;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>The store fails at moments that matter: nothing is typed that is not written down before, nothing is typed twice, nothing is lost.</summary>
public sealed class StoreAwayTests : OperationsTests
{
    // The journal of one story: 1 proposed, 2 asked, 3 approved, 4 claimed, 5 sent.
    private const long Approval = 3;
    private const long WriteOfClaim = 4;

    private readonly StoreFault fault = new();

    [Fact]
    public async Task While_it_is_away_nothing_is_approved_and_afterwards_it_goes_on()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        var grain = host.Remediation(proposed.View.Plan.Id);
        fault.Away = true;
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<StorageAwayException>(() =>
                grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
            );
        }

        Assert.NotNull(host.Services.GetRequiredService<StoreWatch>().Away);
        Assert.Empty(Network.Berlin.Typed);
        fault.Away = false;
        await Back(host);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    /// <summary>A turn has some seconds; a store that is busy may take longer.</summary>
    [Fact]
    public async Task An_approval_is_carried_out_though_nobody_waits_for_it_any_more()
    {
        using var turn = new CancellationTokenSource();
        var approvals = new ApprovalTurns();
        await using var host = await StartFailing(services =>
            services.AddSingleton<IIncomingGrainCallFilter>(approvals)
        );
        var proposed = await Proposed(host);
        fault.Committed = (
            Approval,
            async () =>
            {
                await turn.CancelAsync();
                // The grain hears of it a little later.
                await Eventually.Holds(() => approvals.Turn.IsCancellationRequested);
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            host.Remediation(proposed.View.Plan.Id)
                .Approve(new Press(OperationsHost.Lead, proposed.View.Digest, Shortcuts.Venue), turn.Token)
        );

        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task What_a_debug_heard_is_told_when_the_store_is_back()
    {
        await using var host = await StartFailing();
        await host.Check("check-1", CheckKind.ProposeDebug, peer: FakeNetwork.BerlinAddress);
        await ApproveAsLead(host, await host.Reporter.Remediation(RemediationState.Proposed));
        await host.Reporter.Remediation(RemediationState.Sent);

        fault.Away = true;
        Network.Hq.DebugEnds.SetResult();
        await Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.Away = false;

        await host.Reporter.Next<DebugTold>();
    }

    /// <summary>The store is back for the replica that wakes what was open, and not yet for the one where the plan lives.</summary>
    [Fact]
    public async Task Who_hears_later_that_the_store_is_back_goes_on_too()
    {
        var late = new HearsLater();
        await using var host = await StartFailing(services => services.AddSingleton<IIncomingGrainCallFilter>(late));
        var proposed = await Proposed(host);
        fault.LosesAnswerOf = Approval;
        await Assert.ThrowsAsync<StorageAwayException>(() =>
            host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
        );
        late.Begins();
        fault.Away = false;

        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.True(late.WasAsked);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task An_approval_that_got_through_without_an_answer_is_carried_out_when_the_store_is_back()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        fault.LosesAnswerOf = Approval;
        await Assert.ThrowsAsync<StorageAwayException>(() =>
            host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
        );
        Assert.Empty(Network.Berlin.Typed);
        fault.Away = false;
        await Back(host);
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task What_was_typed_just_before_it_went_away_is_written_down_when_it_is_back()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        fault.AwayWhen = () => !Network.Berlin.Typed.IsEmpty;
        Assert.True(
            (
                await host.Remediation(proposed.View.Plan.Id).Approve(proposed.View.Digest, OperationsHost.Lead, Ct)
            ).Accepted
        );
        await Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.AwayWhen = null;
        // Later than the claim lasts: what is known of the line counts, and not the time.
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Back(host);
        await host.Reporter.Remediation(RemediationState.Sent);
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_claim_that_got_through_without_an_answer_ends_with_the_word_that_nothing_was_sent()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        fault.LosesAnswerOf = WriteOfClaim;
        var failed = await ApprovedAndBack(host, proposed, RemediationState.Failed);
        Assert.Contains("did not answer just before the line was typed: nothing was sent", failed.Note);
    }

    [Fact]
    public async Task When_it_goes_away_while_the_gateway_is_read_again_nothing_is_typed_and_the_card_says_so()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        AwayWhenReadAgain();
        var failed = await ApprovedAndBack(host, proposed, RemediationState.Failed);
        Assert.Contains("did not answer just before the line was typed: nothing was sent", failed.Note);
    }

    [Fact]
    public async Task What_had_changed_on_the_gateway_is_said_when_it_is_back()
    {
        await using var host = await StartFailing();
        var proposed = await Proposed(host);
        Network.Renegotiate();
        AwayWhenReadAgain();
        var superseded = await ApprovedAndBack(host, proposed, RemediationState.Superseded);
        Assert.Contains("are not those of the plan", superseded.Note);
    }

    [Fact]
    public async Task What_waited_for_it_is_tried_again_while_it_is_away_for_another_replica()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var watch = new StoreWatch(
            services,
            Options.Create(new StorageOptions { AskEvery = TimeSpan.FromMilliseconds(1) }),
            NullLogger<StoreWatch>.Instance
        );
        var tries = 0;
        watch.WhenBack(() =>
            Interlocked.Increment(ref tries) < 3
                ? Task.FromException(new StorageAwayException("the other's store is away", null))
                : Task.CompletedTask
        );
        await Eventually.Holds(() => Volatile.Read(ref tries) == 3);
        await watch.StopAsync(Ct);
    }

    /// <summary>A database that is put back from a backup goes away by a lost connection, and then is not there for a while: another fault, each as good as the other.</summary>
    [Fact]
    public async Task Another_fault_than_the_one_it_went_away_by_does_not_end_the_asking()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var watch = new StoreWatch(
            services,
            Options.Create(new StorageOptions { AskEvery = TimeSpan.FromMilliseconds(1) }),
            NullLogger<StoreWatch>.Instance
        );
        for (var times = 0; times < 2; times++)
        {
            var asked = 0;
            watch.NoteAway(
                new StorageAwayException("the connection was lost", null),
                _ =>
                    Interlocked.Increment(ref asked) < 3
                        ? throw new InvalidOperationException("database \"spibot\" does not exist")
                        : Task.CompletedTask
            );

            await Eventually.Holds(() => watch.Away is null);
            Assert.Equal(3, asked);
        }

        await watch.StopAsync(Ct);
    }

    /// <summary>Whoever asks for the store in vain asks again after a while, and holds up nobody who waits for it to be back.</summary>
    [Fact]
    public async Task What_must_be_told_waits_between_its_tries_while_it_is_away_for_another_replica()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        using var watch = new StoreWatch(
            services,
            Options.Create(new StorageOptions { AskEvery = TimeSpan.FromHours(1) }),
            NullLogger<StoreWatch>.Instance
        );
        using var alarms = new Alarms(
            Clock,
            new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            NullLogger<Alarms>.Instance
        );
        var tries = 0;
        await new SurelyTold(watch, alarms).Tell(
            "the test",
            () =>
            {
                Interlocked.Increment(ref tries);
                return Task.FromException(new StorageAwayException("the other's store is away", null));
            }
        );

        await Eventually.Holds(() => Volatile.Read(ref tries) == 2);
        await watch.StopAsync(Ct).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Ct);
        Assert.Equal(2, tries);
    }

    /// <summary>The journal of a plan for both ends: 1 proposed, 2 asked, 3 and 4 approved, 5 claimed, 6 sent, 7 continued, which is where it fails.</summary>
    [Fact]
    public async Task Between_two_steps_the_second_is_typed_only_once_the_store_is_back()
    {
        Network.ClearsNeeded = 2;
        await using var host = await StartFailing();
        await host.Check("check-1", CheckKind.ProposeBothEnds, "berlin-fw1", FakeNetwork.HqAddress);
        var view = (await host.Reporter.Remediation(RemediationState.Proposed)).View;
        var grain = host.Remediation(view.Plan.Id);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.Lead, Ct)).Accepted);
        Assert.True((await grain.Approve(view.Digest, OperationsHost.OtherLead, Ct)).Accepted);
        await host.Reporter.Remediation(RemediationState.Sent);
        fault.Away = true;
        while (host.Services.GetRequiredService<StoreWatch>().Away is null)
        {
            Clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Ct);
        }

        // Whoever speaks or presses is told; the second end is left alone however long it lasts.
        await Assert.ThrowsAsync<StorageAwayException>(() => host.Check("check-2", CheckKind.Inactive, "berlin-fw1"));
        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(Network.Hq.Typed);

        fault.Away = false;
        await Back(host);
        var verified = await LookUntilVerified(host, secondsAtATime: 3);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Single(Network.Berlin.Typed);
        Assert.Single(Network.Hq.Typed);
    }

    internal static Task Back(OperationsHost host) =>
        Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is null);

    private void AwayWhenReadAgain() =>
        Network.Berlin.Gate = _ =>
        {
            Network.Berlin.Gate = null;
            fault.Away = true;
            return Task.CompletedTask;
        };

    /// <summary>Approved, and the store is away on the way to the line, and back: no time goes by on SpiBot's clock.</summary>
    private async Task<RemediationView> ApprovedAndBack(
        OperationsHost host,
        RemediationChanged proposed,
        RemediationState end
    )
    {
        var grain = host.Remediation(proposed.View.Plan.Id);
        Assert.True((await grain.Approve(proposed.View.Digest, OperationsHost.Lead, Ct)).Accepted);
        await Eventually.Holds(() => host.Services.GetRequiredService<StoreWatch>().Away is not null);
        fault.Away = false;
        await Back(host);
        var ended = await host.Reporter.Remediation(end);
        Assert.Empty(Network.Berlin.Typed);
        return ended.View;
    }

    private Task<OperationsHost> StartFailing(Action<IServiceCollection>? alter = null) =>
        OperationsHost.Start(
            new StorageOptions { Database = DatabaseFile },
            Clock,
            Network,
            alter: FailingDatabase.Instead(fault) + alter,
            mayLogErrors: true
        );

    /// <summary>The first call that wants a plan to go on finds the store away.</summary>
    private sealed class HearsLater : IIncomingGrainCallFilter
    {
        private int deaf;

        public bool WasAsked { get; private set; }

        public void Begins() => deaf = 1;

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (
                context.InterfaceMethod.Name == nameof(IRemediationGrain.Recover)
                && Interlocked.Exchange(ref deaf, 0) == 1
            )
            {
                WasAsked = true;
                throw new StorageAwayException(
                    "the store is away for this replica",
                    new SqliteException("disk I/O error", 10)
                );
            }

            return context.Invoke();
        }
    }

    /// <summary>The token of an approval as its grain has it.</summary>
    private sealed class ApprovalTurns : IIncomingGrainCallFilter
    {
        public CancellationToken Turn { get; private set; }

        public Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod.Name == nameof(IRemediationGrain.Approve))
            {
                Turn = context.Request.GetCancellationToken();
            }

            return context.Invoke();
        }
    }
}
