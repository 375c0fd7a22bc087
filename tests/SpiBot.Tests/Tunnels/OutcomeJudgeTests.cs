using CsCheck;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed class OutcomeJudgeTests
{
    private const uint NewHqAccepts = 0xc0ffee01;
    private const uint NewBerlinAccepts = 0xc0ffee02;

    /// <summary>A minute later, with new SAs that agree.</summary>
    private static readonly Story Recovered = new()
    {
        Start = 90,
        HqIn = [Some.Sa(NewHqAccepts, 28_790)],
        HqOut = [Some.Sa(NewBerlinAccepts, 28_790)],
        BerlinIn = [Some.Sa(NewBerlinAccepts, 28_790)],
        BerlinOut = [Some.Sa(NewHqAccepts, 28_790)],
        HqTotal = 54_300,
    };

    private static RemediationOutcome Judge(Story after) =>
        OutcomeJudge.Judge(Story.PeerOnOldSa.Evidence(), after.Evidence());

    [Fact]
    public void New_SPIs_that_agree_and_packets_that_arrive_are_a_tunnel_that_came_back()
    {
        var outcome = Judge(Recovered);
        Assert.Equal(OutcomeVerdict.Helped, outcome.Verdict);
        Assert.Equal(
            "The tunnel came back: hq-fw1 and berlin-fw1 agree on new SPIs, and packets arrive.",
            outcome.Words
        );
        Assert.Contains(new BeforeAndNow("Drops on hq-fw1", "42/s", "0/s", Good: true), outcome.Rows);
        Assert.Contains(
            new BeforeAndNow("berlin-fw1 → hq-fw1", "8a41c77e, not accepted", "c0ffee01, accepted", Good: true),
            outcome.Rows
        );
        Assert.Contains(new BeforeAndNow("Arriving at hq-fw1", "0/s", "10/s", Good: true), outcome.Rows);
    }

    [Fact]
    public void Of_a_peer_that_was_not_read_no_SA_is_called_absent()
    {
        var outcome = OutcomeJudge.Judge(Story.PeerOnOldSa.Foreign(), Recovered.Foreign());
        var incoming = Assert.Single(outcome.Rows, row => row.What == "203.0.113.9 → hq-fw1");
        Assert.Equal(("not read", "not read", false), (incoming.Before, incoming.Now, incoming.Good));
        var gone = OutcomeJudge.Judge(
            Story.PeerOnOldSa.Evidence(),
            (Recovered with { HqHasSa = false, BerlinHasSa = false }).Evidence()
        );
        Assert.Contains(gone.Rows, row => row is { What: "berlin-fw1 → hq-fw1", Now: "no SA seen" });
    }

    [Fact]
    public void Packets_counted_on_the_new_SA_suffice_after_one_look() =>
        Assert.Equal(
            OutcomeVerdict.Helped,
            OutcomeJudge.Judge(Story.PeerOnOldSa.Evidence(), Recovered.OneLook()).Verdict
        );

    [Fact]
    public void The_same_SPI_still_sent_is_no_help()
    {
        var outcome = Judge(Story.PeerOnOldSa with { Start = 90, HqTotal = 60_000 });
        Assert.Equal(OutcomeVerdict.DidNotHelp, outcome.Verdict);
        Assert.Equal(
            "It did not help: berlin-fw1 still sends with 8a41c77e, which hq-fw1 does not accept.",
            outcome.Words
        );
        Assert.DoesNotContain(outcome.Rows, row => row is { What: "berlin-fw1 → hq-fw1", Good: true });
    }

    [Fact]
    public void New_SPIs_alone_are_no_success()
    {
        var silent = Recovered with { HqSent = 0, HqArrived = 0, BerlinSent = 0, BerlinArrived = 0 };
        // The drops ended, but only because nothing is sent? Both ends agree on new SPIs and 42/s became 0: that is help.
        Assert.Equal(OutcomeVerdict.Helped, Judge(silent).Verdict);
        // Stragglers, or a stranger's packets, are no reason to deny it.
        Assert.Equal(OutcomeVerdict.Helped, Judge(silent with { HqDropped = 60 }).Verdict);
        // Where nothing was dropped before, an idle tunnel proves nothing.
        var quiet = Story.PeerOnOldSa with
        {
            HqDropped = 0,
            HqArrived = 0,
            HqSent = 0,
            BerlinSent = 0,
        };
        Assert.Equal(OutcomeVerdict.CannotTell, OutcomeJudge.Judge(quiet.Evidence(), silent.Evidence()).Verdict);
        Assert.Equal(OutcomeVerdict.CannotTell, Judge(silent with { HqSent = 50 }).Verdict);
        Assert.Equal(OutcomeVerdict.DidNotHelp, Judge(silent with { HqDropped = 900 }).Verdict);
    }

    [Fact]
    public void The_old_SPIs_are_no_new_ones()
    {
        var healthy = new Story();
        var outcome = OutcomeJudge.Judge(healthy.Evidence(), (healthy with { Start = 90 }).Evidence());
        Assert.Equal(OutcomeVerdict.DidNotHelp, outcome.Verdict);
        Assert.Contains("still use the SPIs from before", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Drops_that_go_on_beside_arriving_packets_are_somebody_elses()
    {
        var outcome = Judge(Recovered with { HqDropped = 600 });
        Assert.Equal(OutcomeVerdict.Helped, outcome.Verdict);
        Assert.Contains("hq-fw1 still drops 20/s", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_that_has_no_SA_yet_decides_nothing_or_speaks_against_it()
    {
        Assert.Equal(OutcomeVerdict.CannotTell, Judge(Recovered with { HqHasSa = false, BerlinHasSa = false }).Verdict);
        Assert.Equal(OutcomeVerdict.DidNotHelp, Judge(Recovered with { BerlinHasSa = false }).Verdict);
        var unread = Some.Evidence(null, Some.Unread(Some.Box(at: 90)), null, Recovered.Berlin(1));
        Assert.Equal(OutcomeVerdict.CannotTell, OutcomeJudge.Judge(Story.PeerOnOldSa.Evidence(), unread).Verdict);
    }

    [Fact]
    public void With_a_foreign_peer_our_side_decides()
    {
        var before = Story.PeerOnOldSa.Foreign();
        Assert.Equal(OutcomeVerdict.Helped, OutcomeJudge.Judge(before, Recovered.Foreign()).Verdict);
        Assert.Equal(
            OutcomeVerdict.CannotTell,
            OutcomeJudge.Judge(before, (Recovered with { HqArrived = 0 }).Foreign()).Verdict
        );
        Assert.Equal(
            OutcomeVerdict.DidNotHelp,
            OutcomeJudge.Judge(before, (Recovered with { HqArrived = 0, HqDropped = 1200 }).Foreign()).Verdict
        );
    }

    [Theory]
    [InlineData(3, 0, OutcomeVerdict.Helped)]
    [InlineData(3, 1, OutcomeVerdict.Helped)]
    [InlineData(3, 3, OutcomeVerdict.DidNotHelp)]
    [InlineData(0, 2, OutcomeVerdict.DidNotHelp)]
    [InlineData(0, 0, OutcomeVerdict.CannotTell)]
    public void Of_inactive_SAs_the_count_decides(int before, int after, OutcomeVerdict verdict)
    {
        var outcome = OutcomeJudge.JudgeInactive(
            Some.Box(inactive: new InactiveSas(before, [], [])),
            Some.Box(at: 60, inactive: new InactiveSas(after, [], []))
        );
        Assert.Equal(verdict, outcome.Verdict);
        var row = Assert.Single(outcome.Rows);
        Assert.Equal(($"{before}", $"{after}", after == 0), (row.Before, row.Now, row.Good));
    }

    [Fact]
    public void An_unread_count_is_not_zero()
    {
        var unread = Some.Box(at: 60) with { Inactive = Answer.NotRead<InactiveSas>("session lost") };
        var outcome = OutcomeJudge.JudgeInactive(Some.Box(inactive: new InactiveSas(3, [], [])), unread);
        Assert.Equal(OutcomeVerdict.CannotTell, outcome.Verdict);
        Assert.False(Assert.Single(outcome.Rows).Good);
    }

    [Fact]
    public void Whatever_was_read_there_is_an_outcome() =>
        Gen.Select(Arbitrary.Evidence, Arbitrary.Evidence)
            .Sample(
                (before, after) =>
                {
                    Assert.NotEmpty(OutcomeJudge.Judge(before, after).Words);
                    Assert.NotEmpty(OutcomeJudge.JudgeInactive(before.Ours.Latest.Box, after.Ours.Latest.Box).Words);
                },
                iter: 2000
            );
}
