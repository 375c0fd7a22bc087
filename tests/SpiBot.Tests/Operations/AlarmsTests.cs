using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Operations.Hosting;
using SpiBot.Tests.Gateways.Ssh;

namespace SpiBot.Tests.Operations;

/// <summary>Who is called before its time does nothing: an alarm that rings early must ring again.</summary>
public sealed class AlarmsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Noon);
    private readonly Alarms alarms;
    private readonly TaskCompletionSource<DateTimeOffset> rung = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    public AlarmsTests() => alarms = new Alarms(new HastyTime(clock), lifetime, NullLogger<Alarms>.Instance);

    [Fact]
    public async Task A_timer_that_is_early_calls_nobody_before_the_time()
    {
        Set(Noon.AddSeconds(5));
        clock.Advance(TimeSpan.FromMilliseconds(4_998));
        Assert.False(rung.Task.IsCompleted);
        await Advance();
        Assert.InRange(await rung.Task, Noon.AddSeconds(5), Noon.AddSeconds(5.01));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_calls_nobody_before_the_time()
    {
        clock.AdjustTime(Noon.AddMinutes(1));
        Set(Noon.AddMinutes(2));
        clock.AdjustTime(Noon);
        await Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(await rung.Task, Noon.AddMinutes(2), Noon.AddMinutes(2).AddSeconds(2));
    }

    [Fact]
    public async Task A_clock_that_was_wrong_by_years_and_is_put_right_holds_nobody_up()
    {
        Set(Noon.AddMinutes(1));
        clock.AdjustTime(Noon.AddYears(-20));
        clock.Advance(TimeSpan.FromMinutes(1));
        clock.AdjustTime(Noon.AddMinutes(1));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(
            Noon.AddMinutes(61),
            await rung.Task.WaitAsync(Eventually.Limit, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task What_is_due_already_is_called_at_once()
    {
        Set(Noon.AddSeconds(-1));
        await Advance();
        Assert.InRange(await rung.Task, Noon, Noon.AddSeconds(0.01));
    }

    /// <summary>The next start takes it up. At any other time it is one that nobody would hear of.</summary>
    [Theory]
    [InlineData(false, LogLevel.Error)]
    [InlineData(true, LogLevel.Information)]
    public async Task What_breaks_off_while_SpiBot_stops_is_no_error(bool stops, LogLevel level)
    {
        var logged = new CollectedLog<Alarms>();
        using var rings = new Alarms(clock, lifetime, logged);
        if (stops)
        {
            lifetime.StopApplication();
        }

        rings.At(Noon, "the test", () => Task.FromException(new InvalidOperationException("the silo is gone")));
        await Eventually.Holds(
            _ => Task.FromResult(logged.Text.Length > 0),
            () => clock.Advance(TimeSpan.FromMilliseconds(1))
        );

        Assert.StartsWith($"{level}: the test", logged.Text, StringComparison.Ordinal);
    }

    public void Dispose() => alarms.Dispose();

    private void Set(DateTimeOffset time) =>
        alarms.At(
            time,
            "the test",
            () =>
            {
                rung.TrySetResult(clock.GetUtcNow());
                return Task.CompletedTask;
            }
        );

    private Task Advance(TimeSpan? step = null) =>
        Eventually.Holds(
            _ => Task.FromResult(rung.Task.IsCompleted),
            () => clock.Advance(step ?? TimeSpan.FromMilliseconds(1))
        );
}
