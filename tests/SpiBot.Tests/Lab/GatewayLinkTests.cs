using SpiBot.Lab;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab;

public sealed class GatewayLinkTests
{
    [Theory]
    [InlineData("hq-fw1=200", 200, null)]
    [InlineData("hq-fw1=0,7", 0, 7)]
    public void A_link_is_a_latency_and_perhaps_a_size(string text, int milliseconds, int? size)
    {
        Assert.True(GatewayLink.TryParse(text, out var link));
        Assert.Equal(new GatewayLink("hq-fw1", TimeSpan.FromMilliseconds(milliseconds), size), link);
    }

    [Theory]
    [InlineData("hq-fw1")]
    [InlineData("=200")]
    [InlineData("hq-fw1=far")]
    [InlineData("hq-fw1=-1")]
    [InlineData("hq-fw1=200,0")]
    [InlineData("hq-fw1=200,7,7")]
    public void Anything_else_is_none(string text) => Assert.False(GatewayLink.TryParse(text, out _));

    [Fact]
    public void It_is_that_gateways_and_no_others()
    {
        var network = new LabNetwork("healthy", TimeProvider.System);
        network.Place([new GatewayLink("berlin-fw1", TimeSpan.FromMilliseconds(200), 64)]);
        Assert.Equal(TimeSpan.FromMilliseconds(200), network.Firewall("berlin-fw1").Traits.Latency);
        Assert.Equal(64, network.Firewall("berlin-fw1").Traits.FragmentSize);
        Assert.Equal(TimeSpan.Zero, network.Firewall("hq-fw1").Traits.Latency);
        Assert.Throws<ArgumentException>(() => network.Place([new GatewayLink("nobody", TimeSpan.Zero, null)]));
    }
}
