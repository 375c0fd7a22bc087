using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;
using SpiBot.Tunnels.Diagnosis;

namespace SpiBot.Tests.Gateways.StrongSwan;

public sealed class StrongSwanPlatformTests
{
    private const string Listing = """
        site: #3, ESTABLISHED, IKEv2, 4e56718e435c2604_i* e52e48d98f14b697_r
          local  '192.0.2.1' @ 192.0.2.1[4500]
          remote '192.0.2.2' @ 192.0.2.2[4500]
          AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/CURVE_25519
          established 61s ago, rekeying in 13031s
          net: #4, reqid 1, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-128/HMAC_SHA2_256_128
            installed 61s ago, rekeying in 3338s, expires in 3899s
            in  d32b8757,    252 bytes,     3 packets,     0s ago
            out d9b0c144,    504 bytes,     6 packets,     0s ago
            local  10.1.0.0/24
            remote 10.2.0.0/24
        other: #2, ESTABLISHED, IKEv1, 6312f2e8e651cd21_i 515b2876a1642125_r*
          local  '192.0.2.1' @ 192.0.2.1[500]
          remote '192.0.2.77' @ 192.0.2.77[500]
          AES_CBC-256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
          established 9s ago, rekeying in 13576s
          voice: #2, reqid 2, INSTALLED, TUNNEL, ESP:AES_CBC-256/HMAC_SHA2_256_128
            installed 9s ago, rekeying in 3316s, expires in 3951s
            in  0bd1f6da,      0 bytes,     0 packets
            out 29627bcd,      0 bytes,     0 packets
            local  10.1.9.0/24
            remote 172.16.9.0/24

        """;

    private const string Stats = """
        uptime: 3 hours, since Nov 24 02:10:52 2026
        worker threads: 16 total, 11 idle, working: 4/0/1/0
        IKE_SAs: 2 total, 0 half-open
        loaded plugins: charon random nonce aes sha1 sha2 hmac kernel-netlink socket-default vici updown

        """;

    private static readonly IPAddress Peer = IPAddress.Parse("192.0.2.2");
    private static readonly GatewayEntry Entry = new(
        "hq-gw",
        "192.0.2.1",
        22,
        "strongswan",
        "spibot",
        "hq-gw",
        [],
        [],
        new Dictionary<string, IPAddress>()
    );

    private readonly StrongSwanPlatform linux = new();

    [Fact]
    public async Task A_watch_asks_once_for_all_its_peers()
    {
        var session = Session();

        var readings = await linux.Glance(
            session,
            "hq-gw",
            [Peer, IPAddress.Parse("192.0.2.77"), IPAddress.Parse("192.0.2.99")],
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
        var session = Session();
        session.Remove("swanctl --list-sas");
        session.Remove("swanctl --stats");

        var reading = Assert.Single(
            await linux.Glance(
                session,
                "hq-gw",
                [Peer],
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
        var reading = await Read(Session());

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
        var reading = await Read(Session());

        Assert.Equal("strongSwan keeps no inactive SAs", reading.Box.Inactive.NotRead);
        var diagnosis = Diagnostician.Diagnose(new TunnelEvidence(new TunnelEnd(null, reading), null, "not ours."));
        Assert.DoesNotContain(diagnosis.Missing, line => line.Contains("inactive", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnosis.Missing, line => line.Contains("log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_daemon_without_SAs_prints_nothing_and_that_is_an_answer()
    {
        var session = Session();
        session["swanctl --list-sas"] = "";

        var reading = await Read(session);

        Assert.True(reading.Sas is { Value: { Complete: true, Tunnels: [] } });
        Assert.True(reading.Ikev2 is { Value: { Complete: true, Sas: [] } });
    }

    [Fact]
    public async Task Counters_of_a_kernel_that_does_no_ESP_are_not_believed()
    {
        var session = Session();
        session["swanctl --stats"] = Stats.Replace(
            "kernel-netlink",
            "kernel-libipsec kernel-netlink",
            StringComparison.Ordinal
        );

        var reading = await Read(session);

        Assert.Contains("kernel-libipsec", reading.Box.Drops.NotRead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_pair_of_nodes_nobody_knows_which_forwards_so_nothing_is_changed()
    {
        var session = Session();
        session["swanctl --stats"] = Stats.Replace("vici", "vici ha", StringComparison.Ordinal);

        var reading = await Read(session);

        Assert.Contains("the plugin ha", PlanCheck.NotForwarding(reading.Box), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-bash: swanctl: command not found")]
    [InlineData("sh: 1: swanctl: not found")]
    [InlineData("sudo: a password is required")]
    [InlineData("sudo: swanctl: command not found")]
    [InlineData("Sorry, user spibot is not allowed to execute '/usr/sbin/swanctl --list-sas' as root on gw.")]
    [InlineData("connecting to 'unix:///var/run/charon.vici' failed: Permission denied")]
    [InlineData("connecting to 'unix:///var/run/charon.vici' failed: No such file or directory")]
    [InlineData("terminate failed: no matching SAs to terminate found")]
    [InlineData("initiate failed: CHILD_SA 'net' not established after 3000ms")]
    [InlineData("cat: /proc/net/xfrm_stat: No such file or directory")]
    public void Refusals_are_known(string line)
    {
        Assert.Contains(linux.Dialect.Refusals, phrase => line.StartsWith(phrase, StringComparison.Ordinal));
        Assert.DoesNotContain(linux.Dialect.Notices, phrase => line.StartsWith(phrase, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plugin 'openssl': failed to load - openssl_plugin_create not found and no plugin file available")]
    [InlineData("sudo: unable to resolve host gw: Name or service not known")]
    public void Warnings_are_told_from_refusals(string line) =>
        Assert.Contains(linux.Dialect.Notices, phrase => line.StartsWith(phrase, StringComparison.Ordinal));

    [Theory]
    [InlineData("root@gw:~# ", true)]
    [InlineData("spibot@gw-1.example.com:~$ ", true)]
    [InlineData("[spibot@gw ~]$ ", true)]
    [InlineData("$ ", true)]
    [InlineData("# ", true)]
    [InlineData("gw% ", true)]
    [InlineData("gw:~# ", true)]
    [InlineData("(venv) root@gw:/etc/swanctl# ", true)]
    [InlineData("Password: ", false)]
    [InlineData("Last login: Tue Nov 24 05:10:53 2026 from 192.0.2.9", false)]
    [InlineData("  local  10.1.0.0/24", false)]
    [InlineData("spibot@gw's password: ", false)]
    public void Prompts_are_told_from_output(string line, bool isPrompt) =>
        Assert.Equal(isPrompt, Regex.IsMatch(line, linux.Dialect.PromptFallback, RegexOptions.NonBacktracking));

    [Fact]
    public async Task A_clear_of_the_peer_ends_these_IKE_SAs_and_begins_their_children_anew()
    {
        var reading = await Read(Session());

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(Peer), reading);

        Assert.Null(refusal);
        Assert.Equal(
            new Change.Reinitiate(Peer, ConnectionName.TryFrom("site")!, [3], [ConnectionName.TryFrom("net")!]),
            change
        );
        Assert.Equal(
            [
                "swanctl --terminate --ike-id 3 --force --loglevel -1",
                "swanctl --initiate --child net --ike site --timeout 10 --loglevel -1",
            ],
            linux.LinesFor(change!)
        );
        Assert.Equal(change, linux.WayTo(new Change.ClearIke(Peer, 2), reading).Change);
    }

    [Fact]
    public async Task The_settings_of_a_gateway_are_typed_with_every_swanctl()
    {
        var own = linux.For(Entry with { Sudo = true, ViciUri = "unix:///run/charon-hq.vici" });
        var session = Session();
        foreach (var line in (string[])["--list-sas", "--stats", "--version"])
            session[$"sudo -n swanctl {line} --uri unix:///run/charon-hq.vici"] = line switch
            {
                "--list-sas" => Listing,
                "--stats" => Stats,
                _ => "strongSwan swanctl 5.9.8",
            };

        var reading = await own.ReadTunnel(
            session,
            "hq-gw",
            Peer,
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );
        var lines = own.LinesFor(own.WayTo(new Change.ClearPeer(Peer), reading).Change!);

        Assert.Single(reading.Tunnels);
        Assert.Equal(
            "sudo -n swanctl --terminate --ike-id 3 --force --loglevel -1 --uri unix:///run/charon-hq.vici",
            lines[0]
        );
        Assert.All(
            session.Asked.Where(line => line.Contains("swanctl", StringComparison.Ordinal)),
            line => Assert.StartsWith("sudo -n swanctl --", line, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("site", "site;reboot")]
    [InlineData("net", "$(reboot)")]
    [InlineData("net", "-x")]
    public async Task A_name_that_a_shell_would_read_otherwise_is_never_typed(string name, string other)
    {
        var session = Session();
        session["swanctl --list-sas"] = Listing.Replace($"{name}: #", $"{other}: #", StringComparison.Ordinal);

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(Peer), await Read(session));

        Assert.Null(change);
        Assert.Contains("does not type", refusal, StringComparison.Ordinal);
        Assert.Contains(other, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void No_name_ever_breaks_out_of_its_line() =>
        Gen.String.Sample(text =>
            ConnectionName.TryFrom(text) is not { } name
            || Regex.IsMatch(name.Text, @"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.NonBacktracking)
        );

    [Fact]
    public async Task Two_connections_with_one_peer_are_not_chosen_between()
    {
        var session = Session();
        session["swanctl --list-sas"] = Listing.Replace("192.0.2.77", "192.0.2.2", StringComparison.Ordinal);

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(Peer), await Read(session));

        Assert.Null(change);
        Assert.Contains("2 connections", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_superseded_when_the_daemon_has_other_IKE_SAs_by_then()
    {
        var then = await Read(Session());
        var change = linux.WayTo(new Change.ClearPeer(Peer), then).Change!;
        var plan = Changes.Plans.ClearPeer() with
        {
            Change = change,
            Serial = null,
            SpisSeen = PlanCheck.Seen(then.Sas.Value!),
        };
        var later = Session();
        later["swanctl --list-sas"] = Listing.Replace("site: #3", "site: #5", StringComparison.Ordinal);

        Assert.Null(PlanCheck.WhatChanged(plan.Steps[0], then.Box, then));
        var now = await Read(later);
        Assert.Contains(
            "not those of the plan",
            PlanCheck.WhatChanged(plan.Steps[0], now.Box, now),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Neither_inactive_SAs_nor_counters_are_cleared_and_that_is_said()
    {
        Assert.Contains(
            "no inactive SAs",
            linux.WayTo(new Change.ClearInactive(), null).Refusal,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be cleared",
            linux.WayTo(new Change.ClearDrops(), null).Refusal,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => linux.LinesFor(new Change.ClearPeer(Peer)));
        Assert.IsType<StrongSwanPlatform>(KnownPlatforms.Find("strongswan"));
    }

    [Fact]
    public void Readers_of_a_hosts_answers_never_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.Select(
                    Gen.OneOf(Stats, Listing, "XfrmInNoStates 99999999999999999999", "uptime: 999999 days, since x"),
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

    private Task<TunnelReading> Read(ScriptedSession session) =>
        linux.ReadTunnel(session, "hq-gw", Peer, DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken);

    private static ScriptedSession Session() =>
        new()
        {
            ["date -u +%FT%TZ"] = "2026-11-24T05:10:53Z\n",
            ["uname -n"] = "hq-gw\n",
            ["swanctl --version"] = "strongSwan swanctl 5.9.8\n",
            ["swanctl --stats"] = Stats,
            ["cat /proc/net/xfrm_stat"] =
                "XfrmInError             \t0\nXfrmInNoStates          \t12\nXfrmInTmplMismatch \t3\n",
            ["swanctl --list-sas"] = Listing,
        };
}
