using System.Text.RegularExpressions;
using CsCheck;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Platforms;
using SpiBot.Gateways.Platforms.StrongSwan;

namespace SpiBot.Tests.Gateways.StrongSwan;

/// <summary>How SAs are ended and begun anew on a host with strongSwan, and what is never typed there.</summary>
public sealed class StrongSwanChangeTests
{
    private readonly StrongSwanPlatform linux = new();

    [Fact]
    public async Task A_clear_of_the_peer_ends_these_IKE_SAs_and_begins_their_children_anew()
    {
        var reading = await LinuxHost.Read(LinuxHost.Session());

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(LinuxHost.Peer), reading);

        Assert.Null(refusal);
        Assert.Equal(
            new Change.Reinitiate(
                LinuxHost.Peer,
                ConnectionName.TryFrom("site")!,
                [3],
                [ConnectionName.TryFrom("net")!]
            ),
            change
        );
        Assert.Equal(
            [
                "swanctl --terminate --ike-id 3 --force --loglevel -1",
                "swanctl --initiate --child net --ike site --timeout 10 --loglevel -1",
            ],
            linux.LinesFor(change!)
        );
        Assert.Equal(change, linux.WayTo(new Change.ClearIke(LinuxHost.Peer, 2), reading).Change);
    }

    [Fact]
    public async Task The_settings_of_a_gateway_are_typed_with_every_swanctl()
    {
        var own = linux.For(LinuxHost.Entry with { Sudo = true, ViciUri = "unix:///run/charon-hq.vici" });
        var session = LinuxHost.Session();
        foreach (var line in (string[])["--list-sas", "--stats", "--version"])
            session[$"sudo -n swanctl {line} --uri unix:///run/charon-hq.vici"] = line switch
            {
                "--list-sas" => LinuxHost.Listing,
                "--stats" => LinuxHost.Stats,
                _ => "strongSwan swanctl 5.9.8",
            };

        var reading = await own.ReadTunnel(
            session,
            "hq-gw",
            LinuxHost.Peer,
            DateTimeOffset.UnixEpoch,
            TestContext.Current.CancellationToken
        );
        var lines = own.LinesFor(own.WayTo(new Change.ClearPeer(LinuxHost.Peer), reading).Change!);

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
        var session = LinuxHost.Session();
        session["swanctl --list-sas"] = LinuxHost.Listing.Replace(
            $"{name}: #",
            $"{other}: #",
            StringComparison.Ordinal
        );

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(LinuxHost.Peer), await LinuxHost.Read(session));

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
        var session = LinuxHost.Session();
        session["swanctl --list-sas"] = LinuxHost.Listing.Replace("192.0.2.77", "192.0.2.2", StringComparison.Ordinal);

        var (change, refusal) = linux.WayTo(new Change.ClearPeer(LinuxHost.Peer), await LinuxHost.Read(session));

        Assert.Null(change);
        Assert.Contains("2 connections", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_superseded_when_the_daemon_has_other_IKE_SAs_by_then()
    {
        var then = await LinuxHost.Read(LinuxHost.Session());
        var change = linux.WayTo(new Change.ClearPeer(LinuxHost.Peer), then).Change!;
        var plan = Changes.Plans.ClearPeer() with
        {
            Change = change,
            Serial = null,
            SpisSeen = PlanCheck.Seen(then.Sas.Value!),
        };
        var later = LinuxHost.Session();
        later["swanctl --list-sas"] = LinuxHost.Listing.Replace("site: #3", "site: #5", StringComparison.Ordinal);

        Assert.Null(PlanCheck.WhatChanged(plan.Steps[0], then.Box, then));
        var now = await LinuxHost.Read(later);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => linux.LinesFor(new Change.ClearPeer(LinuxHost.Peer)));
        Assert.IsType<StrongSwanPlatform>(KnownPlatforms.Find("strongswan"));
    }
}
