using System.Net;
using SpiBot.Gateways.Duties;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>The trace's lines, and what they show on the Lab's console, against the truth of the Lab's world.</summary>
public sealed class AsaTracesTests
{
    private static readonly AsaTraces Traces = new();
    private static readonly Leftover.Capture Capture = new("spibot-1a2b3c4d");

    [Fact]
    public void The_lines_name_their_capture_bound_it_and_take_esp_bare_and_in_udp() =>
        Assert.Equal(
            [
                "capture spibot-1a2b3c4d type asp-drop np-sp-invalid-spi buffer 32768 packet-length 128 match esp any host 198.51.100.1",
                "capture spibot-1a2b3c4d match udp any host 198.51.100.1 eq 4500",
            ],
            Traces.LinesFor(Capture, IPAddress.Parse("198.51.100.1"))
        );

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1%3")]
    public void An_address_that_is_not_one_hosts_is_never_typed(string address) =>
        Assert.Throws<ArgumentException>(() => Traces.LinesFor(Capture, IPAddress.Parse(address)));

    [Theory]
    [InlineData("spibot-1 type raw-data")]
    [InlineData("spibot-1\nreload")]
    [InlineData("")]
    public void A_name_that_is_more_than_a_name_is_never_typed(string name) =>
        Assert.Throws<ArgumentException>(() => Traces.LinesFor(new(name), IPAddress.Parse("198.51.100.1")));

    [Fact]
    public void Every_new_capture_has_a_name_of_its_own_that_can_be_typed()
    {
        var names = Enumerable.Range(0, 100).Select(_ => Leftover.Capture.New()).ToList();
        Assert.Equal(100, names.Distinct().Count());
        Assert.All(names, name => Assert.Equal(name.Name, AsaLeftovers.Named(name)));
        Assert.All(names, name => Assert.StartsWith("spibot-", name.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_box_drops_is_seen_byte_by_byte()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        await Set(session.Terminal);
        clock.Advance(TimeSpan.FromSeconds(10));

        var seen = await Traces.Read(session, Capture, most: 20, TestContext.Current.CancellationToken);

        var dump = seen.Value!;
        Assert.InRange(dump.Captured!.Value, 100, 300);
        Assert.Equal(20, dump.Packets.Count);
        var stale = network.Look(world => MainFlow(network, world).Far.Sending!.OutboundSpi);
        Assert.All(
            dump.Packets,
            packet =>
            {
                Assert.Equal(stale, packet.Esp!.Spi.Value);
                Assert.Equal(Screen.Berlin, packet.Esp.Source.ToString());
                Assert.Equal(Screen.Hq, packet.Esp.Destination.ToString());
            }
        );
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => dump.Packets[0].Esp!.Sequence + (uint)i),
            dump.Packets.Select(packet => packet.Esp!.Sequence)
        );
    }

    [Fact]
    public async Task Esp_in_udp_is_seen_too()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        await Set(session.Terminal);
        network.Look(world =>
        {
            var behindNat = world.Links.Single(link => link.Near.BehindNat).Flows[0];
            behindNat.RekeyOnlyAt(behindNat.Near);
            return true;
        });
        clock.Advance(TimeSpan.FromSeconds(10));

        var seen = await Traces.Read(session, Capture, most: 5, TestContext.Current.CancellationToken);

        Assert.All(seen.Value!.Packets, packet => Assert.True(packet.Esp is { InUdp: true }, packet.NotBecause));
        Assert.All(seen.Value.Packets, packet => Assert.Equal("192.0.2.210", packet.Esp!.Source.ToString()));
    }

    [Fact]
    public async Task One_that_saw_nothing_is_not_dumped_and_one_that_is_gone_is_not_read()
    {
        var network = Screen.Network("healthy", out _);
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        await Set(session.Terminal);

        var none = await Traces.Read(session, Capture, most: 20, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(network.TypedLines, typed => typed.Line.Contains("dump", StringComparison.Ordinal));
        await session.Terminal.Ask("no capture spibot-1a2b3c4d");
        var gone = await Traces.Read(session, Capture, most: 20, TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (none.Value!.Captured, none.Value.Packets.Count));
        Assert.Contains("does not exist", gone.NotRead);
    }

    [Fact]
    public async Task A_busy_box_is_left_alone()
    {
        var network = Screen.Network("healthy", out _);
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        Assert.Null(await Traces.WhyNot(session, TestContext.Current.CancellationToken));

        network.Firewall("hq-fw1").Traits = new FirewallTraits { CpuPercent = 93 };
        Assert.Contains("93 %", await Traces.WhyNot(session, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Captures_with_our_mark_are_found_and_others_are_not_touched()
    {
        var network = Screen.Network("healthy", out _);
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        await session.Terminal.Ask("capture CAPIN type asp-drop acl-drop");
        await Set(session.Terminal);

        var marked = await new AsaLeftovers().Marked(session, TestContext.Current.CancellationToken);

        Assert.Equal([Capture], marked.Value!.Found);
    }

    [Fact]
    public async Task After_a_role_switch_it_is_found_on_the_mate_and_taken_off_there()
    {
        var network = Screen.Network("healthy", out _);
        var box = network.Firewall("hq-fw1");
        await using var session = new TerminalSession(await Terminal.Enabled(network));
        await Set(session.Terminal);
        box.Traits = new FirewallTraits { MateAnswers = true };
        var leftovers = new AsaLeftovers();

        var before = await leftovers.Read(session, Capture, box.SerialNumber, TestContext.Current.CancellationToken);
        Assert.Equal(Whereabouts.OnMate, before.Where);
        await session.Terminal.Ask(leftovers.RemovalOf(Capture).OnMate![0]);

        var after = await leftovers.Read(session, Capture, box.SerialNumber, TestContext.Current.CancellationToken);
        Assert.Equal(Whereabouts.Gone, after.Where);
    }

    private static async Task Set(Terminal terminal)
    {
        foreach (var line in Traces.LinesFor(Capture, IPAddress.Parse(Screen.Hq)))
        {
            Assert.Equal("", await terminal.Ask(line));
        }
    }

    private static Flow MainFlow(LabNetwork network, World world) =>
        world.Links.Single(l => l.Near.Owner.Name == "hq-fw1" && l.Far.Owner.Name == "berlin-fw1").Flows[0];
}
