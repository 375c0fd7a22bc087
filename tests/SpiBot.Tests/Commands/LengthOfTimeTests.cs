using CsCheck;
using SpiBot.Commands;

namespace SpiBot.Tests.Commands;

public sealed class LengthOfTimeTests
{
    [Theory]
    [InlineData("8h", 480)]
    [InlineData("90 min", 90)]
    [InlineData("1 hour", 60)]
    [InlineData("2D", 2880)]
    [InlineData("45m", 45)]
    public void A_length_of_time_is_read(string text, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), LengthOfTime.Parse(text));

    [Theory]
    [InlineData("8")]
    [InlineData("h")]
    [InlineData("-8h")]
    [InlineData("0h")]
    [InlineData("8 h h")]
    [InlineData("8s")]
    [InlineData("99999999999h")]
    [InlineData("100001d")]
    public void Anything_else_is_none(string text) => Assert.Null(LengthOfTime.Parse(text));

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Int[1, 10_000]
            .Select(minutes => TimeSpan.FromMinutes(minutes))
            .Sample(time => Assert.Equal(time, LengthOfTime.Parse(LengthOfTime.ToText(time))));
}
