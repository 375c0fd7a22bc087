using SpiBot.Operations.Hosting;

namespace SpiBot.Tests.Operations;

/// <summary>The pauses between tries that nobody counts: of a gateway that is away, of a message that the channel does not take.</summary>
public sealed class GrowingPauseTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(4, 32)]
    [InlineData(5, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Each_is_twice_the_one_before_up_to_the_longest(int tries, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            GrowingPause.Before(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1), tries)
        );

    [Fact]
    public void No_number_of_tries_is_too_much_for_a_time() =>
        Assert.Equal(TimeSpan.FromDays(1), GrowingPause.Before(TimeSpan.FromHours(1), TimeSpan.FromDays(1), tries: 40));

    [Fact]
    public void A_first_pause_that_is_longer_than_the_longest_stays() =>
        Assert.Equal(
            TimeSpan.FromMinutes(10),
            GrowingPause.Before(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5), tries: 3)
        );
}
