using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class AnsweredAtLoginTests
{
    private static readonly ShellReply Reply = new(ShellStop.Done, "CPU utilization for 5 seconds = 1%\n");

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void An_answer_is_given_to_the_first_who_asks()
    {
        var answered = new AnsweredAtLogin(clock);
        answered.Keep("show cpu usage", Reply);

        Assert.Null(answered.Take("show clock"));
        Assert.Same(Reply, answered.Take("show cpu usage"));
        Assert.Null(answered.Take("show cpu usage"));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Who_asks_later_wants_to_know_how_it_is_now(int seconds, bool given)
    {
        var answered = new AnsweredAtLogin(clock);
        answered.Keep("show cpu usage", Reply);

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(given, answered.Take("show cpu usage") is not null);
    }
}
