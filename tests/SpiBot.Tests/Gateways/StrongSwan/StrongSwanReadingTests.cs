using System.Net;
using CsCheck;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.StrongSwan;

/// <summary>What is read of a host with strongSwan, for a check and for a watch.</summary>
public sealed class StrongSwanReadingTests
{
    private readonly StrongSwanPlatform linux = new();

    [Fact]
    public async Task A_watch_asks_once_for_all_its_peers()
    {
        var session = LinuxHost.Session();

        var readings = await linux.Glance(
            session,
            "hq-gw",
            [LinuxHost.Peer, IPAddress.Parse("192.0.2.77"), IPAddress.Parse("192.0.2.99")],
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(["swanctl --stats", "cat /proc/net/xfrm_stat", "swanctl --list-sas"], session.Asked);
        Assert.Equal(
            ["d32b8757", "0bd1f6da", ""],
            readings.Select(reading =>
                string.Join(' ', reading.Tunnels.SelectMany(sa => sa.Accepting).Select(s => s.Digits))
            )
        );
        Assert.All(
            readings,
            reading =>
            {
                Assert.True(reading.Sas.WasRead, reading.Sas.NotRead);
                Assert.Equal(12, reading.Box.Drops.Value?.InvalidSpis);
                Assert.Equal(TimeSpan.FromHours(3), reading.Box.Unit.Value?.Uptime);
                Assert.Equal(FailoverRole.Standalone, reading.Box.Failover.Value?.Role);
            }
        );
    }

    [Fact]
    public async Task A_watch_of_a_daemon_that_is_down_is_told_why()
    {
        var session = LinuxHost.Session();
        session.Remove("swanctl --list-sas");
        session.Remove("swanctl --stats");

        var reading = Assert.Single(
            await linux.Glance(
                session,
                "hq-gw",
                [LinuxHost.Peer],
                DateTimeOffset.UnixEpoch,
                TestContext.Current.CancellationToken
            )
        );

        Assert.Equal("the device refused it", reading.Sas.NotRead);
        Assert.Equal("the device refused it", reading.Box.Unit.NotRead);
    }

    [Fact]
    public async Task A_tunnel_is_read_with_the_SAs_of_its_peer_only()
    {
        var reading = await LinuxHost.Read(LinuxHost.Session());

        var child = Assert.Single(reading.Tunnels);
        Assert.Equal(("net", 6L, 3L), (child.Name, child.Encaps, child.Decaps));
        Assert.Equal(("d32b8757", "d9b0c144"), (child.Accepting.Single().Digits, child.Sending!.Digits));
        Assert.Equal(
            ("site", 3L, true),
            (reading.IkeWithPeer.Single().Name, reading.IkeWithPeer.Single().Id, reading.IkeWithPeer.Single().Up)
        );
        Assert.True(reading.Ikev1.WasRead && reading.Ikev2.WasRead);
        Assert.Equal(TimeSpan.FromHours(3), reading.Box.Unit.Value?.Uptime);
        Assert.Equal(("hq-gw", "5.9.8"), (reading.Box.Unit.Value?.Hostname, reading.Box.Unit.Value?.Version));
        Assert.Equal(FailoverRole.Standalone, reading.Box.Failover.Value?.Role);
        Assert.Equal(12, reading.Box.Drops.Value?.InvalidSpis);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 5, 10, 53, TimeSpan.Zero), reading.Box.Clock.Value?.Utc);
    }

    [Fact]
    public async Task What_Linux_has_not_is_no_failure_and_nothing_that_is_missing()
    {
        var reading = await LinuxHost.Read(LinuxHost.Session());

        Assert.Equal("strongSwan keeps no inactive SAs", reading.Box.Inactive.NotRead);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));
        Assert.DoesNotContain(diagnosis.Missing, line => line.Contains("inactive", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnosis.Missing, line => line.Contains("log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_without_SAs_prints_nothing_and_that_is_an_answer()
    {
        var session = LinuxHost.Session();
        session["swanctl --list-sas"] = "";

        var reading = await LinuxHost.Read(session);

        Assert.True(reading.Sas is { Value: { Complete: true, Tunnels: [] } });
        Assert.True(reading.Ikev2 is { Value: { Complete: true, Sas: [] } });
    }

    [Fact]
    public async Task Counters_of_a_kernel_that_does_no_ESP_are_not_believed()
    {
        var session = LinuxHost.Session();
        session["swanctl --stats"] = LinuxHost.Stats.Replace(
            "kernel-netlink",
            "kernel-libipsec kernel-netlink",
            StringComparison.Ordinal
        );

        var reading = await LinuxHost.Read(session);

        Assert.Contains("kernel-libipsec", reading.Box.Drops.NotRead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_pair_of_nodes_nobody_knows_which_forwards_so_nothing_is_changed()
    {
        var session = LinuxHost.Session();
        session["swanctl --stats"] = LinuxHost.Stats.Replace("vici", "vici ha", StringComparison.Ordinal);

        var reading = await LinuxHost.Read(session);

        Assert.Contains("the plugin ha", PlanCheck.NotForwarding(reading.Box), StringComparison.Ordinal);
    }

    [Fact]
    public void Readers_of_a_hosts_answers_never_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.Select(
                    Gen.OneOf(
                        LinuxHost.Stats,
                        LinuxHost.Listing,
                        "XfrmInNoStates 99999999999999999999",
                        "uptime: 999999 days, since x"
                    ),
                    Gen.Int[0, 400],
                    (text, cut) => text[..Math.Min(cut, text.Length)]
                )
            )
            .Sample(text =>
            {
                _ = SwanctlStats.Read(text);
                _ = SwanctlVersion.Read(text);
                _ = XfrmStat.Read(text);
                _ = LinuxClock.Read(text);
                _ = LinuxName.Read(text);
                _ = SwanctlListSas.ReadLive(text);
            });
}
