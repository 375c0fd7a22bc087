using SpiBot.Tunnels;

namespace SpiBot.Tests.Tunnels;

public sealed class TrafficTests
{
    private static readonly SecurityAssociation[] In = [Some.Sa(Story.HqAccepts)];
    private static readonly SecurityAssociation[] Out = [Some.Sa(Story.BerlinAccepts)];

    private static ChildSa Child(long encaps, long decaps) => Some.Hq(In, Out, encaps, decaps);

    private static Traffic Between(ChildSa[] before, ChildSa[] now, string? serial = "SERIAL-A") =>
        Traffic.Between(
            Some.Reading(Some.Box(), before),
            Some.Reading(Some.Box(at: 30, serial: serial), now),
            Some.HqNetwork,
            Some.BerlinNetwork
        );

    [Fact]
    public void Packets_are_counted_between_two_looks()
    {
        var traffic = Between([Child(encaps: 100, decaps: 7)], [Child(encaps: 400, decaps: 7)]);
        Assert.Equal((300, 0), (traffic.Sent, traffic.Arrived));
        Assert.Equal(10.0, Between([Child(encaps: 7, decaps: 100)], [Child(encaps: 7, decaps: 400)]).ArrivedPerSecond);
        Assert.True(traffic.OneWay);
        Assert.False(traffic.Idle);
    }

    [Fact]
    public void A_counter_that_went_down_or_is_of_another_unit_or_pair_says_nothing()
    {
        ChildSa[] before = [Child(encaps: 100, decaps: 100)];
        ChildSa[] now = [Child(encaps: 99, decaps: 130)];
        Assert.Equal((null, 30L), (Between(before, now).Sent, Between(before, now).Arrived));
        Assert.Null(Between(before, now, serial: "SERIAL-B").Arrived);
        Assert.Null(Between(before, []).Arrived);
        Assert.Null(Between(before, [now[0], now[0]]).Arrived);
        Assert.Null(Between(before, [Some.Berlin(In, Out, decaps: 130)]).Arrived);
    }
}
