using System.Net;
using Microsoft.Extensions.Time.Testing;
using SpiBot.Gateways;
using SpiBot.Gateways.Credentials;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Gateways.Ssh;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.Ssh;

/// <summary>Whole readings from a firewall of the Lab behind a real SSH server, with its oddities switched on one by one.</summary>
public sealed class LabSessionTests
{
    private static readonly IPAddress Peer = IPAddress.Parse("203.0.113.9");

    public static TheoryData<string, FirewallTraits> Oddities =>
        new()
        {
            { "none", new() },
            {
                "privileged from the start",
                new() { StartsEnabled = true }
            },
            {
                "throws typed-ahead lines away",
                new() { FlushesInputAtPrompt = true }
            },
            {
                "the pager stays on",
                new() { DeniedCommands = ["terminal pager"] }
            },
            {
                "sessions are not shown",
                new() { DeniedCommands = ["show ssh sessions"] }
            },
            {
                "small pieces",
                new() { FragmentSize = 7 }
            },
            {
                "replicates",
                new() { ReplicatesDuring = "show asp drop" }
            },
            {
                "asks",
                new() { AsksDuring = "show crypto ipsec sa peer" }
            },
            {
                "asks at login",
                new() { AsksDuring = "show ssh sessions" }
            },
            {
                "lines end LF CR",
                new() { LineEnd = LineEnd.LfCr }
            },
            {
                "lines end CR LF CR, in small pieces",
                new() { LineEnd = LineEnd.CrLfCr, FragmentSize = 3 }
            },
            {
                "lines end CR CR LF",
                new() { LineEnd = LineEnd.CrCrLf }
            },
            {
                "a banner like a prompt",
                new() { Banner = ["### hq-fw1# ###", "Password: ", "router> "] }
            },
            {
                "a line like its prompt in an answer",
                new() { PrintsPromptDuring = "show failover" }
            },
            {
                "a domain in the prompt, no blank behind",
                new() { Prompt = [PromptPart.Hostname, PromptPart.Domain, PromptPart.State], NoBlankAfterPrompt = true }
            },
            {
                "8.4",
                new() { Version = "8.4(7)" }
            },
            {
                "9.22",
                new() { Version = "9.22(1)1" }
            },
            {
                "names",
                new()
                {
                    Names = new Dictionary<string, string>
                    {
                        ["203.0.113.9"] = "BERLIN",
                        ["198.51.100.1"] = "HQ",
                        ["10.1.0.0"] = "HQ-LAN",
                        ["10.2.0.0"] = "BERLIN-LAN",
                    },
                }
            },
            {
                "a context",
                new() { Contexts = ["blue"] }
            },
        };

    [Theory]
    [MemberData(nameof(Oddities))]
    public async Task A_check_reads_the_same_whatever_is_odd_about_the_box(string oddity, FirewallTraits traits)
    {
        await using var lab = await Lab.Start(traits);
        await using var session = await lab.Open(lab.Gateway with { Context = oddity == "a context" ? "blue" : null });

        // Twice: what was learned about the box in the first holds for the second.
        await Read(session);
        var reading = await Read(session);

        Assert.Equal(3, reading.Tunnels.Count);
        Assert.All(reading.Tunnels, sa => Assert.Equal(("203.0.113.9", "198.51.100.1"), (sa.Peer, sa.Local)));
        Assert.Equal(
            ["10.1.0.0/24 10.2.0.0/24", "10.1.9.0/24 10.2.0.0/24", "10.1.0.0/24 10.2.9.0/24"],
            reading.Tunnels.Select(sa => $"{sa.LocalSelector} {sa.RemoteSelector}")
        );
        Assert.Single(reading.IkeWithPeer);
        Assert.True(reading.Box.Drops.WasRead, reading.Box.Drops.NotRead);
        Assert.True(reading.Box.Unit.WasRead, reading.Box.Unit.NotRead);
        Assert.True(reading.Ikev2.WasRead, reading.Ikev2.NotRead);
        Assert.True(reading.Box.Clock.WasRead, reading.Box.Clock.NotRead);
        Assert.Null(session.Lost);
        Assert.DoesNotContain(lab.Typed, line => line.Contains("width", StringComparison.Ordinal));
        Assert.Equal(0, lab.ExecRequests);
    }

    [Fact]
    public async Task What_was_asked_while_logging_in_is_asked_again_only_by_the_next_check()
    {
        await using var lab = await Lab.Start(new());
        await using var session = await lab.Open(lab.Gateway);

        var first = await Read(session);
        Assert.Equal((1, 1), Asked());
        var second = await Read(session);
        Assert.Equal((2, 2), Asked());

        Assert.All([first, second], reading => Assert.True(reading.Box.Cpu.WasRead, reading.Box.Cpu.NotRead));
        Assert.All([first, second], reading => Assert.Equal(1, reading.Box.Sessions.Value?.Count));

        (int Cpu, int Sessions) Asked() =>
            (lab.Typed.Count(line => line == "show cpu usage"), lab.Typed.Count(line => line == "show ssh sessions"));
    }

    /// <summary>Inside a context its own list of sessions would be counted, in which ours never is.</summary>
    [Fact]
    public async Task Sessions_are_counted_in_the_context_that_they_logged_in_to()
    {
        await using var lab = await Lab.Start(new() { SessionsOfOthers = 1, Contexts = ["blue"] });
        await using var session = await lab.Open(lab.Gateway with { Context = "blue" });

        var first = await Read(session);
        var second = await Read(session);

        Assert.Equal(2, first.Box.Sessions.Value?.Count);
        Assert.False(second.Box.Sessions.Exists);
        Assert.StartsWith("the context blue counts only", second.Box.Sessions.NotRead, StringComparison.Ordinal);
        Assert.True(second.Box.Mode.Value?.Multiple);
        Assert.Single(lab.Typed, line => line == "show ssh sessions");
        Assert.Null(await new CiscoAsaPlatform().Debugs.WhyNot(session, Ct));
    }

    [Fact]
    public async Task A_prompt_that_changes_in_the_middle_is_learned_again()
    {
        await using var lab = await Lab.Start(
            new() { Prompt = [PromptPart.Hostname, PromptPart.Priority, PromptPart.State] }
        );
        await using var session = await lab.Open(lab.Gateway);
        await Read(session);

        lab.Box.Traits = lab.Box.Traits with { Standby = true };
        var standby = await Read(session);
        lab.Box.Traits = lab.Box.Traits with { Standby = false };
        var active = await Read(session);

        Assert.Equal(FailoverRole.Standby, standby.Box.Failover.Value!.Role);
        Assert.Equal(FailoverRole.Active, active.Box.Failover.Value!.Role);
        Assert.Equal(3, active.Tunnels.Count);
        Assert.Single(lab.Box.Sessions);
    }

    [Theory]
    [InlineData(2, true, null)]
    [InlineData(3, false, null)]
    [InlineData(2, true, "blue")]
    [InlineData(3, false, "blue")]
    public async Task One_of_the_last_two_sessions_of_a_box_is_given_back(int others, bool stays, string? context)
    {
        await using var lab = await Lab.Start(new() { SessionsOfOthers = others, Contexts = ["blue"] });

        var (session, failure) = await lab.Door.Open(lab.Gateway with { Context = context }, Ct);

        Assert.Equal(stays, session is not null);
        if (session is not null)
        {
            await session.DisposeAsync();
        }
        else
        {
            Assert.Equal(GatewayFailureKind.NoFreeSession, failure!.Kind);
            Assert.Contains($"{others} others", failure.CameBack, StringComparison.Ordinal);
            Assert.DoesNotContain("changeto context blue", lab.Typed);
        }

        Assert.Equal("exit", lab.Typed[^1]);
        Assert.Empty(lab.Box.Sessions);
    }

    [Fact]
    public async Task The_sixth_session_is_refused_and_told()
    {
        await using var lab = await Lab.Start(new() { SessionsOfOthers = 5 });

        var (session, failure) = await lab.Door.Open(lab.Gateway, Ct);

        Assert.Null(session);
        Assert.Equal(GatewayFailureKind.NoFreeSession, failure!.Kind);
        Assert.Contains("`show ssh sessions`", failure.DoNow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_that_reboots_in_the_middle_of_a_command_is_lost_and_read_again_when_it_is_back()
    {
        await using var lab = await Lab.Start(new() { CutsOutputOf = "show crypto ipsec sa peer" });
        await using var session = await lab.Open(lab.Gateway);

        var cut = await Read(session);

        Assert.StartsWith("connection lost", cut.Sas.NotRead, StringComparison.Ordinal);
        Assert.Equal(GatewayFailureKind.SessionLost, session.Lost?.Kind);
        lab.Box.Traits = new();
        await using var again = await lab.Open(lab.Gateway);
        Assert.Equal(3, (await Read(again)).Tunnels.Count);
    }

    [Fact]
    public async Task A_context_that_is_not_there_is_told_and_left()
    {
        await using var lab = await Lab.Start(new() { Contexts = ["blue"] });

        var (session, failure) = await lab.Door.Open(lab.Gateway with { Context = "green" }, Ct);

        Assert.Null(session);
        Assert.Equal(GatewayFailureKind.ContextRefused, failure!.Kind);
        Assert.Equal("ERROR: 'green' is not valid", failure.CameBack);
        Assert.Contains("gateways.hq-fw1.context", failure.DoNow, StringComparison.Ordinal);
        Assert.Equal("exit", lab.Typed[^1]);
    }

    [Fact]
    public async Task A_session_that_the_box_ends_for_idleness_is_noticed_and_another_can_be_opened()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        await using var lab = await Lab.Start(new() { IdleLogoff = TimeSpan.FromMinutes(5) }, clock);
        await using var session = await lab.Open(lab.Gateway);
        await Read(session);

        clock.Advance(TimeSpan.FromMinutes(6));
        // Whether it is noticed by itself or by the next question is a matter of who is faster; it is a lost session either way.
        var late = await session.Ask(Bench.Text("show clock"), Ct);

        Assert.StartsWith("connection lost", late.NotRead, StringComparison.Ordinal);
        Assert.Equal(GatewayFailureKind.SessionLost, session.Lost?.Kind);
        await using var again = await lab.Open(lab.Gateway);
        Assert.Equal(3, (await Read(again)).Tunnels.Count);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Task<TunnelReading> Read(IGatewaySession session) =>
        new CiscoAsaPlatform().ReadTunnel(session, "hq-fw1", Peer, DateTimeOffset.UnixEpoch, Ct);

    private sealed class Lab : IAsyncDisposable
    {
        private readonly LabNetwork network;
        private readonly SshFront front;

        private Lab(LabNetwork network, SshFront front)
        {
            this.network = network;
            this.front = front;
            var known = network.Gateways[0];
            Door = new SshGatewayDoor(
                new KnownSecret(known.Password, known.Enable),
                [new CiscoAsaPlatform()],
                Bench.Limits,
                TimeProvider.System,
                new CollectedLog<SshGatewayDoor>()
            );
        }

        public Firewall Box => network.Firewall("hq-fw1");

        public SshGatewayDoor Door { get; }

        public GatewayEntry Gateway => Bench.Entry(front.Listeners[0].Port, front.Listeners[0].HostKeyFingerprint);

        public int ExecRequests => front.ExecRequests.Values.Sum();

        public IReadOnlyList<string> Typed => [.. network.TypedLines.Select(typed => typed.Line)];

        public static async Task<Lab> Start(FirewallTraits traits, TimeProvider? clock = null)
        {
            var healthy = new LabNetwork("healthy", clock ?? TimeProvider.System);
            healthy.Firewall("hq-fw1").Traits = traits;
            // Whoever opened an exec channel would wait for ever.
            var endpoints = healthy.Endpoints.Select(endpoint => endpoint with { HangsOnExec = true }).ToList();
            return new(healthy, await SshFront.Start(endpoints, Ct));
        }

        public async Task<IGatewaySession> Open(GatewayEntry gateway)
        {
            var (session, failure) = await Door.Open(gateway, Ct);
            Assert.True(session is not null, failure?.ToString());
            return session;
        }

        public ValueTask DisposeAsync() => front.DisposeAsync();
    }
}
