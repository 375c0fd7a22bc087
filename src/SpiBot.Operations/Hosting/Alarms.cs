using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SpiBot.Operations.Hosting;

/// <summary>
/// Calls a grain when a time of the domain's clock has come (Orleans' own timers follow the silo's clock and do not tick during a call).
/// They live as long as the process: what must outlive it is looked up in the store at start and set again.
/// </summary>
internal sealed class Alarms(
    [FromKeyedServices(DomainTime.Key)] TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<Alarms> log
) : IDisposable
{
    /// <summary>So soon it is seen that the clock was put right; and no timer waits for years.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Alarm, bool> waiting = new();

    public void At(DateTimeOffset time, string what, Func<Task> call)
    {
        var alarm = new Alarm();
        waiting[alarm] = true;
        alarm.Timer = clock.CreateTimer(
            _ => Ring(alarm, time, what, call),
            state: null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        Set(alarm, time);
    }

    /// <summary>Does a step. Where a call in it goes wrong while another replica dies, <paramref name="again"/> is called once that is known to be gone.</summary>
    public async Task OrAgain(Func<Task> step, string what, Func<Task> again)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (BrokenCall.Is(e))
        {
            log.LogWarning(e, "{What} broke off", what);
            At(clock.GetUtcNow() + BrokenCall.MendedAfter, $"going on with {what}", again);
        }
    }

    public void Dispose()
    {
        foreach (var alarm in waiting.Keys)
        {
            alarm.Timer?.Dispose();
        }
    }

    private void Set(Alarm alarm, DateTimeOffset time)
    {
        var after = time - clock.GetUtcNow();
        var wait = after < Longest ? after : Longest;
        // Timers count whole milliseconds.
        alarm.Timer!.Change(
            wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan
        );
    }

    private void Ring(Alarm alarm, DateTimeOffset time, string what, Func<Task> call)
    {
        if (clock.GetUtcNow() < time)
        {
            // Timers may ring some milliseconds early, and clocks are set back: who is called too early does nothing, and would never be called again.
            Set(alarm, time);
            return;
        }

        waiting.TryRemove(alarm, out _);
        alarm.Timer?.Dispose();
        _ = Call(what, call);
    }

    private async Task Call(string what, Func<Task> call)
    {
        // Off the timer's thread, and off the one that advances a test's clock.
        await Task.Yield();
        try
        {
            await call();
        }
        catch (Exception e) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            log.LogInformation(e, "{What} is left to the next start", what);
        }
        catch (Exception e)
        {
            log.LogError(e, "{What} did not happen when its time came", what);
        }
    }

    private sealed class Alarm
    {
        public ITimer? Timer { get; set; }
    }
}
