using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Ssh;

namespace SpiBot.Tests.Gateways.Ssh;

public sealed class LoginTurnsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Who_waits_for_a_turn_is_not_taken_for_silent()
    {
        var clock = new FakeTimeProvider();
        using var turns = new LoginTurns(atOnce: 1);
        using var first = new ConnectTime(Patience, clock);
        using var second = new ConnectTime(Patience, clock);
        var held = await turns.Take(first, Ct);
        clock.Advance(TimeSpan.FromSeconds(10));
        var waiting = turns.Take(second, Ct);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(first.Over.IsCancellationRequested);
        Assert.False(second.Over.IsCancellationRequested);
        held.Dispose();
        using var turn = await waiting;
        clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(second.Over.IsCancellationRequested);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(second.Over.IsCancellationRequested);
    }

    [Fact]
    public async Task Turns_come_in_the_order_in_which_they_were_asked_for()
    {
        using var turns = new LoginTurns(atOnce: 1);
        using var time = new ConnectTime(Patience, TimeProvider.System);
        var held = await turns.Take(time, Ct);
        var waiting = Enumerable.Range(0, 5).Select(_ => turns.Take(time, Ct)).ToList();

        foreach (var next in waiting)
        {
            Assert.All(waiting.SkipWhile(one => one != next), one => Assert.False(one.IsCompleted));
            held.Dispose();
            held = await next;
        }

        held.Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_its_turn_to_the_next()
    {
        using var turns = new LoginTurns(atOnce: 1);
        using var time = new ConnectTime(Patience, TimeProvider.System);
        var held = await turns.Take(time, Ct);
        using var tired = new CancellationTokenSource();
        var gaveUp = turns.Take(time, tired.Token);
        await tired.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gaveUp);
        var next = turns.Take(time, Ct);

        // Ended twice, it is one turn all the same.
        held.Dispose();
        held.Dispose();

        using var came = await next;
        Assert.False(turns.Take(time, Ct).IsCompleted);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
