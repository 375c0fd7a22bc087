using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Tunnels;

/// <summary>The listing of the data path is long: it is asked for only where it can tell something.</summary>
public sealed class DataPathDoubtTests
{
    private static readonly Story Silent = new() { HqArrived = 0 };

    [Fact]
    public void Both_ends_agree_and_nothing_arrives() => Assert.True(DataPathDoubt.Arises(Silent.Evidence()));

    [Fact]
    public void The_only_end_that_can_be_read_sends_and_hears_nothing() =>
        Assert.True(DataPathDoubt.Arises(Silent.Foreign()));

    [Fact]
    public void What_arrives_gives_no_doubt()
    {
        Assert.False(DataPathDoubt.Arises(new Story().Evidence()));
        Assert.False(DataPathDoubt.Arises(new Story().Foreign()));
    }

    [Fact]
    public void Neither_does_an_end_that_sends_nothing() =>
        Assert.False(DataPathDoubt.Arises((Silent with { HqSent = 0 }).Foreign()));

    [Fact]
    public void A_packet_whose_SPI_the_log_names_has_said_why() =>
        Assert.False(
            DataPathDoubt.Arises((Silent with { HqLog = Some.Log(Some.InvalidSpi(Story.Old, at: 20)) }).Foreign())
        );

    [Fact]
    public void One_look_is_not_enough() =>
        Assert.False(DataPathDoubt.Arises(Some.Foreign(earlier: null, Silent.Hq(1))));
}
