using System.Net;
using SpiBot.Gateways.Platforms.CiscoAsa;
using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;
using SpiBot.Tests.Lab.Firewalls;
using SpiBot.Trials;
using SpiBot.Tunnels;

namespace SpiBot.Tests.Gateways.CiscoAsa;

/// <summary>The dialect against the Lab's consoles, which share no code with it: whatever a simulated box prints in any story is understood as a whole.</summary>
public sealed class LabConsoleTests
{
    public static TheoryData<string> Scenarios => [.. LabNetwork.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_answer_of_every_story_is_read(string scenario)
    {
        var network = Screen.Network(scenario, out var clock);
        clock.Advance(TimeSpan.FromSeconds(30));

        var ours = await Read(network, "hq-fw1", Screen.Berlin);
        var theirs = await Read(network, "berlin-fw1", Screen.Hq);

        Assert.All([ours, theirs], MustBeRead);
        // The tunnel that is down or was ended has none, and of none there is nothing to read.
        Assert.All(scenario is "tunnel-down" or "own-teardown" ? [] : new[] { ours, theirs }, MustHaveSas);
        Assert.Equal(("hq-fw1", "berlin-fw1"), (ours.Box.Unit.Value?.Hostname, theirs.Box.Unit.Value?.Hostname));
        Assert.NotEqual(ours.Box.Unit.Value?.SerialNumber, theirs.Box.Unit.Value?.SerialNumber);
        Assert.Equal(Screen.Night.Year, ours.Box.Clock.Value?.Utc?.Year);
    }

    /// <summary>With names on, whatever a box prints says the same.</summary>
    [Fact]
    public async Task Names_hide_nothing()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        clock.Advance(TimeSpan.FromSeconds(30));
        var plain = await Read(network, "hq-fw1", Screen.Berlin);
        network.Firewall("hq-fw1").Traits = new FirewallTraits
        {
            Names = new Dictionary<string, string>
            {
                [Screen.Berlin] = "BERLIN-FW",
                [Screen.Hq] = "HQ-FW",
                [Screen.Acme] = "ACME",
                ["10.1.0.0"] = "HQ-LAN",
                ["10.2.0.0"] = "BERLIN-LAN",
            },
        };

        var named = await Read(network, "hq-fw1", Screen.Berlin);

        MustBeRead(named);
        MustHaveSas(named);
        Assert.Contains(
            "from BERLIN-FW to HQ-FW",
            named.Log.Value!.Events.Select(logged => logged.Text).Last(InvalidSpi)
        );
        Assert.Equal(Ends(plain), Ends(named));
        Assert.Equal(Networks(plain), Networks(named));
        Assert.Equal(["BERLIN-FW"], named.Names.Value!.Of(named.Peer));

        static bool InvalidSpi(string text) => text.EndsWith("an invalid SPI.", StringComparison.Ordinal);

        static IEnumerable<(int, string?, string?)> Ends(TunnelReading reading) =>
            reading.Log.Value!.Events.Select(logged => (logged.Id, logged.From, logged.To));

        static IEnumerable<string> Networks(TunnelReading reading) =>
            reading.Sessions.Value!.Sessions.SelectMany(vpn => vpn.Pairs).Select(pair => $"{pair.Local} {pair.Remote}");
    }

    [Fact]
    public async Task Healthy_ends_agree_on_their_SPIs()
    {
        var network = Screen.Network("healthy", out _);

        var ours = await Read(network, "hq-fw1", Screen.Berlin);
        var theirs = await Read(network, "berlin-fw1", Screen.Hq);

        foreach (var here in ours.Tunnels)
        {
            var there = theirs.Tunnels.Single(t =>
                t.LocalSelector == here.RemoteSelector && t.RemoteSelector == here.LocalSelector
            );
            Assert.Contains(here.Sending, there.Accepting);
            Assert.Contains(there.Sending, here.Accepting);
        }
    }

    [Fact]
    public async Task The_whole_list_and_a_peer_without_SAs_are_read_too()
    {
        await using var terminal = await Terminal.Enabled(Screen.Network("healthy", out _));

        var all = ShowCryptoIpsecSa.Read(await terminal.Ask("show crypto ipsec sa"));
        var none = ShowCryptoIpsecSa.Read(await terminal.Ask("show crypto ipsec sa peer 192.0.2.250"));
        var isakmp = ShowCryptoIsakmpSa.Read(await terminal.Ask("show crypto isakmp sa"));

        Assert.True(all.Value?.Complete, all.Failure?.ToString());
        Assert.Contains(all.Value!.Tunnels, t => t.Peer == Screen.Berlin);
        Assert.Contains(all.Value!.Tunnels, t => t.Peer == Screen.Acme);
        Assert.True(none.Value is { Complete: true, Tunnels.Count: 0 }, none.Failure?.ToString());
        Assert.True(isakmp.Value?.Complete, isakmp.Failure?.ToString());
    }

    private static void MustBeRead(TunnelReading reading)
    {
        Assert.All(
            [
                reading.Box.Clock.NotRead,
                reading.Box.Unit.NotRead,
                reading.Box.Failover.NotRead,
                reading.Box.Drops.NotRead,
                reading.Box.Inactive.NotRead,
                reading.Box.Sessions.NotRead,
                reading.Sas.NotRead,
                reading.Ikev1.NotRead,
                reading.Ikev2.NotRead,
                reading.Box.Cpu.NotRead,
                reading.Box.Mode.NotRead,
                reading.Log.NotRead,
                reading.Sessions.NotRead,
                reading.CryptoMaps.NotRead,
                reading.TunnelGroup.NotRead,
            ],
            Assert.Null
        );
        Assert.True(reading.Sas.Value!.Complete);
        Assert.True(reading.Ikev1.Value!.Complete);
        Assert.True(reading.Ikev2.Value!.Complete);
        Assert.Equal(1, reading.Box.Sessions.Value!.Count);
        Assert.All(
            reading.CryptoMaps.Value!.With(reading.Peer),
            e => Assert.InRange(e.LifetimeSeconds ?? 0, 3600, 28_800)
        );
        Assert.Equal(
            new TunnelGroup(reading.Peer.ToString(), "ipsec-l2l", DeadPeerDetection: true, 10, 2),
            reading.TunnelGroup.Value
        );
    }

    private static void MustHaveSas(TunnelReading reading)
    {
        Assert.NotEmpty(reading.Tunnels);
        Assert.NotEmpty(reading.CryptoMaps.Value!.With(reading.Peer));
        Assert.Contains(reading.IkeWithPeer, sa => sa.Up);
        Assert.All(reading.Sessions.Value!.Sessions, s => Assert.Equal(reading.Peer.ToString(), s.Address));
        Assert.Equal(
            reading.Tunnels.Select(t => t.LocalSelector).ToHashSet(),
            reading.Sessions.Value.Sessions.SelectMany(s => s.Pairs).Select(p => p.Local).ToHashSet()
        );
    }

    private static async Task<TunnelReading> Read(LabNetwork network, string gateway, string peer)
    {
        await using var session = new TerminalSession(await Terminal.Enabled(network, gateway));
        return await new CiscoAsaPlatform().ReadTunnel(
            session,
            gateway,
            IPAddress.Parse(peer),
            Screen.Night,
            TestContext.Current.CancellationToken
        );
    }
}
