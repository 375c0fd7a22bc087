using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>A simulated box, with a small log buffer that fills by itself, after somebody claimed to type on it and was not heard of again.</summary>
public sealed class LabTraceTests
{
    private const string Line = "clear crypto ipsec sa peer 203.0.113.9";

    /// <summary>Its buffer of 4,096 bytes holds little more than half a minute.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task A_line_that_was_typed_is_found_with_its_time()
    {
        var (found, began) = await Crash(hq => hq.Ask(Line));
        Assert.Equal(TraceVerdict.Typed, found.Verdict);
        Assert.InRange(found.At!.Value - began, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_line_that_was_not_typed_is_surely_not_there()
    {
        var (found, _) = await Crash(_ => Task.CompletedTask);
        Assert.True(found.Verdict == TraceVerdict.NotTyped, found.Words);
    }

    [Fact]
    public async Task A_buffer_of_warnings_tells_nothing()
    {
        var (found, _) = await Crash(hq => hq.Ask(Line), level: 4);
        Assert.Contains("wants level notifications", found.Words);
        Assert.Equal(TraceVerdict.CannotTell, found.Verdict);
    }

    [Fact]
    public async Task A_buffer_that_has_turned_over_tells_nothing()
    {
        var (found, _) = await Crash(hq => hq.Ask(Line), later: TimeSpan.FromHours(6));
        Assert.Equal(TraceVerdict.CannotTell, found.Verdict);
        Assert.Contains("does not go back", found.Words);
    }

    private static async Task<(TraceFound Found, DateTimeOffset Began)> Crash(
        Func<Terminal, Task> typed,
        int? level = null,
        TimeSpan? later = null
    )
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        if (level is { } low)
        {
            network.Firewall("hq-fw1").Traits = new FirewallTraits { LogLevel = low };
        }

        DateTimeOffset began;
        string serial;
        await using (var before = await Terminal.Enabled(network))
        {
            serial = ShowVersion.Read(await before.Ask("show version")).Value!.SerialNumber!;
            clock.Advance(TimeSpan.FromSeconds(20));
            began = clock.GetUtcNow();
            clock.Advance(TimeSpan.FromSeconds(2));
            await typed(before);
        }

        clock.Advance(later ?? Claim);
        return (await Ask(network, clock, new PerhapsTyped("spibot", serial, [Line], began, began + Claim)), began);
    }

    private static async Task<TraceFound> Ask(LabNetwork network, FakeTimeProvider clock, PerhapsTyped asked)
    {
        await using var hq = await Terminal.Enabled(network);
        var box = Operations.Readings.Any.Box with
        {
            Gateway = "hq-fw1",
            TakenAt = clock.GetUtcNow(),
            Clock = Answer.Of(ShowClock.Read(await hq.Ask(ShowClock.Command)).Value!),
            Unit = Answer.Of(ShowVersion.Read(await hq.Ask("show version")).Value!),
        };
        var log = ShowLogging.Executed.Read(await hq.Ask(ShowLogging.Executed.Text));
        return CommandTrace.Judge(asked, box, Answer.Of(log.Value!));
    }
}
