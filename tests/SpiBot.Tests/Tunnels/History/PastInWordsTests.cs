using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels.History;

public sealed class PastInWordsTests
{
    private const double Day = 86_400;

    [Fact]
    public void The_third_time_each_after_a_rekey()
    {
        var past = new Past().Look(-20 * Day, 0x1000, 0x9000);
        foreach (var day in new[] { -10, -5 })
        {
            var at = day * Day;
            past.Look(at - 60, 0x1000u + (uint)-day, 0x9000u).Look(at, 0x2000u + (uint)-day, 0x9000u);
            past.Found(at + 60, "peer-on-old-sa").Found(at + 600);
        }

        past.Look(-60, Story.Old, 0x9000).Look(-20, Story.HqAccepts, Story.BerlinAccepts);
        var said = Said(Story.PeerOnOldSa, past);
        Assert.Contains("The third time in 30 days, each soon after a rekey.", said);
        Assert.Contains(
            "berlin-fw1 still sends with 8a41c77e, which hq-fw1 replaced by 7bc0de01 between 02:26:11 UTC and 02:26:51 UTC.",
            said
        );
    }

    [Fact]
    public void An_SPI_that_was_ours_long_ago_is_told_to_a_foreign_peer_too()
    {
        var past = new Past().Look(-3600, Story.Old, 0x9000).Look(-20, Story.HqAccepts, Story.BerlinAccepts);
        var story = Story.PeerOnOldSa with { HqLog = Some.Log(Some.InvalidSpi(Story.Old)) };
        var foreign = story.Foreign();
        var diagnosis = Diagnostician.Diagnose(foreign with { Ours = foreign.Ours with { History = past.History } });
        Assert.Contains(
            "8a41c77e was hq-fw1's own until some time between 01:27:11 UTC and 02:26:51 UTC and replaced by 7bc0de01",
            diagnosis.First.Why
        );
    }

    [Fact]
    public void SAs_that_were_there_at_the_first_look_tell_of_no_rekey()
    {
        var both = Some.Reading(
            Some.Box(at: -60),
            Some.Hq([Some.Sa(0x1001, 900, rekeyed: true), Some.Sa(Story.HqAccepts)], [Some.Sa(Story.BerlinAccepts)])
        );
        Assert.DoesNotContain("The last rekey", Said(new Story(), Past.Looked(both)));
        Assert.Contains(
            "The last rekey was between",
            Said(new Story(), new Past().Look(-120, 0x1001, Story.BerlinAccepts).Look(both))
        );
        Assert.Equal("before the first look, 02:26:11 UTC", new Moment(After: null, Past.At(-60)).InWords(Past.At(0)));
    }

    [Fact]
    public void A_tunnel_that_is_well_has_no_past_to_be_told()
    {
        Assert.Equal("", Said(new Story(), new Past().Look(-60, Story.HqAccepts, Story.BerlinAccepts)));
        Assert.Empty(PastInWords.Of(Story.PeerOnOldSa.Diagnosed(), Story.PeerOnOldSa.Evidence()));
    }

    [Fact]
    public void The_timeline_has_all_the_latest_first()
    {
        var past = new Past().Look(0, 0x1001, 0x9001).Look(60, 0x1002, 0x9002).Found(60, "peer-on-old-sa");
        past.Did(90, "clear-peer").LookAndSeeNone(120).Look(150, 0x1003, 0x9003).Found(150);
        Assert.Equal(
            [
                "no longer found: peer-on-old-sa",
                "came up",
                "no SA any more",
                "clear-peer on hq-fw1: helped",
                "found: peer-on-old-sa",
                "rekey, in 00001001 → 00001002",
                "it had SAs at the first look",
            ],
            Timeline.Of(past.History).Select(entry => entry.Words)
        );
        Assert.Empty(Timeline.Of(new Past().History));
    }

    [Fact]
    public void A_burst_of_drops_stands_where_it_ended()
    {
        var past = new Past();
        foreach (var (at, drops) in new[] { (0, 0), (30, 10), (60, 10), (300, 40) })
        {
            past.Look(Some.Reading(Some.Box(at: at, drops: drops)));
        }

        past.Found(60, "nat-path").Found(200);
        var burst = Timeline.Of(past.History)[0];
        Assert.Equal(
            "40 packets dropped for an invalid SPI, the first between 02:27:11 UTC and 02:27:41 UTC (of all peers)",
            burst.Words
        );
        Assert.Equal(new Moment(Past.At(60), Past.At(300)), burst.When);
    }

    [Theory]
    [InlineData(1.9, 1.9, null)]
    [InlineData(14, 14, 14.0)]
    [InlineData(-14, -14, -14.0)]
    // Only the second answer was slow.
    [InlineData(0.4, 6, null)]
    public void A_clock_that_is_off_is_told(double first, double second, double? skew)
    {
        static GatewayReading Box(double at, double off) =>
            Some.Box(at: at) with
            {
                Clock = Answer.Of(
                    new DeviceClock(Some.Time.DateTime, "UTC", Synchronised: true, Some.Time.AddSeconds(at + off))
                ),
            };

        Assert.Equal(skew, ClockSkew.Of(Box(0, first), Box(30, second))?.TotalSeconds);
        Assert.Null(ClockSkew.Of(null, Some.Box() with { Clock = Answer.Of(Some.Clock(0)) }));
    }

    private static string Said(Story story, Past past)
    {
        var evidence = story.Evidence();
        evidence = evidence with
        {
            Ours = evidence.Ours with { History = past.History.With(story.Hq(0)).With(story.Hq(1)) },
        };
        return string.Join(' ', PastInWords.Of(Diagnostician.Diagnose(evidence), evidence));
    }
}
