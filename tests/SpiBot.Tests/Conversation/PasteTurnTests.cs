using SpiBot.Conversation;
using SpiBot.Tests.Gateways.Pasted;

namespace SpiBot.Tests.Conversation;

public sealed class PasteTurnTests
{
    [Theory]
    [InlineData("check tunel 203.0.113.9", false)]
    [InlineData("it is down\nagain", false)]
    [InlineData("fgt # get vpn ipsec tunnel summary\n'hq' 198.51.100.1:0  selectors(total,up): 1/1", true)]
    [InlineData("one\ntwo\nthree\nfour\nfive", true)]
    public void A_bare_paste_is_told_from_a_word(string text, bool isOutput) =>
        Assert.Equal(isOutput, PasteTurn.IsOutput(text));

    [Fact]
    public void Any_output_that_can_be_read_is_a_paste()
    {
        Assert.True(PasteTurn.IsOutput(SampleOutputs.Forti));
        Assert.True(PasteTurn.IsOutput(SampleOutputs.PanOs));
    }
}
