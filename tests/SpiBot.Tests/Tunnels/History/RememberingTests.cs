using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels.History;

public sealed class RememberingTests
{
    [Fact]
    public void A_rekey_between_two_looks_is_known_as_well_as_the_looks_tell()
    {
        var past = new Past().Look(0, 0x1001, 0x9001).Look(60, 0x1001, 0x9001).Look(90, 0x1002, 0x9002);

        var old = Assert.Single(past.History.LivesOf(Some.Spi(0x1001)));
        Assert.Equal(new Moment(Past.At(60), Past.At(90)), old.Gone);
        var rekey = Rekeys.Of(past.History).First(r => r.Inbound);
        Assert.Equal((Some.Spi(0x1001), Some.Spi(0x1002)), (rekey.Old, rekey.New));
        Assert.Equal(new Moment(Past.At(60), Past.At(90)), rekey.When);
        Assert.False(rekey.AfterAction);
        Assert.Equal(2, Rekeys.Of(past.History).Count);
    }

    [Fact]
    public void The_log_tells_to_the_second_when_an_SPI_was_made_and_when_it_ended()
    {
        var listed = Some.Reading(Some.Box(at: 90), Some.Hq([Some.Sa(0x1002)], [Some.Sa(0x9002)]));
        var past = new Past()
            .Look(0, 0x1001, 0x9001)
            .Look(With(listed, Logged(602303, 0x1002, 71), Logged(602304, 0x1001, 79)));

        Assert.Equal(Moment.Exactly(Past.At(79)), past.History.LivesOf(Some.Spi(0x1001)).Single().Gone);
        Assert.Equal(Moment.Exactly(Past.At(71)), past.History.LivesOf(Some.Spi(0x1002)).Single().Born);
        Assert.Equal(Moment.Exactly(Past.At(71)), Rekeys.Of(past.History).Single(r => r.Inbound).When);
    }

    [Fact]
    public void An_SPI_that_only_the_log_told_of_has_a_place_among_the_others()
    {
        var listed = Some.Reading(Some.Box(at: 300), Some.Hq([Some.Sa(0x1003)], [Some.Sa(0x9003)]));
        var log = new[] { Logged(602303, 0x1002, 100), Logged(602304, 0x1002, 200), Logged(602303, 0x1003, 199) };
        var past = new Past().Look(0, 0x1001, 0x9001).Look(With(listed, log));

        Assert.Equal([0x1001u, 0x1002u], Rekeys.Of(past.History).Where(r => r.Inbound).Select(r => r.Old.Value));
    }

    [Fact]
    public void What_is_over_is_what_was_found_since_and_nothing_older()
    {
        var found = new Past()
            .Look(0, 0x1001, 0x9001)
            .History.With(["acl-mismatch"], Past.At(10))
            .With(["acl-mismatch", "peer-on-old-sa"], Past.At(20))
            .With(["peer-on-old-sa"], Past.At(300));

        var over = found.Over(Past.At(200), Past.At(400));

        Assert.Equal(Past.At(400), over.Faults.Single(fault => fault.Cause == "peer-on-old-sa").Over);
        Assert.Equal(Past.At(300), over.Faults.Single(fault => fault.Cause == "acl-mismatch").Over);
        Assert.All(
            found.Over(Past.At(301), Past.At(400)).Faults.Where(f => f.Cause == "peer-on-old-sa"),
            f => Assert.Null(f.Over)
        );
    }

    [Fact]
    public void Messages_of_other_peers_are_not_this_tunnels()
    {
        var listed = Some.Reading(Some.Box(at: 90), Some.Hq([Some.Sa(0x1001)], [Some.Sa(0x9001)]));
        var other = Logged(602303, 0x7777, 71) with { To = "192.0.2.77" };
        Assert.Empty(Past.Looked(With(listed, other)).History.LivesOf(Some.Spi(0x7777)));
    }

    [Fact]
    public void A_listing_that_was_cut_ends_no_SPI()
    {
        var cut = Some.Reading(Some.Box(at: 30), new SaListing(Complete: false, []));
        var past = new Past().Look(0, 0x1001, 0x9001).Look(cut);
        Assert.All(past.History.Spis, life => Assert.Null(life.Gone));
        Assert.True(Assert.Single(past.History.Changes).Up);
    }

    [Fact]
    public void A_standby_unit_that_lists_nothing_ends_no_SPI()
    {
        var standby = Some.Reading(Some.Box(at: 30, role: FailoverRole.Standby));
        var past = new Past().Look(0, 0x1001, 0x9001).Look(standby);
        Assert.All(past.History.Spis, life => Assert.Null(life.Gone));
        Assert.Contains("failover role", Assert.Single(past.History.Units).Words);
    }

    [Fact]
    public void New_SPIs_after_the_tunnel_was_down_are_no_rekey()
    {
        var past = new Past().Look(0, 0x1001, 0x9001).LookAndSeeNone(30).Look(60, 0x1002, 0x9002);
        Assert.Empty(Rekeys.Of(past.History));
        Assert.Equal([true, false, true], past.History.Changes.Select(c => c.Up));
    }

    [Fact]
    public void New_SPIs_after_a_clear_came_from_it()
    {
        var past = new Past().Look(0, 0x1001, 0x9001).Did(20, "clear-peer").Look(60, 0x1002, 0x9002);
        Assert.All(Rekeys.Of(past.History), rekey => Assert.True(rekey.AfterAction));
    }

    [Fact]
    public void Looks_without_drops_are_one_sample()
    {
        var past = new Past();
        foreach (var (at, drops) in new[] { (0, 5), (30, 5), (60, 5), (90, 45), (120, 45) })
        {
            past.Look(Some.Reading(Some.Box(at: at, drops: drops)));
        }

        Assert.Equal(
            [
                new DropSample(Past.At(0), Past.At(60), 0),
                new DropSample(Past.At(60), Past.At(90), 40),
                new DropSample(Past.At(90), Past.At(120), 0),
            ],
            past.History.Drops
        );
    }

    [Fact]
    public void No_drops_are_counted_across_two_units()
    {
        var past = Past.Looked(
            Some.Reading(Some.Box(at: 0, drops: 5)),
            Some.Reading(Some.Box(at: 30, drops: 900, serial: "SERIAL-B"))
        );
        Assert.Empty(past.History.Drops);
        Assert.Contains("another unit", Assert.Single(past.History.Units).Words);
    }

    [Fact]
    public void An_ending_that_the_log_tells_at_two_looks_is_one()
    {
        var ended = Event(
            113019,
            "Group = x, Username = x, IP = 203.0.113.9, Session disconnected. Session Type: LAN-to-LAN, Reason: Idle Timeout",
            10
        );
        var others = Event(113019, "IP = 203.0.113.99, Session disconnected. Reason: Idle Timeout", 11);
        var past = Past.Looked(
            With(Some.Reading(Some.Box(at: 30)), ended, others),
            With(Some.Reading(Some.Box(at: 61)), ended, others)
        );
        Assert.Equal([new Teardown(Past.At(10), 113019, "Idle Timeout")], past.History.Teardowns);
    }

    [Fact]
    public void The_same_cause_again_is_the_same_fault_until_a_check_finds_it_gone()
    {
        var past = new Past().Found(0, "nat-path").Found(60, "nat-path", "replay").Found(120).Found(180, "nat-path");
        Assert.Equal(
            [
                new Fault("nat-path", Past.At(0), Past.At(60), Past.At(120)),
                new Fault("replay", Past.At(60), Past.At(60), Past.At(120)),
                new Fault("nat-path", Past.At(180), Past.At(180)),
            ],
            past.History.Faults
        );
    }

    [Fact]
    public void How_often_in_a_month_and_how_often_after_a_rekey()
    {
        const double Day = 86_400;
        var past = new Past().Found(-40 * Day, "peer-on-old-sa").Found(-40 * Day + 60);
        foreach (var day in new[] { 1, 2 })
        {
            past.Look(day * Day, 0x1000u + (uint)day, 0x9000).Look((day * Day) + 60, 0x2000u + (uint)day, 0x9000);
            past.Found((day * Day) + 300, "peer-on-old-sa").Found((day * Day) + 600);
        }

        var recurrence = Recurrence.Of(past.History, "peer-on-old-sa", Past.At(3 * Day));
        Assert.Equal((3, 2), (recurrence.Times, recurrence.AfterRekey));
        Assert.Equal(Past.At(3 * Day), recurrence.Since);
    }

    [Fact]
    public void The_bounds_keep_what_still_is()
    {
        var past = new Past();
        for (var i = 0u; i < 20; i++)
        {
            past.Look(i * 60, 0x1000 + i, 0x9000 + i);
        }

        var kept = new HistoryBounds(TimeSpan.FromHours(1), Most: 4).Trim(past.History, Past.At(20 * 60));
        Assert.Equal(4, kept.Spis.Count(life => life.Gone is not null));
        Assert.Equal(
            [0x1013u, 0x9013u],
            kept.Spis.Where(life => life.Gone is null).Select(life => life.Spi.Value).Order()
        );
        var later = new HistoryBounds(TimeSpan.FromHours(1), Most: 4).Trim(past.History, Past.At(1e6));
        Assert.Equal(2, later.Spis.Count);
        Assert.True(Assert.Single(later.Changes).Up);
    }

    private static TunnelReading With(TunnelReading reading, params LoggedEvent[] events) =>
        reading with
        {
            Box = reading.Box with { Clock = Answer.Of(Some.Clock((reading.TakenAt - Some.Time).TotalSeconds)) },
            Log = Answer.Of(Some.Log(events)),
        };

    private static LoggedEvent Event(int id, string text, double at) =>
        new(id, 6, Some.Clock(at).Local, IsUtc: false, text);

    private static LoggedEvent Logged(int id, uint spi, double at) =>
        Event(id, "…", at) with
        {
            Spi = Some.Spi(spi),
            Direction = "inbound",
            From = "198.51.100.1",
            To = "203.0.113.9",
        };
}
