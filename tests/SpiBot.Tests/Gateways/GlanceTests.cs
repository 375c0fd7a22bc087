using System.Net;
using SpiBot.Gateways.Platforms;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Trials;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways;

/// <summary>The small look of a watch at the Lab's consoles, in process: one for all peers, of little, and of nothing but its load where the box is busy.</summary>
public sealed class GlanceTests
{
    private static readonly IPAddress Hq = IPAddress.Parse(Screen.Hq);
    private static readonly IPAddress Nobody = IPAddress.Parse("192.0.2.99");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Gateway, its story, and what is typed there for two peers.</summary>
    public static TheoryData<string, string, string[]> Boxes =>
        new()
        {
            {
                "berlin-fw1",
                "peer-on-old-sa",
                [
                    "show cpu usage",
                    "show ssh sessions",
                    "show version",
                    "show failover",
                    "show asp drop",
                    "show crypto ipsec sa peer 198.51.100.1",
                    "show crypto ipsec sa peer 192.0.2.99",
                ]
            },
            {
                "vienna-ftd1",
                "ftd-on-old-sa",
                [
                    "show cpu usage",
                    "show version",
                    "show failover",
                    "show asp drop",
                    "show crypto ipsec sa peer 198.51.100.1",
                    "show crypto ipsec sa peer 192.0.2.99",
                ]
            },
            {
                "munich-rtr1",
                "router-on-old-sa",
                [
                    "show processes cpu | include CPU utilization",
                    "show version",
                    "show redundancy states",
                    "show plat hard qfp act feat ipsec data drops all | in SPI",
                    "show crypto ipsec sa peer 198.51.100.1",
                    "show crypto ipsec sa peer 192.0.2.99",
                ]
            },
        };

    [Theory]
    [MemberData(nameof(Boxes))]
    public async Task It_sees_of_each_peer_what_a_check_sees(string gateway, string story, string[] lines)
    {
        var network = Screen.Network(story, out var clock);
        clock.Advance(TimeSpan.FromSeconds(30));
        await using var session = new TerminalSession(await Terminal.Enabled(network, gateway));
        var before = network.TypedLines.Count;

        var readings = await Platform(network, gateway).Glance(session, gateway, [Hq, Nobody], Screen.Night, Ct);

        Assert.Equal(lines, network.TypedLines.Skip(before).Select(typed => typed.Line));
        Assert.Equal([Hq, Nobody], readings.Select(reading => reading.Peer));
        var checkedNow = await Platform(network, gateway).ReadTunnel(session, gateway, Hq, Screen.Night, Ct);
        Assert.NotEmpty(readings[0].Tunnels);
        Assert.Equal(Spis(checkedNow), Spis(readings[0]));
        Assert.True(readings[1].Sas is { Value: { Complete: true, Tunnels: [] } }, readings[1].Sas.NotRead);
        Assert.All(
            readings,
            reading =>
            {
                Assert.Equal(checkedNow.Box.Unit.Value, reading.Box.Unit.Value);
                Assert.Equal(checkedNow.Box.Failover.Value, reading.Box.Failover.Value);
                Assert.Equal(checkedNow.Box.Drops.Value!.InvalidSpis, reading.Box.Drops.Value!.InvalidSpis);
                Assert.Equal(7, reading.Box.Cpu.Value!.FiveSeconds);
                Assert.Equal(("not asked", "not asked"), (reading.Box.Clock.NotRead, reading.Ikev2.NotRead));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Boxes))]
    public async Task Of_a_busy_box_it_sees_that_it_is_busy(string gateway, string story, string[] lines)
    {
        var network = Screen.Network(story, out _);
        network.Firewall(gateway).Traits = new FirewallTraits { CpuPercent = 93 };
        await using var session = new TerminalSession(await Terminal.Enabled(network, gateway));
        var before = network.TypedLines.Count;

        var readings = await Platform(network, gateway).Glance(session, gateway, [Hq, Nobody], Screen.Night, Ct);

        Assert.Equal(
            lines.Where(line => line.Contains("cpu", StringComparison.Ordinal) || line == "show ssh sessions"),
            network.TypedLines.Skip(before).Select(typed => typed.Line)
        );
        Assert.All(
            readings,
            reading =>
            {
                Assert.True(reading.Box.Cpu.Value is { IsBusy: true });
                Assert.StartsWith("the box is busy: CPU 93 %", reading.Sas.NotRead, StringComparison.Ordinal);
                Assert.Equal(reading.Sas.NotRead, reading.Box.Drops.NotRead);
            }
        );
    }

    private static IPlatform Platform(LabNetwork network, string gateway) =>
        KnownPlatforms.Find(network.Gateways.Single(known => known.Name == gateway).Platform)!;

    private static IEnumerable<string> Spis(TunnelReading reading) =>
        reading.Tunnels.Select(sa =>
            $"{string.Join(' ', sa.Accepting.Select(spi => spi.Digits))} {sa.Sending?.Digits} {sa.LocalSelector}"
        );
}
