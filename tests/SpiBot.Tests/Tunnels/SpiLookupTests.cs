using CsCheck;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class SpiLookupTests
{
    private static readonly Spi Odd = Some.Spi(0x1e3efdfe);

    [Fact]
    public void An_SPI_in_use_is_found_at_both_ends()
    {
        var story = new Story();
        var found = SpiLookup.Find(
            Some.Spi(Story.HqAccepts),
            [story.Berlin(1), story.Hq(0), story.Hq(1), story.Berlin(0)]
        );
        Assert.Equal(
            [("berlin-fw1", false, true), ("hq-fw1", true, true)],
            found.Select(f => (f.Gateway, f.Inbound, f.Current)).Order()
        );
        Assert.All(found, f => Assert.Equal((Some.Time, Some.Time + Some.Apart), (f.FirstSeen, f.At)));
        Assert.Equal(Some.BerlinNetwork, found.Single(f => f.Gateway == "hq-fw1").RemoteSelector);
    }

    [Fact]
    public void A_past_SPI_says_when_it_was_last_seen()
    {
        var (before, after) = (new Story { HqIn = [Some.Sa(Story.Old)] }, new Story { HqHasSa = false });
        var found = Assert.Single(SpiLookup.Find(Some.Spi(Story.Old), [after.Hq(1), before.Hq(0)]));
        Assert.Equal((false, Some.Time), (found.Current, found.At));
    }

    [Fact]
    public void One_that_is_being_replaced_is_not_current()
    {
        var story = new Story { HqIn = [Some.Sa(Story.Old, rekeyed: true), Some.Sa(Story.HqAccepts)] };
        var found = Assert.Single(SpiLookup.Find(Some.Spi(Story.Old), [story.Hq(1)]));
        Assert.Equal((true, false), (found.Rekeyed, found.Current));
    }

    [Fact]
    public void Debug_lines_print_it_the_other_way_round()
    {
        var story = new Story { HqIn = [new SecurityAssociation(Odd)] };
        var found = Assert.Single(SpiLookup.Find(Some.Spi(0xfefd3e1e), [story.Hq(1)]));
        Assert.Equal((Odd, SpiByteOrder.Swapped), (found.Spi, found.ByteOrder));
        Assert.Equal(SpiByteOrder.AsWritten, SpiLookup.Find(Odd, [story.Hq(1)])[0].ByteOrder);
    }

    [Fact]
    public void An_unread_look_does_not_make_an_SPI_a_past_one()
    {
        var story = new Story();
        var found = SpiLookup.Find(Some.Spi(Story.HqAccepts), [story.Hq(0), Some.Unread(Some.Box("hq-fw1", 30))]);
        Assert.True(Assert.Single(found).Current);
    }

    [Fact]
    public void The_same_SPI_under_two_peers_is_two_places_and_an_unknown_one_none()
    {
        var other = Two.HqChild(1, 1) with { Peer = "192.0.2.77" };
        var reading = Some.Reading(Some.Box(), Two.HqChild(1, 1), other);
        Assert.Equal(2, SpiLookup.Find(Some.Spi(Story.HqAccepts), [reading]).Count);
        Assert.Empty(SpiLookup.Find(Odd, [reading]));
    }

    [Fact]
    public void Whatever_is_listed_is_found_and_the_order_of_readings_does_not_matter() =>
        Arbitrary
            .Reading.Array[0, 4]
            .Sample(readings =>
            {
                var listed = readings
                    .SelectMany(r => r.Sas.Value?.Tunnels ?? [])
                    .SelectMany(t => t.Inbound.Concat(t.Outbound))
                    .Select(sa => sa.Spi)
                    .ToHashSet();
                foreach (var spi in Enumerable.Range(256, 7).Select(n => Some.Spi((uint)n)))
                {
                    var found = SpiLookup.Find(spi, readings);
                    Assert.Equal(listed.Contains(spi), found.Any(f => f.ByteOrder == SpiByteOrder.AsWritten));
                    Assert.Equal(found.Count, SpiLookup.Find(spi, readings.Reverse()).Count);
                    Assert.All(found, f => Assert.True(f.FirstSeen <= f.At));
                }
            });
}
