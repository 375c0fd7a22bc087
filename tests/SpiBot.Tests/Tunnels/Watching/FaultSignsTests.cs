using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;
using SpiBot.Tunnels.Watching;

namespace SpiBot.Tests.Tunnels.Watching;

public sealed class FaultSignsTests
{
    [Fact]
    public void A_healthy_tunnel_shows_none()
    {
        Assert.Empty(Signs(new Story().Evidence()));
        Assert.Equal("one child SA, no drops", WhatIsSeen.Of(new Story().Evidence()));
    }

    [Fact]
    public void A_peer_on_an_old_SA_shows_by_the_drops_here_and_by_SPIs_that_do_not_match() =>
        Assert.Equal([SignKind.Drops, SignKind.Mismatch], Kinds(Story.PeerOnOldSa.Evidence()));

    [Fact]
    public void Of_a_foreign_peer_only_the_drops_are_seen()
    {
        var sign = Assert.Single(Signs(Story.PeerOnOldSa.Foreign()));
        Assert.Equal("hq-fw1 drops 42 packets a second for an invalid SPI, of all its peers.", sign.Words);
    }

    [Fact]
    public void A_stale_SA_of_ours_shows_by_the_drops_at_the_other_end() =>
        Assert.Contains(
            "berlin-fw1 drops 42 packets a second",
            Signs(Story.StaleOutbound.Evidence())[0].Words,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_tunnel_without_an_SA_is_gone_and_one_that_only_the_peer_lost_does_not_match()
    {
        Assert.Equal([SignKind.Gone], Kinds(new Story { HqHasSa = false }.Evidence()));
        Assert.Equal([SignKind.Mismatch], Kinds(new Story { BerlinHasSa = false }.Evidence()));
    }

    [Theory]
    [InlineData(20, 30)]
    [InlineData(29, 30)]
    public void A_handful_of_drops_is_none(long dropped, int seconds)
    {
        Assert.Equal(30, seconds);
        Assert.Empty(Signs(new Story { HqDropped = dropped }.Evidence()));
    }

    [Fact]
    public void One_look_tells_no_drops_and_what_was_not_read_tells_nothing()
    {
        Assert.Equal([SignKind.Mismatch], Kinds(Story.PeerOnOldSa.OneLook()));
        var evidence = new Story { HqHasSa = false }.Foreign();
        var unread = evidence with
        {
            Ours = evidence.Ours with
            {
                Latest = evidence.Ours.Latest with { Sas = Answer.NotRead<SaListing>("refused") },
            },
        };
        Assert.Empty(Signs(unread));
    }

    private static IReadOnlyList<FaultSign> Signs(TunnelEvidence evidence) =>
        FaultSigns.Of(evidence, dropsPerSecond: 1);

    private static IEnumerable<SignKind> Kinds(TunnelEvidence evidence) => Signs(evidence).Select(sign => sign.Kind);
}
