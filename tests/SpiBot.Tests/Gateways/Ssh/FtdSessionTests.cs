using System.Net;
using SpiBot.Gateways;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms.CiscoFtd;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tests.Gateways.Changes;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Sessions over real SSH with the Lab's FTD: reads at <c>&gt;</c>, changes there or in the diagnostic CLI, which is always left.</summary>
public sealed class FtdSessionTests
{
    private const string Clear = "clear ipsec sa peer 198.51.100.1";
    private const string ClearInside = "clear crypto ipsec sa peer 198.51.100.1";
    private const string Enter = "system support diagnostic-cli";
    private const string Left = "^A d";

    private static readonly IPAddress Vienna = IPAddress.Parse("203.0.113.201");
    private static readonly LinesInside Second = new(Enter, [ClearInside]);
    private static readonly FirewallTraits OnlyInside = new() { ChangesOnlyInDiagnosticCli = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_check_reads_everything_at_the_first_prompt(int? fragments)
    {
        await using var lab = await FtdLab.Start(new() { FragmentSize = fragments });
        TunnelReading reading;
        Answer<DataPath> path;
        await using (var session = await lab.Open())
        {
            reading = await lab.Read(session);
            path = await new CiscoFtdPlatform().ReadDataPath(session, reading, DateTimeOffset.UnixEpoch, Ct);
        }

        Assert.Equal(
            new UnitIdentity("vienna-ftd1", "7.2.5", null, null, "Cisco Firepower 1120 Threat Defense"),
            reading.Box.Unit.Value
        );
        Assert.Single(reading.Tunnels);
        Assert.True(reading.Box.Drops.Value?.InvalidSpis > 0, reading.Box.Drops.NotRead);
        Assert.Equal(FailoverRole.Standalone, reading.Box.Failover.Value?.Role);
        Assert.True(reading.IkeWithPeer is [{ Up: true }], reading.Ikev2.NotRead);
        Assert.NotEmpty(reading.Log.Value!.Events);
        Assert.Single(reading.Sessions.Value!.Sessions);
        Assert.Single(reading.CryptoMaps.Value!.With(FtdLab.Hq));
        Assert.Equal("ipsec-l2l", reading.TunnelGroup.Value?.Kind);
        Assert.Equal(reading.Tunnels[0].Inbound.Count + reading.Tunnels[0].Outbound.Count, path.Value?.Contexts.Count);
        Assert.All(lab.Typed.SkipLast(1), line => Assert.StartsWith("show ", line, StringComparison.Ordinal));
        Assert.Equal("exit", lab.Typed[^1]);
    }

    [Fact]
    public async Task A_line_that_it_knows_is_typed_once_and_nothing_else()
    {
        await using var lab = await FtdLab.Start(new());
        await using var session = await lab.Open();

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);

        Assert.True(answer is { Typed: true, Refusal: null, Failure: null, Part: null }, answer.ToString());
        Assert.Equal([Clear], lab.Typed);
    }

    [Fact]
    public async Task A_line_that_it_does_not_know_is_typed_in_the_diagnostic_CLI_which_is_left()
    {
        await using var lab = await FtdLab.Start(OnlyInside);
        await using var session = await lab.Open();
        var before = PlanCheck.Seen((await lab.Read(session)).Sas.Value!);
        var read = lab.Typed.Count;

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);
        var after = await lab.Read(session);

        Assert.True(answer is { Typed: true, Refusal: null, Failure: null }, answer.ToString());
        Assert.Equal([Clear, Enter, "enable", "terminal pager 0", ClearInside, Left], lab.Typed.Skip(read).Take(6));
        Assert.Equal([ClearInside], answer.Part?.Lines);
        Assert.Empty(PlanCheck.Seen(after.Sas.Value!).Intersect(before));
        Assert.Null(session.Lost);
    }

    [Fact]
    public async Task A_plan_without_a_second_form_ends_with_the_refusal()
    {
        await using var lab = await FtdLab.Start(OnlyInside);
        await using var session = await lab.Open();

        var answer = await session.Apply(FtdLab.Name, [Clear], ifRefused: null, () => true, Ct);

        Assert.Equal("Syntax error: Illegal command line", answer.Refusal);
        Assert.Equal([Clear], lab.Typed);
    }

    [Fact]
    public async Task Once_the_time_has_passed_the_diagnostic_CLI_is_not_entered()
    {
        await using var lab = await FtdLab.Start(OnlyInside);
        await using var session = await lab.Open();
        var asked = 0;

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => ++asked == 1, Ct);

        Assert.Contains("The time to type it had passed.", answer.Refusal, StringComparison.Ordinal);
        Assert.Equal([Clear], lab.Typed);
    }

    [Fact]
    public async Task The_time_is_looked_at_again_right_before_the_line_is_written_inside()
    {
        await using var lab = await FtdLab.Start(OnlyInside);
        await using var session = await lab.Open();
        var asked = 0;

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => ++asked < 3, Ct);

        Assert.Contains("The time to type it had passed.", answer.Refusal, StringComparison.Ordinal);
        Assert.Equal([Clear, Enter, "enable", "terminal pager 0", Left], lab.Typed);
        Assert.Single((await lab.Read(session)).Tunnels);
    }

    [Fact]
    public async Task A_diagnostic_CLI_that_wants_another_password_is_left_and_told()
    {
        await using var lab = await FtdLab.Start(OnlyInside with { RefusesEnable = true });
        await using var session = await lab.Open();

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);

        Assert.Contains("its enable wants a password", answer.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(ClearInside, lab.Typed);
        Assert.Equal(Left, lab.Typed[^1]);
        Assert.Single((await lab.Read(session)).Tunnels);
    }

    [Fact]
    public async Task A_diagnostic_CLI_that_is_denied_is_told()
    {
        await using var lab = await FtdLab.Start(OnlyInside with { DeniedCommands = ["system support"] });
        await using var session = await lab.Open();

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);

        Assert.Contains("did not lead in: Command authorization failed", answer.Refusal, StringComparison.Ordinal);
        Assert.Equal([Clear, Enter], lab.Typed);
        Assert.Single((await lab.Read(session)).Tunnels);
    }

    [Fact]
    public async Task One_that_hangs_is_left_before_the_session_is_given_up()
    {
        await using var lab = await FtdLab.Start(
            OnlyInside with
            {
                CutsOutputOf = "clear crypto ipsec sa peer",
                GoesSilent = true,
            },
            Bench.Limits with
            {
                Silence = TimeSpan.FromSeconds(1),
            }
        );
        await using var session = await lab.Open();

        var answer = await session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);

        Assert.True(answer is { Typed: true, Refusal: null }, answer.ToString());
        Assert.Equal(GatewayFailureKind.SessionLost, answer.Failure?.Kind);
        Assert.Equal([ClearInside, Left], lab.Typed.TakeLast(2));
    }

    [Fact]
    public async Task A_session_that_is_closed_meanwhile_leaves_it_first()
    {
        await using var lab = await FtdLab.Start(
            OnlyInside with
            {
                CutsOutputOf = "clear crypto ipsec sa peer",
                GoesSilent = true,
            }
        );
        var session = await lab.Open();

        var applied = session.Apply(FtdLab.Name, [Clear], Second, () => true, Ct);
        await lab.UntilTyped(ClearInside);
        await session.DisposeAsync();

        Assert.Equal(GatewayFailureKind.SessionLost, (await applied).Failure?.Kind);
        Assert.Equal([ClearInside, Left], lab.Typed.TakeLast(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_capture_is_set_read_and_taken_away_where_the_box_takes_it(bool onlyInside)
    {
        await using var lab = await FtdLab.Start(onlyInside ? OnlyInside : new());
        await using var session = await lab.Open();
        var (ftd, capture) = (new CiscoFtdPlatform(), new Leftover.Capture("spibot-1a2b3c4d"));
        var clock = TimeProvider.System;
        var now = clock.GetUtcNow();
        var duty = Duty.Of([Duty.Take(lab.TaskOf(capture, ftd.Traces.LinesFor(capture, Vienna), now), now)!])!;

        Assert.Null(await ftd.Traces.WhyNot(session, Ct));
        var set = await session.Perform(duty.AuthorizeSetting("me", clock)!, Ct);
        Assert.True(set is { Typed: true, Refusal: null, Failure: null }, set.ToString());
        var standing = await ftd.Leftovers.Read(session, capture, serial: null, Ct);
        while ((await ftd.Traces.Read(session, capture, most: 5, Ct)).Value is not { Packets.Count: > 0 }) { }

        var dump = (await ftd.Traces.Read(session, capture, most: 5, Ct)).Value!;
        var removed = await session.Perform(duty.AuthorizeRemoval(standing.Where)!, Ct);
        var after = await ftd.Leftovers.Read(session, capture, serial: null, Ct);

        Assert.Equal("198.51.100.1", dump.Packets[0].Esp?.Source.ToString());
        Assert.True(removed is { Typed: true, Refusal: null, Failure: null }, removed.ToString());
        Assert.Equal((Whereabouts.Here, Whereabouts.Gone), (standing.Where, after.Where));
        Assert.Equal(onlyInside ? 2 : 0, lab.Typed.Count(line => line == Enter));
        Assert.Equal(onlyInside ? 2 : 0, lab.Typed.Count(line => line == Left));
        Assert.Empty(lab.Captures);
    }

    [Fact]
    public async Task Debug_is_heard_in_the_diagnostic_CLI_which_is_left_when_it_ends()
    {
        await using var lab = await FtdLab.Start(new());
        await using var session = await lab.Open();
        var (duty, authorization) = lab.Debug(TimeProvider.System);

        var begun = await session.Begin(authorization, Ct);
        var heard = await session.Listen(TimeSpan.FromSeconds(30), mostBytes: 300, Ct);
        await session.End(duty.AuthorizeRemoval(Whereabouts.BesideOthers)!, Ct);
        var after = await new CiscoFtdPlatform().Leftovers.Read(session, duty.Task.What, serial: null, Ct);

        Assert.True(begun is { Typed: true, Refusal: null, Failure: null }, begun.ToString());
        Assert.Contains("Sending INVALID_SPI notify", heard.Text, StringComparison.Ordinal);
        Assert.Equal(Whereabouts.Gone, after.Where);
        Assert.Equal(
            [Enter, "enable", "terminal pager 0", .. authorization.Lines, .. duty.Task.Removal.BesideOthers, Left],
            lab.Typed.Take(4 + authorization.Lines.Count + duty.Task.Removal.BesideOthers.Count)
        );
        Assert.Null(session.Lost);
    }

    [Fact]
    public async Task A_debug_whose_session_is_closed_leaves_the_diagnostic_CLI_first_and_its_duty_takes_the_rest_away()
    {
        await using var lab = await FtdLab.Start(new());
        var (duty, authorization) = lab.Debug(TimeProvider.System);
        var leftovers = new CiscoFtdPlatform().Leftovers;
        await using (var session = await lab.Open())
        {
            await session.Begin(authorization, Ct);
        }

        Assert.Equal([Left, "exit"], lab.Typed.TakeLast(2));
        await using var other = await lab.Open();
        var standing = await leftovers.Read(other, duty.Task.What, serial: null, Ct);
        await other.Perform(duty.AuthorizeRemoval(standing.Where)!, Ct);

        Assert.Equal(Whereabouts.Here, standing.Where);
        Assert.Equal(Whereabouts.Gone, (await leftovers.Read(other, duty.Task.What, serial: null, Ct)).Where);
        Assert.Equal(Enter, lab.Typed.Last(line => line.StartsWith("system", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Debug_on_a_diagnostic_CLI_that_is_denied_is_told_and_nothing_is_sent()
    {
        await using var lab = await FtdLab.Start(new() { DeniedCommands = ["system support"] });
        await using var session = await lab.Open();

        var begun = await session.Begin(lab.Debug(TimeProvider.System).Authorization, Ct);

        Assert.False(begun.Typed);
        Assert.Contains(
            "did not lead in: Command authorization failed",
            begun.Failure!.CameBack,
            StringComparison.Ordinal
        );
        Assert.Equal([Enter], lab.Typed);
    }
}
