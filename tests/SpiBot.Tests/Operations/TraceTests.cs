using Microsoft.Extensions.DependencyInjection;
using SpiBot.Operations.Checks;
using SpiBot.Operations.Duties;
using SpiBot.Operations.Journal;
using SpiBot.Operations.Threads;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Operations;

/// <summary>A check with a trace between its looks: what is set, when it is read, and that nothing of it stays.</summary>
public sealed class TraceTests : OperationsTests
{
    private static readonly Spi Old = Spi.From(0x1000_0001);

    public TraceTests() =>
        Network.Hq.Dropped.Add(
            new CapturedPacket(
                1,
                TimeSpan.FromHours(12),
                "",
                new EspPacket(FakeNetwork.BerlinAddress, FakeNetwork.HqAddress, Old, 0x28b, InUdp: false),
                NotBecause: null
            )
        );

    [Fact]
    public async Task The_packets_are_named_and_the_capture_is_gone_when_the_card_says_so()
    {
        await using var host = await Start();
        await host.Check("trace-1", CheckKind.Trace, peer: FakeNetwork.BerlinAddress);
        var started = await host.Reporter.Next<TraceStarted>();
        Assert.StartsWith("spibot-", started.Capture, StringComparison.Ordinal);
        Assert.Equal(started.Capture, Assert.Single(Network.Hq.Standing).Key.What);

        Clock.Advance(TimeSpan.FromSeconds(10));
        var found = await host.Reporter.Next<TunnelDiagnosed>();

        var trace = found.Evidence.Ours.Latest.Trace.Value!;
        var sender = Assert.Single(trace.Senders);
        Assert.Equal((FakeNetwork.BerlinAddress, Old, 1), (sender.Source, sender.Spi, sender.Packets));
        Assert.Equal(TimeSpan.FromSeconds(10), trace.To - trace.From);
        Assert.Contains("hq-fw1's trace shows these packets", found.Diagnosis.First.Why);
        Assert.NotNull(found.Left!.RemovedAt);
        Assert.Empty(Network.Hq.Standing);
        Assert.Equal([$"capture {started.Capture} to 198.51.100.1", $"no capture {started.Capture}"], Network.Hq.Typed);
    }

    [Fact]
    public async Task While_it_lasts_others_are_answered()
    {
        await using var host = await Start();
        await host.Check("trace-1", CheckKind.Trace, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TraceStarted>();

        await host.Check("check-2", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);
        await host.Reporter.Next<TunnelDiagnosed>(r => r.Exchange == "check-2");

        Assert.Single(Network.Hq.Standing);
        Clock.Advance(TimeSpan.FromSeconds(10));
        await host.Reporter.Next<TunnelDiagnosed>(r => r.Exchange == "trace-1");
    }

    [Fact]
    public async Task A_box_that_is_busy_is_not_asked_for_one_and_the_check_goes_on()
    {
        Network.Hq.Busy = "The box is busy.";
        await using var host = await Start();

        var found = await CheckWithoutTrace(host);

        Assert.Equal("The box is busy.", found.Evidence.Ours.Latest.Trace.NotRead);
        Assert.Null(found.Left);
        Assert.Empty(Network.Hq.Typed);
        Assert.Empty(await host.Services.GetRequiredService<DutyJournal>().Open(Ct));
    }

    [Fact]
    public async Task What_the_box_refuses_is_said_and_its_duty_ends()
    {
        Network.Hq.Refuses = "Command authorization failed";
        await using var host = await Start();

        var found = await CheckWithoutTrace(host);

        Assert.Equal("hq-fw1 refused it: Command authorization failed", found.Evidence.Ours.Latest.Trace.NotRead);
        Assert.Single(Network.Hq.Typed);
        Assert.Empty(await host.Services.GetRequiredService<IOpenDuties>().Open(Ct));
    }

    [Fact]
    public async Task A_standby_unit_drops_nothing_that_could_be_watched()
    {
        Network.Hq.Role = FailoverRole.Standby;
        await using var host = await Start();

        await host.Check("trace-1", CheckKind.Trace, peer: FakeNetwork.BerlinAddress);

        Assert.Contains("standby", (await host.Reporter.Next<NothingToPropose>()).Because);
        Assert.Empty(Network.Hq.Typed);
    }

    [Fact]
    public async Task After_a_crash_in_the_middle_the_capture_goes_and_none_is_set_again()
    {
        await using (var before = await Start())
        {
            await before.Check("trace-1", CheckKind.Trace, peer: FakeNetwork.BerlinAddress);
            await before.Reporter.Next<TraceStarted>();
        }

        Assert.Single(Network.Hq.Standing);
        await using var host = await Start();

        var failed = await host.Reporter.Next<CheckFailed>();
        Assert.Contains("started again in the middle", failed.Failure.CameBack);
        await Eventually.Holds(() => Network.Hq.Standing.IsEmpty);
        Assert.Single(Network.Hq.Typed, line => line.StartsWith("capture", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_no_open_duty_knows_is_told_of_and_taken_away_after_a_login()
    {
        Network.Hq.Standing[(Network.Hq.Serial, "spibot-0ld")] = true;
        await using var host = await Start();

        await host.Check("check-1", CheckKind.Compare, peer: FakeNetwork.BerlinAddress);

        var told = await host.Reporter.Next<DutyChanged>();
        Assert.NotNull(told.View.RemovedAt);
        Assert.Contains("spibot-0ld", told.View.What);
        Assert.Equal(["no capture spibot-0ld"], Network.Hq.Typed);
        Assert.Empty(Network.Hq.Standing);
    }

    private async Task<TunnelDiagnosed> CheckWithoutTrace(OperationsHost host)
    {
        await host.Check("trace-1", CheckKind.Trace, peer: FakeNetwork.BerlinAddress);
        return await Eventually.Ends(
            host.Reporter.Next<TunnelDiagnosed>(),
            () => Clock.Advance(TimeSpan.FromSeconds(1)),
            milliseconds: 20
        );
    }
}
