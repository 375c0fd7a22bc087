using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed partial class DiagnosticianTests
{
    private static Remedy? Change(Finding finding) => finding.Remedies.FirstOrDefault(r => r.ChangesSomething);

    [Fact]
    public void Ends_that_agree_and_drop_nothing_are_healthy()
    {
        var diagnosis = new Story { HqTotal = 12 }.Diagnosed();
        Assert.Equal(("healthy", Confidence.High), (diagnosis.First.Cause, diagnosis.First.Confidence));
        Assert.Equal(
            "The tunnel between hq-fw1 and berlin-fw1 is in order; packets pass both ways",
            diagnosis.First.Verdict
        );
        Assert.Equal(Severity.Good, diagnosis.Severity);
        Assert.Empty(diagnosis.Missing);
        Assert.True(diagnosis.TwoLooks);
    }

    [Fact]
    public void An_idle_tunnel_is_healthy_and_called_idle()
    {
        var first = new Story
        {
            HqSent = 0,
            HqArrived = 0,
            BerlinSent = 0,
            BerlinArrived = 0,
        }
            .Diagnosed()
            .First;
        Assert.Equal(("healthy", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.EndsWith("it is idle", first.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_on_an_old_SA_is_cleared_where_the_old_SA_is()
    {
        var diagnosis = Story.PeerOnOldSa.Diagnosed();
        var first = diagnosis.First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal("berlin-fw1 sends with an SPI that hq-fw1 no longer knows", first.Verdict);
        Assert.Equal(Severity.Attention, diagnosis.Severity);
        Assert.Equal(
            [
                (RemedyKind.Wait, "hq-fw1", Helps.Maybe),
                (RemedyKind.ClearPeer, "berlin-fw1", Helps.Yes),
                (RemedyKind.ClearPeer, "hq-fw1", Helps.Maybe),
            ],
            first.Remedies.Select(r => (r.Kind, r.Gateway, r.Helps))
        );
        Assert.Equal(Some.HqAddress, first.Remedies[1].Peer);
        Assert.Equal(Some.BerlinAddress, first.Remedies[2].Peer);
        Assert.Contains("the only pair of networks", first.Remedies[1].Interrupts, StringComparison.Ordinal);
        Assert.Contains(first.Evidence, e => e is { Gateway: "hq-fw1", Text: "np-sp-invalid-spi 52,957" });
        Assert.Contains(first.Evidence, e => e is { Gateway: "hq-fw1", Text: "np-sp-invalid-spi 54,217" });
        Assert.Contains(
            first.Evidence,
            e => e is { Gateway: "berlin-fw1", Text: "outbound esp 8a41c77e, 2,041 s left" }
        );
        Assert.Contains(first.Evidence, e => e is { Gateway: "hq-fw1", Text: "encaps 400, decaps 100" });
        Assert.All(first.Evidence, e => Assert.InRange(e.At, Some.Time, Some.Time + Some.Apart));
        Assert.Contains("42/s", first.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Told_by_lifetimes_alone_it_is_less_sure()
    {
        var story = Story.PeerOnOldSa with { BerlinIn = [Some.Sa(0x11112222, left: 2041)] };
        var first = story.Diagnosed().First;
        Assert.Equal(("peer-on-old-sa", Confidence.Medium), (first.Cause, first.Confidence));
        Assert.Contains("34 min left of it, 7 h 45 min of hq-fw1's", first.Why, StringComparison.Ordinal);
        Assert.Contains("only points", first.Why, StringComparison.Ordinal);
        Assert.Contains(
            "hq-fw1 sends with 0dd3fc4c, which berlin-fw1 does not accept",
            first.Why,
            StringComparison.Ordinal
        );
        Assert.NotNull(Change(first));
    }

    [Fact]
    public void Without_IKE_at_both_ends_the_clear_is_only_a_maybe()
    {
        var first = (Story.PeerOnOldSa with { BerlinIkeUp = false }).Diagnosed().First;
        Assert.Equal(Helps.Maybe, Change(first)?.Helps);
    }

    [Fact]
    public void A_mismatch_without_drops_is_no_reason_to_clear()
    {
        var first = (Story.PeerOnOldSa with { HqDropped = 0, BerlinSent = 0 }).Diagnosed().First;
        Assert.Equal(("peer-on-old-sa", Confidence.Low), (first.Cause, first.Confidence));
        Assert.Null(Change(first));
        Assert.Contains(first.Against, a => a.Contains("sent nothing", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_we_have_lost_all_SAs_the_other_end_is_cleared_and_we_are_not()
    {
        var first = (Story.PeerOnOldSa with { HqHasSa = false }).Diagnosed().First;
        Assert.Equal(("peer-on-old-sa", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal(["berlin-fw1"], first.Remedies.Where(r => r.ChangesSomething).Select(r => r.Gateway));
    }

    [Fact]
    public void Our_stale_outbound_is_cleared_here()
    {
        var first = Story.StaleOutbound.Diagnosed().First;
        Assert.Equal(("stale-outbound", Confidence.High), (first.Cause, first.Confidence));
        Assert.Equal("hq-fw1 sends with an SPI that berlin-fw1 no longer knows", first.Verdict);
        var clear = Assert.Single(first.Remedies, r => r.ChangesSomething);
        Assert.Equal(
            (RemedyKind.ClearPeer, "hq-fw1", Helps.Yes, Some.BerlinAddress),
            (clear.Kind, clear.Gateway, clear.Helps, clear.Peer)
        );
    }

    [Fact]
    public void A_peer_that_restarted_leaves_us_with_a_stale_outbound()
    {
        var story = new Story
        {
            BerlinHasSa = false,
            BerlinIkeUp = false,
            BerlinDropped = 900,
            HqArrived = 0,
        };
        var first = story.Diagnosed().First;
        Assert.Equal(("stale-outbound", Confidence.High), (first.Cause, first.Confidence));
        Assert.Contains("berlin-fw1 has no SA at all", first.Why, StringComparison.Ordinal);
        Assert.Contains("dead peer detection", first.Remedies[0].Why, StringComparison.Ordinal);
        // With IKE up on both ends a stale child SA never trips DPD.
        var up = (story with { BerlinIkeUp = true }).Diagnosed().First;
        Assert.DoesNotContain("dead peer detection", up.Remedies[0].Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1260, 0, "peer-on-old-sa")]
    [InlineData(0, 1260, "stale-outbound")]
    [InlineData(1260, 1260, "peer-on-old-sa")]
    [InlineData(0, 0, "undetermined")]
    public void With_the_age_unclear_the_drops_decide_and_it_is_said(long hqDrops, long berlinDrops, string cause)
    {
        var first = new Story
        {
            BerlinIn = [Some.Sa(0x11112222)],
            BerlinOut = [Some.Sa(Story.Old)],
            HqDropped = hqDrops,
            BerlinDropped = berlinDrops,
            HqArrived = 0,
            BerlinArrived = 0,
        }
            .Diagnosed()
            .First;
        Assert.Equal((cause, Confidence.Low), (first.Cause, first.Confidence));
        Assert.Contains("cannot be", first.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_SPI_at_each_look_is_not_the_same_fault_twice()
    {
        var before = Story.PeerOnOldSa with { BerlinOut = [Some.Sa(0x33334444)] };
        var after = Story.PeerOnOldSa;
        var first = Diagnostician
            .Diagnose(Some.Evidence(before.Hq(0), after.Hq(1), before.Berlin(0), after.Berlin(1)))
            .First;
        Assert.Equal(("peer-on-old-sa", Confidence.Low), (first.Cause, first.Confidence));
        Assert.Null(Change(first));
    }

    [Fact]
    public void An_SPI_that_was_accepted_at_the_first_look_is_not_the_same_fault_twice()
    {
        var before = new Story
        {
            HqIn = [Some.Sa(Story.Old, 0, rekeyed: true), Some.Sa(Story.HqAccepts)],
            BerlinOut = [Some.Sa(Story.Old, left: 2041)],
        };
        var after = Story.PeerOnOldSa;
        var first = Diagnostician
            .Diagnose(Some.Evidence(before.Hq(0), after.Hq(1), before.Berlin(0), after.Berlin(1)))
            .First;
        Assert.Equal(("peer-on-old-sa", Confidence.Low), (first.Cause, first.Confidence));
        Assert.Contains("still accepted it at the first look", first.Why, StringComparison.Ordinal);
        Assert.Null(Change(first));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, false)]
    public void Without_a_drop_counter_packets_that_do_not_arrive_speak(long arrived, bool clear)
    {
        var story = Story.PeerOnOldSa with { HqArrived = arrived };
        var first = Diagnostician
            .Diagnose(Some.Evidence(Silent(story.Hq(0)), Silent(story.Hq(1)), story.Berlin(0), story.Berlin(1)))
            .First;
        Assert.Equal("peer-on-old-sa", first.Cause);
        Assert.Equal(clear ? Confidence.Medium : Confidence.Low, first.Confidence);
        Assert.Equal(clear, Change(first) is not null);

        static TunnelReading Silent(TunnelReading reading) =>
            reading with
            {
                Box = reading.Box with { Drops = Answer.NotRead<DropCounters>("the device refused it") },
            };
    }
}
