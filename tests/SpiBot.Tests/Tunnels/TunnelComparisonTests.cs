using CsCheck;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Comparison;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

public sealed class TunnelComparisonTests
{
    private static SelectorComparison Single(Story story) =>
        Assert.Single(TunnelComparison.Of(story.Hq(1), story.Berlin(1), theirsMissing: null));

    [Fact]
    public void Our_inbound_is_their_outbound()
    {
        var row = Single(new Story());
        Assert.Equal(SelectorVerdict.Match, row.Verdict);
        Assert.Equal(Some.HqNetwork, row.LocalSelector);
        Assert.Equal(DirectionVerdict.Match, row.Incoming.Verdict);
        Assert.Equal(Some.Spi(Story.HqAccepts), row.Incoming.Sends);
        Assert.Equal(("berlin-fw1", "hq-fw1"), (row.Incoming.Sender, row.Incoming.Receiver));
        Assert.Equal(Some.Spi(Story.BerlinAccepts), row.Outgoing.Sends);
        Assert.Equal("hq-fw1 and berlin-fw1 agree on the SPIs of both directions.", row.Words);
    }

    [Fact]
    public void A_rekeyed_SA_that_is_still_installed_is_still_accepted()
    {
        // Berlin has not changed over yet: what it sends with is the older of the two that hq accepts.
        var row = Single(
            new Story
            {
                HqIn = [Some.Sa(Story.Old, left: 0, rekeyed: true), Some.Sa(Story.HqAccepts)],
                BerlinOut = [Some.Sa(Story.Old, left: 30)],
            }
        );
        Assert.Equal(SelectorVerdict.RekeyOverlap, row.Verdict);
        Assert.Equal(DirectionVerdict.RekeyOverlap, row.Incoming.Verdict);
        Assert.Null(row.Because);
    }

    [Fact]
    public void A_child_SA_that_was_replaced_sends_no_more_beside_the_one_that_replaced_it()
    {
        var story = new Story();
        var replaced = Some.Berlin([Some.Sa(0x11112222, rekeyed: true)], [Some.Sa(Story.Old, rekeyed: true)]);
        var berlin = story.Berlin(1);
        var row = Assert.Single(
            TunnelComparison.Of(
                story.Hq(1),
                berlin with
                {
                    Sas = Answer.Of(berlin.Sas.Value! with { Tunnels = [replaced, .. berlin.Tunnels] }),
                },
                theirsMissing: null
            )
        );

        Assert.Equal(SelectorVerdict.RekeyOverlap, row.Verdict);
        Assert.Equal(Some.Spi(Story.HqAccepts), row.Incoming.Sends);
        Assert.Equal([0x11112222u, Story.BerlinAccepts], row.Outgoing.Accepts.Select(spi => spi.Value));
    }

    [Fact]
    public void Who_sends_what_the_receiver_has_ended_is_behind()
    {
        var row = Single(Story.PeerOnOldSa);
        Assert.Equal(SelectorVerdict.TheyAreStale, row.Verdict);
        Assert.Equal(StaleBecause.OneDirection, row.Because);
        Assert.Equal(DirectionVerdict.NoMatch, row.Incoming.Verdict);
        Assert.NotEqual(DirectionVerdict.NoMatch, row.Outgoing.Verdict);
        Assert.Equal(
            "berlin-fw1 sends 8a41c77e, which hq-fw1 does not accept; berlin-fw1 holds the older SA.",
            row.Words
        );
        Assert.Equal(SelectorVerdict.WeAreStale, Single(Story.StaleOutbound).Verdict);
    }

    [Fact]
    public void With_both_directions_broken_the_lifetimes_point_at_the_older_end()
    {
        var story = new Story
        {
            BerlinIn = [Some.Sa(0x11112222, left: 2041)],
            BerlinOut = [Some.Sa(Story.Old, left: 2041)],
        };
        var row = Single(story);
        Assert.Equal(SelectorVerdict.TheyAreStale, row.Verdict);
        Assert.Equal(StaleBecause.Lifetimes, row.Because);
        Assert.Equal(
            SelectorVerdict.WeAreStale,
            Single(story with { HqOut = [Some.Sa(Story.BerlinAccepts, left: 100)] }).Verdict
        );
    }

    [Theory]
    [InlineData(27_900L)]
    [InlineData(27_850L)]
    [InlineData(null)]
    public void Lifetimes_that_are_alike_or_unknown_tell_nothing(long? left)
    {
        var row = Single(new Story { BerlinIn = [Some.Sa(0x11112222, left)], BerlinOut = [Some.Sa(Story.Old, left)] });
        Assert.Equal(SelectorVerdict.Differ, row.Verdict);
        Assert.Contains("cannot be seen", row.Words, StringComparison.Ordinal);
        Assert.Contains("berlin-fw1 sends 8a41c77e", row.Words, StringComparison.Ordinal);
        Assert.Contains("hq-fw1 sends 0dd3fc4c", row.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Having_been_seen_to_accept_the_SPI_before_is_proof_against_the_lifetimes()
    {
        var before = new Story { HqIn = [Some.Sa(Story.Old)], BerlinOut = [Some.Sa(Story.Old)] };
        var after = new Story
        {
            HqOut = [Some.Sa(0x55556666)],
            BerlinIn = [Some.Sa(0x11112222)],
            BerlinOut = [Some.Sa(Story.Old, left: 80_000)],
        };
        var row = Assert.Single(
            TunnelComparison.Of(
                new TunnelEnd(before.Hq(0), after.Hq(1)),
                new TunnelEnd(before.Berlin(0), after.Berlin(1)),
                theirsMissing: null
            )
        );
        Assert.Equal((SelectorVerdict.TheyAreStale, StaleBecause.AcceptedBefore), (row.Verdict, row.Because));
    }

    [Fact]
    public void A_sender_with_the_younger_SA_is_not_called_stale()
    {
        var row = Single(new Story { BerlinOut = [Some.Sa(Story.Old, left: 28_700)] });
        Assert.Equal(SelectorVerdict.Differ, row.Verdict);
    }

    [Fact]
    public void A_receiver_is_as_young_as_its_newest_SA()
    {
        var row = Single(
            new Story
            {
                HqIn = [Some.Sa(0x33334444, left: 0, rekeyed: true), Some.Sa(Story.HqAccepts)],
                BerlinOut = [Some.Sa(Story.Old, left: 2041)],
            }
        );
        Assert.Equal(SelectorVerdict.TheyAreStale, row.Verdict);
    }

    [Fact]
    public void An_SPI_that_is_accepted_for_other_networks_is_not_called_unknown()
    {
        var other = Selector.Network(System.Net.IPAddress.Parse("10.9.0.0"), 24);
        var hq = Some.Reading(
            Some.Box("hq-fw1"),
            Some.Hq([Some.Sa(1001)], [Some.Sa(2001)]),
            Some.Child(Some.BerlinAddress, Some.HqNetwork, other, [Some.Sa(1002)], [Some.Sa(2002)])
        );
        var berlin = Some.Reading(
            Some.Box("berlin-fw1"),
            Some.Berlin([Some.Sa(2001)], [Some.Sa(1002)]),
            Some.Child(Some.HqAddress, other, Some.HqNetwork, [Some.Sa(2002)], [Some.Sa(1001)])
        );
        var rows = TunnelComparison.Of(hq, berlin, theirsMissing: null);
        Assert.All(rows, row => Assert.Equal(DirectionVerdict.CannotTell, row.Incoming.Verdict));
        Assert.All(rows, row => Assert.Equal(DirectionVerdict.Match, row.Outgoing.Verdict));
    }

    [Fact]
    public void An_SA_that_only_one_end_has_is_missing_at_the_other()
    {
        var row = Single(new Story { BerlinHasSa = false });
        Assert.Equal(SelectorVerdict.MissingThere, row.Verdict);
        Assert.Equal(DirectionVerdict.NoMatch, row.Outgoing.Verdict);
        Assert.Null(row.Theirs);
        row = Single(new Story { HqHasSa = false });
        Assert.Equal(SelectorVerdict.MissingHere, row.Verdict);
        Assert.Equal(Some.HqNetwork, row.LocalSelector);
        Assert.Null(row.Ours);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Nothing_is_missing_from_a_listing_that_was_cut(bool listingComplete, bool childComplete)
    {
        var other = Some.Child(
            Some.HqAddress,
            Some.BerlinNetwork,
            Selector.Network(System.Net.IPAddress.Parse("10.9.0.0"), 24),
            [],
            [],
            complete: childComplete
        );
        var berlin = Some.Reading(Some.Box("berlin-fw1"), new SaListing(listingComplete, [other]));
        var rows = TunnelComparison.Of(new Story().Hq(0), berlin, theirsMissing: null);
        Assert.Equal(SelectorVerdict.CannotTell, rows[0].Verdict);
        Assert.Equal(DirectionVerdict.CannotTell, rows[0].Outgoing.Verdict);
    }

    [Fact]
    public void A_cut_listing_still_proves_what_it_shows()
    {
        var story = new Story();
        var cut = Some.Reading(
            Some.Box("berlin-fw1"),
            new SaListing(Complete: false, [Some.Berlin(story.BerlinIn, [], complete: false)])
        );
        var row = Assert.Single(TunnelComparison.Of(story.Hq(0), cut, theirsMissing: null));
        Assert.Equal(DirectionVerdict.Match, row.Outgoing.Verdict);
        Assert.Equal(DirectionVerdict.CannotTell, row.Incoming.Verdict);
        Assert.Equal(SelectorVerdict.CannotTell, row.Verdict);
    }

    [Fact]
    public void Of_an_end_that_cannot_be_read_nothing_is_claimed()
    {
        var row = Assert.Single(
            TunnelComparison.Of(new Story().Hq(0), theirs: null, "203.0.113.9 is not in the inventory.")
        );
        Assert.Equal(SelectorVerdict.CannotTell, row.Verdict);
        Assert.Null(row.Theirs);
        Assert.Equal("203.0.113.9", row.Incoming.Sender);
        Assert.Equal("Only hq-fw1 can be seen: 203.0.113.9 is not in the inventory.", row.Words);
        row = Assert.Single(TunnelComparison.Of(new Story().Hq(0), Some.Unread(Some.Box("berlin-fw1")), null));
        Assert.Equal(
            "Only hq-fw1 can be seen: the SAs of berlin-fw1 were not read: Command authorization failed.",
            row.Words
        );
    }

    [Fact]
    public void Pairs_are_told_apart_and_matched_where_one_end_writes_them_otherwise()
    {
        var (any, tcp) = (
            Selector.Network(System.Net.IPAddress.Any, 0),
            Selector.Network(System.Net.IPAddress.Any, 0, 6, "0-65535")
        );
        var hq = Some.Reading(
            Some.Box("hq-fw1"),
            Some.Hq([Some.Sa(1001)], [Some.Sa(2001)]),
            Some.Child(Some.BerlinAddress, any, any, [Some.Sa(1002)], [Some.Sa(2002)]),
            Some.Child(Some.BerlinAddress, tcp, Some.BerlinNetwork, [Some.Sa(1003)], [Some.Sa(2003)])
        );
        var berlin = Some.Reading(
            Some.Box("berlin-fw1"),
            // A VTI end that lists no selectors at all.
            Some.Child(Some.HqAddress, null, null, [Some.Sa(2002)], [Some.Sa(1002)]),
            Some.Child(
                Some.HqAddress,
                Some.BerlinNetwork,
                Selector.Network(System.Net.IPAddress.Any, 0, 6),
                [Some.Sa(2003)],
                [Some.Sa(1003)]
            ),
            Some.Berlin([Some.Sa(2001)], [Some.Sa(999)])
        );
        var rows = TunnelComparison.Of(hq, berlin, theirsMissing: null);
        Assert.Equal(
            [SelectorVerdict.TheyAreStale, SelectorVerdict.Match, SelectorVerdict.Match],
            rows.Select(r => r.Verdict)
        );
    }

    [Fact]
    public void Seen_from_the_other_end_it_says_the_same_with_the_sides_changed() =>
        Gen.Select(Arbitrary.Reading, Arbitrary.Reading)
            .Sample(
                (one, two) =>
                {
                    one = one with { Box = one.Box with { Gateway = "hq-fw1" } };
                    two = two with { Box = two.Box with { Gateway = "berlin-fw1" } };
                    var here = TunnelComparison.Of(one, two, theirsMissing: null);
                    var there = TunnelComparison.Of(two, one, theirsMissing: null);
                    Assert.Equal(
                        here.Select(Shown).Order(StringComparer.Ordinal),
                        there.Select(row => Shown(Swapped(row))).Order(StringComparer.Ordinal)
                    );
                },
                iter: 3000
            );

    [Fact]
    public void Two_mirrored_ends_never_disagree() =>
        Arbitrary
            .Listing.Select(listing =>
                listing with
                {
                    Tunnels = [.. listing.Tunnels.Select(t => t with { CurrentOutbound = null })],
                }
            )
            .Sample(
                hq =>
                {
                    var rows = TunnelComparison.Of(
                        Some.Reading(Some.Box("hq-fw1"), hq),
                        Some.Reading(Some.Box("berlin-fw1"), Arbitrary.Mirror(hq)),
                        theirsMissing: null
                    );
                    Assert.All(
                        rows,
                        row =>
                            Assert.Contains(
                                row.Verdict,
                                new[]
                                {
                                    SelectorVerdict.Match,
                                    SelectorVerdict.RekeyOverlap,
                                    SelectorVerdict.CannotTell,
                                }
                            )
                    );
                },
                iter: 3000
            );

    private static SelectorComparison Swapped(SelectorComparison row) =>
        row with
        {
            LocalSelector = row.RemoteSelector,
            RemoteSelector = row.LocalSelector,
            Ours = row.Theirs,
            Theirs = row.Ours,
            Outgoing = row.Incoming,
            Incoming = row.Outgoing,
            Verdict = row.Verdict switch
            {
                SelectorVerdict.WeAreStale => SelectorVerdict.TheyAreStale,
                SelectorVerdict.TheyAreStale => SelectorVerdict.WeAreStale,
                SelectorVerdict.MissingHere => SelectorVerdict.MissingThere,
                SelectorVerdict.MissingThere => SelectorVerdict.MissingHere,
                var same => same,
            },
        };

    // Selectors apart: where the ends name a pair differently, each row is named as its own end does.
    private static string Shown(SelectorComparison row) =>
        $"{row.Verdict} {row.Because} {End(row.Ours)} {End(row.Theirs)} {Way(row.Outgoing)} {Way(row.Incoming)}";

    private static string End(EndSpis? end) =>
        end is null
            ? "-"
            : $"{end.Gateway}[{string.Join(",", end.Inbound)}|{string.Join(",", end.Outbound)}|{end.Sending}]";

    private static string Way(DirectionComparison way) =>
        $"{way.Sender}>{way.Receiver} {way.Sends} {string.Join(",", way.Accepts)} {way.Verdict}";
}
