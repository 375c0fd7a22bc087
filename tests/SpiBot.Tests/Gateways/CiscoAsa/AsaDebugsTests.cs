using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Firewalls;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>Crypto debug against the Lab's console: what is looked at before, what is typed, what it says, and that it goes again.</summary>
public sealed class AsaDebugsTests
{
    private static readonly AsaDebugs Debugs = new(ShowSshSessions.Query);
    private static readonly IPAddress Peer = IPAddress.Parse(Screen.Berlin);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_condition_comes_first_and_goes_last()
    {
        var lines = new CiscoAsaPlatform().LinesFor(new Change.Debug(Peer, 127));
        var removal = new AsaLeftovers().RemovalOf(new Leftover.Debug(Peer));

        Assert.Equal("debug crypto condition peer 203.0.113.9", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.EndsWith(" 127", line, StringComparison.Ordinal));
        Assert.Equal(lines.Skip(1).Select(line => $"no {line[..^4]}"), removal.Here.SkipLast(1));
        Assert.Equal("debug crypto condition reset", removal.Here[^1]);
        Assert.DoesNotContain(
            [.. removal.Here, .. removal.BesideOthers],
            line => line.Contains("all", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task It_is_refused_where_somebody_else_debugs_or_the_box_is_busy_or_full()
    {
        var network = Screen.Network("healthy", out _);
        var box = network.Firewall("hq-fw1");
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        Assert.Null(await Debugs.WhyNot(session, Ct));

        await session.Terminal.Ask("debug crypto condition peer 192.0.2.77");
        Assert.Contains("192.0.2.77", await Debugs.WhyNot(session, Ct));
        await session.Terminal.Ask("debug crypto condition reset");

        network.Look(world => world.Of(box).Debug.IntoLog = true);
        Assert.Contains("logging debug-trace is on", await Debugs.WhyNot(session, Ct));
        network.Look(world => world.Of(box).Debug.IntoLog = false);

        box.Traits = new FirewallTraits { CpuPercent = 91 };
        Assert.Contains("91 %", await Debugs.WhyNot(session, Ct));
        box.Traits = new FirewallTraits { SessionsOfOthers = 2 };
        Assert.Contains("3 of its 5", await Debugs.WhyNot(session, Ct));
        box.Traits = new FirewallTraits { DeniedCommands = ["show running-config"] };
        Assert.Contains("could not be read", await Debugs.WhyNot(session, Ct));
    }

    [Fact]
    public async Task What_the_stale_peer_makes_the_box_say_is_explained_with_both_byte_orders()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        foreach (var line in new CiscoAsaPlatform().LinesFor(new Change.Debug(Peer, 127)))
        {
            Assert.Equal("", await terminal.Ask(line));
        }

        clock.Advance(TimeSpan.FromSeconds(3));
        var text = await terminal.Until("Sending INVALID_SPI notify");

        var heard = Assert.Single(DebugExplanations.Read(text), finding => finding.Explanation.Id == "we-know-not");
        var stale = network.Look(world =>
            world
                .Links.Single(l => l.Near.Owner.Name == "hq-fw1" && l.Far.Owner.Name == "berlin-fw1")
                .Flows[0]
                .Far.Sending!.OutboundSpi
        );
        Assert.True(heard.MaySwap);
        Assert.Contains(heard.Spis, spi => spi.ByteSwapped == Spi.From(stale));
    }

    [Fact]
    public async Task The_condition_keeps_other_peers_out_and_another_session_hears_nothing()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var terminal = await Terminal.Enabled(network);
        var other = await Terminal.Enabled(network);
        await using var session = new TerminalSession(other);
        await terminal.Ask("debug crypto condition peer 192.0.2.77");
        await terminal.Ask("debug crypto ikev2 platform 255");

        clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("debug crypto ikev2 platform enabled at level 255\n", await terminal.Ask("show debug"));
        Assert.Equal("", await other.Ask("show debug"));
        var leftovers = new AsaLeftovers();
        Assert.Equal(
            Whereabouts.Here,
            (await leftovers.Read(session, new Leftover.Debug(IPAddress.Parse(Screen.Acme)), null, Ct)).Where
        );
        Assert.Equal(Whereabouts.Gone, (await leftovers.Read(session, new Leftover.Debug(Peer), null, Ct)).Where);
    }
}
