using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed partial class DiagnosticianTests
{
    private static readonly SecurityAssociation UsedUp = Some.Sa(Story.HqAccepts, 14_678) with
    {
        RemainingKilobytes = 0,
    };

    [Fact]
    public void An_SA_without_kilobytes_that_nothing_passes_is_cleared_where_it_is()
    {
        var story = new Story
        {
            HqIn = [UsedUp],
            HqArrived = 0,
            BerlinArrived = 0,
        };
        var first = story.Diagnosed().First;
        Assert.Equal(("lifetime-exhausted", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal(
            [(RemedyKind.Wait, Helps.Maybe), (RemedyKind.ClearPeer, Helps.Yes)],
            first.Remedies.Select(r => (r.Kind, r.Helps))
        );
        Assert.Equal("hq-fw1", first.Remedies[1].Gateway);
        Assert.Contains("4 h 4 min", first.Remedies[0].Why, StringComparison.Ordinal);
        var once = Diagnostician.Diagnose(story.OneLook()).First;
        Assert.Equal(("lifetime-exhausted", Confidence.Low), (once.Cause, once.Confidence));
        Assert.Null(Change(once));
    }

    /// <summary>No box prints such numbers; whatever was read, there is a verdict.</summary>
    [Theory]
    [InlineData(long.MaxValue, -1)]
    [InlineData(-1, long.MaxValue)]
    [InlineData(long.MinValue, 1)]
    public void Lifetimes_at_the_ends_of_what_a_number_holds_are_compared(long here, long there)
    {
        var story = new Story
        {
            HqOut = [Some.Sa(Story.BerlinAccepts, here)],
            BerlinIn = [Some.Sa(Story.BerlinAccepts, there)],
        };
        Assert.NotEmpty(story.Diagnosed().Findings);
    }

    [Theory]
    [InlineData(true, "lifetime-exhausted", Confidence.Medium)]
    [InlineData(false, "healthy", Confidence.Medium)]
    public void An_idle_pair_at_0_kilobytes_is_used_up_only_where_kilobytes_are_counted(
        bool counted,
        string cause,
        Confidence confidence
    )
    {
        var outbound = Some.Sa(Story.BerlinAccepts);
        var first = new Story
        {
            HqIn = [UsedUp],
            HqOut = [counted ? outbound : outbound with { RemainingKilobytes = 0 }],
            HqSent = 0,
            HqArrived = 0,
            BerlinSent = 0,
            BerlinArrived = 0,
        }
            .Diagnosed()
            .First;
        Assert.Equal((cause, confidence), (first.Cause, first.Confidence));
        Assert.Equal(counted, Change(first) is not null);
    }

    [Fact]
    public void Kilobytes_at_0_of_an_SA_that_was_replaced_or_still_works_are_no_fault()
    {
        SecurityAssociation[] replaced = [UsedUp with { Spi = Some.Spi(Story.Old) }, Some.Sa(Story.HqAccepts)];
        Assert.Equal(
            "rekey-noise",
            new Story { HqIn = replaced }
                .Diagnosed()
                .First.Cause
        );
        Assert.Equal(
            "healthy",
            new Story { HqIn = [UsedUp] }
                .Diagnosed()
                .First.Cause
        );
    }

    [Theory]
    [InlineData(20, Confidence.High)]
    [InlineData(100, Confidence.Medium)]
    public void After_our_restart_the_peer_that_still_sends_is_cleared_at_its_end_alone(
        int minutes,
        Confidence confidence
    )
    {
        var story = Story.PeerOnOldSa with { HqHasSa = false, HqIkeUp = false };
        var diagnosis = Diagnostician.Diagnose(Restarted(story.Evidence(), minutes));
        var first = diagnosis.First;
        Assert.Equal(("restart-without-state", confidence), (first.Cause, first.Confidence));
        var clear = Assert.Single(diagnosis.Findings.SelectMany(f => f.Remedies), r => r.ChangesSomething);
        Assert.Equal(("berlin-fw1", Helps.Yes), (clear.Gateway, clear.Helps));
        Assert.Contains("never all at once", clear.Why, StringComparison.Ordinal);
        Assert.Contains("dead peer detection", first.Remedies[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restart_long_ago_or_without_lost_SAs_explains_nothing()
    {
        Assert.Equal(
            "peer-on-old-sa",
            Diagnostician.Diagnose(Restarted(Story.PeerOnOldSa.Evidence(), 200)).First.Cause
        );
        Assert.Equal("healthy", Diagnostician.Diagnose(Restarted(new Story().Evidence(), 20)).First.Cause);
    }

    [Fact]
    public void After_our_restart_a_foreign_peer_is_asked_and_nothing_is_cleared_where_there_is_nothing()
    {
        var story = Story.PeerOnOldSa with { HqHasSa = false, HqIkeUp = false };
        var first = Diagnostician.Diagnose(Restarted(story.Foreign(), 20)).First;
        Assert.Equal(("restart-without-state", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Equal([RemedyKind.Wait, RemedyKind.AskPeer], first.Remedies.Select(r => r.Kind));
    }

    [Theory]
    [InlineData("02:00:00 UTC Mar 1 2026", "restart-without-state")]
    [InlineData("02:00:00 CET Mar 1 2026", "peer-on-old-sa")]
    [InlineData("02:00:00 UTC Feb 1 2026", "peer-on-old-sa")]
    [InlineData("13:00:00 UTC Mar 1 2026", "peer-on-old-sa")]
    [InlineData("long ago", "peer-on-old-sa")]
    public void A_switch_of_the_pair_is_dated_by_the_boxs_own_clock(string last, string cause)
    {
        var evidence = Story.PeerOnOldSa.Evidence();
        var box = evidence.Ours.Latest.Box with
        {
            Clock = Answer.Of(new DeviceClock(new DateTime(2026, 3, 1, 2, 27, 41), "UTC", true, Some.Time)),
            Failover = Answer.Of(new FailoverState(FailoverRole.Active, "Secondary", last)),
        };
        var ours = evidence.Ours with { Latest = evidence.Ours.Latest with { Box = box } };
        Assert.Equal(cause, Diagnostician.Diagnose(evidence with { Ours = ours }).First.Cause);
    }

    [Theory]
    [InlineData(0, 0, Confidence.High, true)]
    [InlineData(300, 0, Confidence.Medium, false)]
    [InlineData(300, 300, Confidence.Medium, true)]
    public void One_dead_pair_of_several_is_told_by_where_its_packets_stay(
        long arrivedThere,
        long answered,
        Confidence confidence,
        bool clear
    )
    {
        var first = Diagnostician.Diagnose(DeadPair(arrivedThere, answered, before: 100)).First;
        Assert.Equal(("dead-selector", confidence), (first.Cause, first.Confidence));
        Assert.Contains("10.2.9.0/24", first.Verdict, StringComparison.Ordinal);
        Assert.Equal(clear, Change(first) is not null);
        if (Change(first) is { } change)
        {
            Assert.Equal(Helps.Maybe, change.Helps);
            Assert.Contains("packets arrive on 1 of them now", change.Interrupts, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(100, Confidence.Medium)]
    [InlineData(0, Confidence.Low)]
    public void Of_a_foreign_peer_nothing_says_that_the_SA_of_a_dead_pair_is_at_fault_so_it_is_asked_and_not_cleared(
        long before,
        Confidence confidence
    )
    {
        var evidence = DeadPair(0, 0, before) with { Theirs = null, TheirsMissing = "not ours" };
        var first = Diagnostician.Diagnose(evidence).First;
        Assert.Equal(("dead-selector", confidence), (first.Cause, first.Confidence));
        Assert.Null(Change(first));
        Assert.Contains(first.Remedies, r => r is { Kind: RemedyKind.AskPeer, Helps: Helps.Yes });
    }

    private static TunnelEvidence DeadPair(long arrivedThere, long answered, long before)
    {
        var other = Selector.Network(System.Net.IPAddress.Parse("10.2.9.0"), 24);
        return Some.Evidence(Hq(0), Hq(1), Berlin(0), Berlin(1));

        TunnelReading Hq(int look) =>
            Some.Reading(
                Some.Box("hq-fw1", look * 30),
                Two.HqChild(100 + (look * 300), 100 + (look * 300)),
                Some.Child(
                    Some.BerlinAddress,
                    Some.HqNetwork,
                    other,
                    [Some.Sa(701)],
                    [Some.Sa(702)],
                    100 + (look * 300),
                    before
                )
            );

        TunnelReading Berlin(int look) =>
            Some.Reading(
                Some.Box("berlin-fw1", look * 30, serial: "SERIAL-B"),
                Two.BerlinChild(100 + (look * 300), 100 + (look * 300)),
                Some.Child(
                    Some.HqAddress,
                    other,
                    Some.HqNetwork,
                    [Some.Sa(702)],
                    [Some.Sa(701)],
                    100 + (look * answered),
                    100 + (look * arrivedThere)
                )
            );
    }

    private static TunnelEvidence Restarted(TunnelEvidence evidence, int minutes)
    {
        return evidence with { Ours = new TunnelEnd(Up(evidence.Ours.Earlier!, 0), Up(evidence.Ours.Latest, 30)) };

        TunnelReading Up(TunnelReading reading, int seconds) =>
            reading with
            {
                Box = reading.Box with
                {
                    Unit = Answer.Of(
                        reading.Box.Unit.Value! with
                        {
                            Uptime = TimeSpan.FromSeconds((minutes * 60) + seconds),
                        }
                    ),
                },
            };
    }
}
