using CsCheck;
using SpiBot.Tunnels;
using SpiBot.Tunnels.History;

namespace SpiBot.Tests.Tunnels.History;

public sealed class SpiLookupTests
{
    private static readonly Spi Odd = Some.Spi(0x1e3efdfe);

    [Fact]
    public void An_SPI_in_use_is_found_at_both_ends()
    {
        var story = new Story();
        var berlin = TunnelHistory.Of("berlin-fw1", Some.HqAddress).With(story.Berlin(0)).With(story.Berlin(1));
        var found = SpiLookup.Find(Some.Spi(Story.HqAccepts), [berlin, Past.Looked(story.Hq(0), story.Hq(1)).History]);
        Assert.Equal(
            [("berlin-fw1", false, true), ("hq-fw1", true, true)],
            found.Select(f => (f.Gateway, f.Life.Inbound, f.Current)).Order()
        );
        Assert.All(found, f => Assert.Equal((Some.Time, Some.Time + Some.Apart), (f.Life.FirstSeen, f.Life.LastSeen)));
        Assert.Equal(Some.BerlinNetwork, found.Single(f => f.Gateway == "hq-fw1").Life.RemoteSelector);
    }

    [Fact]
    public void A_past_SPI_says_when_it_was_last_seen_and_what_replaced_it()
    {
        var past = new Past().Look(0, Story.Old, 0x9001).Look(30, Story.HqAccepts, 0x9002).History;
        var found = Assert.Single(SpiLookup.Find(Some.Spi(Story.Old), [past]));
        Assert.Equal((false, Some.Time), (found.Current, found.Life.LastSeen));
        Assert.Equal(Some.Spi(Story.HqAccepts), found.ReplacedBy);
    }

    [Fact]
    public void One_that_is_being_replaced_is_not_current()
    {
        var story = new Story { HqIn = [Some.Sa(Story.Old, rekeyed: true), Some.Sa(Story.HqAccepts)] };
        var found = Assert.Single(SpiLookup.Find(Some.Spi(Story.Old), [Past.Looked(story.Hq(1)).History]));
        Assert.Equal((true, false), (found.Life.Rekeyed, found.Current));
    }

    [Fact]
    public void Debug_lines_print_it_the_other_way_round()
    {
        var past = Past.Looked(new Story { HqIn = [new SecurityAssociation(Odd)] }.Hq(1)).History;
        var found = Assert.Single(SpiLookup.Find(Some.Spi(0xfefd3e1e), [past]));
        Assert.Equal((Odd, SpiByteOrder.Swapped), (found.Life.Spi, found.ByteOrder));
        Assert.Equal(SpiByteOrder.AsWritten, SpiLookup.Find(Odd, [past])[0].ByteOrder);
    }

    [Fact]
    public void An_unread_look_does_not_make_an_SPI_a_past_one()
    {
        var past = Past.Looked(new Story().Hq(0), Some.Unread(Some.Box("hq-fw1", 30))).History;
        Assert.True(Assert.Single(SpiLookup.Find(Some.Spi(Story.HqAccepts), [past])).Current);
    }

    [Fact]
    public void The_same_SPI_under_two_peers_is_two_places_and_an_unknown_one_none()
    {
        var here = Past.Looked(new Story().Hq(0)).History;
        var there = here with { Peer = System.Net.IPAddress.Parse("192.0.2.77") };
        Assert.Equal(2, SpiLookup.Find(Some.Spi(Story.HqAccepts), [here, there]).Count);
        Assert.Empty(SpiLookup.Find(Odd, [here, there]));
    }

    [Fact]
    public void Whatever_was_listed_is_found() =>
        Arbitrary
            .Reading.Select(reading => reading with { Box = reading.Box with { Gateway = "hq-fw1" } })
            .Array[0, 4]
            .Sample(readings =>
            {
                var inOrder = readings
                    .OrderBy(reading => reading.TakenAt)
                    .DistinctBy(reading => reading.TakenAt)
                    .ToArray();
                var listed = inOrder
                    .SelectMany(r => r.Tunnels)
                    .SelectMany(t => t.Inbound.Concat(t.Outbound))
                    .Select(sa => sa.Spi)
                    .ToHashSet();
                var past = Past.Looked(inOrder).History;
                foreach (var spi in listed)
                {
                    Assert.NotEmpty(SpiLookup.Find(spi, [past]));
                }
            });
}
