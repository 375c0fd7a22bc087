using Microsoft.Extensions.DependencyInjection;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Remediations;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Operations;

/// <summary>SpiBot dies between the claim and the answer of the gateway, and is started again: was it typed?</summary>
public sealed class RecoveryTests : OperationsTests
{
    private const string Line = "clear crypto ipsec sa peer 198.51.100.1";

    [Fact]
    public async Task What_its_log_has_is_looked_after_and_not_typed_again()
    {
        var plan = await DieWhileTyping(() => Network.Berlin.Type(Line));
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var sent = await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Equal($"The log of berlin-fw1 has it: at 12:00:30 UTC spibot executed \"{Line}\".", sent.View.Note);
        Assert.Equal(FakeNetwork.Start.AddSeconds(30), sent.View.SentAt);
        var verified = await LookUntilVerified(host);
        Assert.Equal(OutcomeVerdict.Helped, verified.View.Outcome!.Verdict);
        Assert.Equal(plan.Id, verified.View.Plan.Id);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task What_its_log_surely_has_not_was_not_sent_and_can_be_proposed_anew()
    {
        await DieWhileTyping(() => { });
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Contains("does not have it: nothing was sent", failed.View.Note);
        Assert.Empty(await host.Services.GetRequiredService<IJournal>().Open(Ct));

        // Nothing happened to that peer: no cool-down.
        await host.Check("check-2", CheckKind.ProposeClearPeer, "berlin-fw1", FakeNetwork.HqAddress);
        await host.Reporter.Remediation(RemediationState.Proposed);
        Assert.Empty(Network.Berlin.Typed);
    }

    /// <summary>Right after a crash the gateway's answers may take long; its messages then seem older than they are.</summary>
    [Theory]
    [InlineData(1, RemediationState.Failed)]
    [InlineData(2, RemediationState.Doubtful)]
    public async Task A_box_that_is_slow_each_time_proves_no_absence(int slowReads, RemediationState becomes)
    {
        await DieWhileTyping(() =>
        {
            // The buffer goes back to shortly before the claim.
            Network.Berlin.Log.Clear();
            Network.Berlin.Write("show clock", Network.Now.AddSeconds(-8));
        });
        var left = slowReads;
        Network.Berlin.Gate = _ =>
        {
            Clock.Advance(left-- > 0 ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
            return Task.CompletedTask;
        };
        await using var host = await Start();
        Clock.Advance(WaitedOut);

        await host.Reporter.Remediation(becomes);
        Assert.Empty(Network.Berlin.Typed);
    }

    /// <summary>It died between two lines of one plan.</summary>
    [Fact]
    public async Task What_was_typed_of_several_lines_is_said_and_the_rest_is_not_typed()
    {
        await DieWhileTyping(() => Network.Berlin.Type("terminate 7"), twoLines: true);
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var sent = (await host.Reporter.Remediation(RemediationState.Sent)).View;

        var typed = Assert.Single(sent.Typed!);
        Assert.Equal(["terminate 7"], typed.Lines);
        Assert.Equal(["initiate net"], typed.NotTyped);
        Assert.EndsWith(
            "It does not have \"initiate net\": only a part was typed.",
            sent.Note,
            StringComparison.Ordinal
        );
        var verified = (await LookUntilVerified(host)).View;
        Assert.Equal(["initiate net"], Assert.Single(verified.Typed!).NotTyped);
        Assert.Equal(["terminate 7"], Network.Berlin.Typed);
    }

    [Fact]
    public async Task Of_several_lines_a_person_only_says_that_they_were_typed()
    {
        Network.KeepsLog = false;
        var plan = await DieWhileTyping(() => Network.Berlin.Type("terminate 7"), twoLines: true);
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var asked = (await host.Reporter.Remediation(RemediationState.Doubtful)).View;
        Assert.True(
            (
                await host.Remediation(plan.Id).Answer(Press(OperationsHost.Lead, asked.Digest), wasTyped: true, Ct)
            ).Accepted
        );

        var sent = (await host.Reporter.Remediation(RemediationState.Sent)).View;
        Assert.Equal("Lead looked at berlin-fw1: it was typed, all of it or a part.", sent.Note);
        Assert.Equal(["terminate 7", "initiate net"], Assert.Single(sent.Typed!).Perhaps);
    }

    /// <summary>An ordinary rekey at just that time brings new SPIs, too.</summary>
    [Fact]
    public async Task New_SPIs_prove_nothing()
    {
        Network.Berlin.LogLevel = 4;
        await DieWhileTyping(Network.Renegotiate);
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var asked = await host.Reporter.Remediation(RemediationState.Doubtful);
        Assert.True(asked.Final);
        Assert.Contains("the log buffer of berlin-fw1 does not take executed commands", asked.View.Note);
    }

    [Theory]
    [InlineData(true, RemediationState.Sent, "Lead looked at berlin-fw1: it was typed.")]
    [InlineData(false, RemediationState.Failed, "Lead looked at berlin-fw1: it was not typed.")]
    public async Task Where_nobody_can_tell_a_person_is_asked_and_its_answer_counts(
        bool typed,
        RemediationState then,
        string words
    )
    {
        Network.KeepsLog = false;
        var plan = await DieWhileTyping(() => { });
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var asked = await host.Reporter.Remediation(RemediationState.Doubtful);
        Assert.Contains("keeps no log of commands", asked.View.Note);
        var grain = host.Remediation(plan.Id);
        var digest = asked.View.Digest;

        Assert.False((await grain.Answer(Press(new Person("0a-9", "Nina New"), digest), typed, Ct)).Accepted);
        Assert.False((await grain.Answer(Press(OperationsHost.Lead, "0"), typed, Ct)).Accepted);
        Assert.True((await grain.Answer(Press(OperationsHost.Lead, digest), typed, Ct)).Accepted);
        Assert.True((await grain.Answer(Press(OperationsHost.Lead, digest), typed, Ct)).IsRepeated);
        Assert.False((await grain.Answer(Press(OperationsHost.Lead, digest), !typed, Ct)).Accepted);
        Assert.False((await grain.Answer(Press(OperationsHost.OtherLead, digest), !typed, Ct)).Accepted);
        var answered = await host.Reporter.Remediation(then);
        Assert.StartsWith(words, answered.View.Note, StringComparison.Ordinal);
        Assert.Empty(Network.Berlin.Typed);
        if (typed)
        {
            await LookUntilVerified(host);
        }
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_asked_again()
    {
        await DieWhileTyping(() => Network.Berlin.Type(Line));
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var asked = await host.Reporter.Remediation(RemediationState.Doubtful);
        Assert.Contains("Connection timed out. Look at it. SpiBot asks again every minute.", asked.View.Note);
        Network.Berlin.Failure = null;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Reporter.Remediation(RemediationState.Sent);
        Assert.Single(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_gateway_that_was_gone_and_cannot_tell_either_is_said_and_not_asked_again()
    {
        Network.Berlin.LogLevel = 4;
        await DieWhileTyping(() => { });
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var gone = (await host.Reporter.Remediation(RemediationState.Doubtful)).View;

        Network.Berlin.Failure = null;
        var asked = (await MinutesUntil(host, RemediationState.Doubtful)).View;
        Assert.Contains("the log buffer of berlin-fw1 does not take executed commands", asked.Note);
        Assert.DoesNotContain("every minute", asked.Note);
        Assert.Equal(gone.AnswerBefore, asked.AnswerBefore);
        var journaled = (await Journal(host, asked)).Count(e => e.Entry.Kind == "doubted");
        Assert.Equal(2, journaled);

        Clock.Advance(TimeSpan.FromHours(4));
        await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Empty(Network.Berlin.Typed);
    }

    [Fact]
    public async Task A_gateway_that_stays_away_is_doubted_once()
    {
        await DieWhileTyping(() => { });
        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection timed out.");
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        var asked = (await host.Reporter.Remediation(RemediationState.Doubtful)).View;

        Network.Berlin.Failure = Network.Berlin.Fail(GatewayFailureKind.Unreachable, "Connection refused.");
        var before = Network.Berlin.Opened;
        await Eventually.Holds(
            _ => Task.FromResult(Network.Berlin.Opened > before),
            () => Clock.Advance(TimeSpan.FromMinutes(1))
        );
        Network.Berlin.Failure = null;
        await MinutesUntil(host, RemediationState.Failed);
        Assert.Single(await Journal(host, asked), e => e.Entry.Kind == "doubted");
    }

    [Fact]
    public async Task Nobody_is_asked_for_ever()
    {
        Network.KeepsLog = false;
        await DieWhileTyping(() => { });
        await using var host = await Start();
        Clock.Advance(WaitedOut);
        await host.Reporter.Remediation(RemediationState.Doubtful);
        Clock.Advance(TimeSpan.FromHours(4));
        var failed = await host.Reporter.Remediation(RemediationState.Failed);
        Assert.Contains("Nobody has said whether it was typed", failed.View.Note);
        Assert.Empty(Network.Berlin.Typed);
    }

    /// <summary>Another replica's clock may be ahead: by its own it would come too early, while the line can still be typed.</summary>
    [Fact]
    public async Task The_claim_is_waited_out_whatever_the_wall_clock_says()
    {
        await DieWhileTyping(() => { });
        Clock.AdjustTime(Clock.GetUtcNow().AddHours(1));
        await using var host = await Start();
        Assert.Equal(0, Network.Berlin.Opened - opened);
        Clock.Advance(WaitedOut - TimeSpan.FromSeconds(1));
        Assert.Equal(0, Network.Berlin.Opened - opened);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Reporter.Next<RemediationChanged>(r => r.View.State != RemediationState.Claimed);
        Assert.Equal(1, Network.Berlin.Opened - opened);
    }

    private int opened;

    /// <summary>A gateway that is not reached is asked again every minute; when that is set, is not for the test to know.</summary>
    private Task<RemediationChanged> MinutesUntil(OperationsHost host, RemediationState state) =>
        Eventually.Ends(host.Reporter.Remediation(state), () => Clock.Advance(TimeSpan.FromMinutes(1)));

    private static Task<IReadOnlyList<JournaledEntry>> Journal(OperationsHost host, RemediationView of) =>
        host.Services.GetRequiredService<IJournal>().Read(of.Plan.Id, Ct);

    private static Press Press(Person by, string digest) => new(by, digest, Shortcuts.Venue);

    /// <summary>As a crash leaves it: approved and claimed, and this may have happened to the gateway.</summary>
    private async Task<RemediationPlan> DieWhileTyping(Action happened, bool twoLines = false)
    {
        if (twoLines)
        {
            Network.Way = FakeNetwork.Anew;
        }

        await using var before = await Start("Remediations:Quorum:reinitiate=1");
        var proposed = await Proposed(before);
        var plan = proposed.View.Plan;
        await before.Reporter.Next<ApproversAsked>();
        await Abandon(before, plan, Press(OperationsHost.Lead, proposed.View.Digest), Claim);
        happened();
        opened = Network.Berlin.Opened;
        return plan;
    }
}
