using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class FirstTriesTests
{
    private const string Login = "spibot@198.51.100.1:22";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task One_tries_and_the_others_wait_until_it_is_taken()
    {
        var tries = new FirstTries(clock);
        using var time = new ConnectTime(TimeSpan.FromSeconds(15), clock);
        var first = await tries.Take(Login, time, Ct);
        var others = Enumerable.Range(0, 3).Select(_ => tries.Take(Login, time, Ct)).ToList();
        Assert.All(others, other => Assert.False(other.IsCompleted));

        tries.Taken(Login);
        first!.Dispose();

        Assert.All(await Task.WhenAll(others), Assert.Null);
    }

    [Fact]
    public async Task Where_it_was_not_taken_the_next_one_is_alone_again()
    {
        var tries = new FirstTries(clock);
        using var time = new ConnectTime(TimeSpan.FromSeconds(15), clock);
        var first = await tries.Take(Login, time, Ct);
        var second = tries.Take(Login, time, Ct);
        var elsewhere = await tries.Take("spibot@198.51.100.2:22", time, Ct);
        Assert.NotNull(elsewhere);
        var third = tries.Take(Login, time, Ct);

        first!.Dispose();

        Assert.NotNull(await second);
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task What_was_taken_a_while_ago_is_tried_alone()
    {
        var tries = new FirstTries(clock);
        using var time = new ConnectTime(TimeSpan.FromSeconds(15), clock);
        tries.Taken(Login);
        Assert.Null(await tries.Take(Login, time, Ct));

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull(await tries.Take(Login, time, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
