using SpiBot.Lab.Firewalls;
using SpiBot.Lab.Scenarios;

namespace SpiBot.Tests.Lab.Firewalls;

public sealed class ScenarioTests
{
    private static readonly TimeSpan Negotiation = TimeSpan.FromSeconds(3);

    [Fact]
    public void They_come_in_the_order_that_people_see_and_each_says_what_it_is()
    {
        Assert.Equal(
            [
                "healthy",
                "rekey-noise",
                "peer-on-old-sa",
                "peer-on-old-sa-ikev1",
                "partner-on-old-sa",
                "router-on-old-sa",
                "ftd-on-old-sa",
                "stale-outbound",
                "restart-without-state",
                "inactive-sas",
                "rekey-collision",
                "rekey-rejected",
                "lifetime-mismatch",
                "lifetime-exhausted",
                "volume-rekey",
                "own-teardown",
                "tunnel-down",
                "stale-data-plane",
                "acl-mismatch",
                "dead-selector",
                "overlapping-entries",
                "nat-path",
                "replay",
                "misdirected-esp",
                "wrong-headend",
                "wrong-unit",
                "engine-or-limits",
                "counter-residue",
                "undetermined",
            ],
            LabNetwork.Scenarios
        );
        Assert.All(
            LabNetwork.Scenarios,
            s => Assert.EndsWith(".", LabNetwork.Description(s), StringComparison.Ordinal)
        );
        var refusal = Assert.Throws<ArgumentException>(() => new LabNetwork("sunny", Screen.Clock()));
        Assert.Contains("peer-on-old-sa", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthy_ends_match_and_packets_go_both_ways()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var before = await hq.Sas(Screen.Berlin);
        var drops = await hq.InvalidSpis();
        Assert.Equal(3, before.Count);
        await Screen.MustBeHealthy(hq, berlin);

        clock.Advance(TimeSpan.FromSeconds(10));

        var after = await hq.Sas(Screen.Berlin);
        Assert.InRange(after[0].Encaps - before[0].Encaps, 340, 420);
        Assert.InRange(after[0].Decaps - before[0].Decaps, 380, 460);
        Assert.Equal(drops, await hq.InvalidSpis());
        Assert.InRange(drops, 1, 100);
        Assert.Equal(before.Select(s => s.CurrentIn), after.Select(s => s.CurrentIn));
    }

    [Fact]
    public async Task Healthy_tunnels_rekey_by_themselves_and_lose_nothing()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var before = await hq.Sas(Screen.Berlin);
        var drops = await hq.InvalidSpis();
        var withoutSa = await WithoutSa(hq);

        clock.Advance(TimeSpan.FromHours(9));

        var after = await hq.Sas(Screen.Berlin);
        await Screen.MustBeHealthy(hq, berlin);
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First.CurrentIn, pair.Second.CurrentIn));
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second.Decaps > pair.First.Decaps));
        Assert.Equal(drops, await hq.InvalidSpis());

        // The background alone makes four a day; an SA that ran out instead of being replaced would make hundreds.
        Assert.InRange(await WithoutSa(hq) - withoutSa, 0, 3);
    }

    [Fact]
    public async Task Rekey_noise_is_a_handful_of_drops_and_an_old_sa_that_is_still_accepted()
    {
        var network = Screen.Network("rekey-noise", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var drops = await hq.InvalidSpis();

        var main = (await hq.Sas(Screen.Berlin))[0];
        Assert.Equal(2, main.Inbound.Count);
        Assert.Equal(2, main.Rekeyed);
        await Screen.MustBeHealthy(hq, berlin);

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(drops, await hq.InvalidSpis());

        // The next one comes round a minute later.
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.InRange(await hq.InvalidSpis() - drops, 3, 20);
        await Screen.MustBeHealthy(hq, berlin);
        Assert.NotEqual(main.CurrentIn, (await hq.Sas(Screen.Berlin))[0].CurrentIn);
    }

    [Fact]
    public async Task Peer_on_old_sa_drops_at_both_ends_on_one_selector_only()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var (ours, theirs) = (await hq.Sas(Screen.Berlin), await berlin.Sas(Screen.Hq));
        var (ourDrops, theirDrops) = (await hq.InvalidSpis(), await berlin.InvalidSpis());
        Assert.InRange(ourDrops, 42 * 60 * 13, 42 * 60 * 15);
        Assert.DoesNotContain(theirs[0].CurrentOut, ours[0].Inbound);
        Assert.DoesNotContain(ours[0].CurrentOut, theirs[0].Inbound);
        Screen.MustMatch([.. ours.Skip(1)], [.. theirs.Skip(1)]);

        clock.Advance(TimeSpan.FromSeconds(30));

        var later = await hq.Sas(Screen.Berlin);
        Assert.InRange((await hq.InvalidSpis() - ourDrops) / 30.0, 40, 44);
        Assert.InRange((await berlin.InvalidSpis() - theirDrops) / 30.0, 36, 40);
        Assert.Equal(ours[0].Decaps, later[0].Decaps);
        Assert.True(later[0].Encaps > ours[0].Encaps);
        Assert.True(later[1].Decaps > ours[1].Decaps);
    }

    [Theory]
    [InlineData("berlin-fw1", "clear crypto ipsec sa peer 198.51.100.1")]
    [InlineData("hq-fw1", "clear crypto ipsec sa peer 203.0.113.9")]
    [InlineData("hq-fw1", "clear crypto ikev2 sa 203.0.113.9")]
    [InlineData("berlin-fw1", "clear crypto isakmp sa")]
    public async Task Peer_on_old_sa_is_cured_by(string gateway, string line)
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var before = await hq.Sas(Screen.Berlin);

        Assert.Equal("", await (gateway == "hq-fw1" ? hq : berlin).Ask(line));
        clock.Advance(Negotiation);

        var after = await hq.Sas(Screen.Berlin);
        await Screen.MustBeHealthy(hq, berlin);
        Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First.CurrentIn, pair.Second.CurrentIn));
        var drops = await hq.InvalidSpis();
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(drops, await hq.InvalidSpis());
        Assert.True((await hq.Sas(Screen.Berlin))[0].Decaps > after[0].Decaps);
    }

    [Fact]
    public async Task A_peer_that_keeps_its_old_sa_is_not_cured_from_hq_but_from_berlin()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        network.Firewall("berlin-fw1").Traits = new FirewallTraits { KeepsOldOutboundSa = true };
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");

        await hq.Ask("clear crypto ipsec sa peer 203.0.113.9");
        clock.Advance(TimeSpan.FromMinutes(2));
        var drops = await hq.InvalidSpis();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(await hq.InvalidSpis() - drops, 380, 460);

        await berlin.Ask("clear crypto ipsec sa peer 198.51.100.1");
        clock.Advance(Negotiation);
        drops = await hq.InvalidSpis();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(drops, await hq.InvalidSpis());
        await Screen.MustBeHealthy(hq, berlin);
    }

    [Fact]
    public async Task A_peer_that_keeps_its_old_sa_loses_it_with_the_ike_sa()
    {
        var network = Screen.Network("peer-on-old-sa", out var clock);
        network.Firewall("berlin-fw1").Traits = new FirewallTraits { KeepsOldOutboundSa = true };
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        await hq.Ask("clear crypto ikev2 sa 203.0.113.9");
        Assert.Equal("\nThere are no ipsec sas\n", await berlin.Ask("show crypto ipsec sa peer 198.51.100.1"));
        Assert.Equal(0, Sessions(await berlin.Ask("show crypto ikev2 sa"), Screen.Hq));
        clock.Advance(Negotiation);
        await Screen.MustBeHealthy(hq, berlin);
        var drops = await hq.InvalidSpis();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(drops, await hq.InvalidSpis());
    }

    [Fact]
    public async Task A_clear_interrupts_every_selector_of_the_peer_until_the_negotiation_is_done_and_no_other_peer()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var acme = await hq.Sas(Screen.Acme);

        await hq.Ask("clear crypto ipsec sa peer 203.0.113.9");

        Assert.Equal("\nThere are no ipsec sas\n", await hq.Ask("show crypto ipsec sa peer 203.0.113.9"));
        Assert.Equal("\nThere are no ipsec sas\n", await berlin.Ask("show crypto ipsec sa peer 198.51.100.1"));
        Assert.Contains($"{Screen.Berlin}/500", await hq.Ask("show crypto ikev2 sa"), StringComparison.Ordinal);
        clock.Advance(Negotiation);
        await Screen.MustBeHealthy(hq, berlin);
        Assert.Equal(acme.Select(s => s.Inbound[0]), (await hq.Sas(Screen.Acme)).Select(s => s.Inbound[0]));
        Assert.InRange(Screen.Drops(await hq.Ask("show asp drop"), "ipsec-need-sa"), 1, 2000);
    }

    [Fact]
    public async Task The_forbidden_clear_hits_every_peer()
    {
        var network = Screen.Network("healthy", out var clock);
        await using var hq = await Terminal.Enabled(network);
        var before = Screen.Sas(await hq.Ask("show crypto ipsec sa"));
        await hq.Ask("clear crypto ipsec sa");
        Assert.Equal("\nThere are no ipsec sas\n", await hq.Ask("show crypto ipsec sa"));
        clock.Advance(Negotiation);
        var after = Screen.Sas(await hq.Ask("show crypto ipsec sa"));
        Assert.Equal(before.Count, after.Count);
        Assert.Empty(before.SelectMany(s => s.Inbound).Intersect(after.SelectMany(s => s.Inbound)));
    }

    [Fact]
    public async Task Stale_outbound_rises_at_berlin_and_leaves_hq_deaf_until_hq_clears()
    {
        var network = Screen.Network("stale-outbound", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        Assert.Contains("berlin-fw1 up 6 mins", await berlin.Ask("show version"), StringComparison.Ordinal);
        var before = await hq.Sas(Screen.Berlin);
        var (ourDrops, theirDrops) = (await hq.InvalidSpis(), await berlin.InvalidSpis());
        var withoutSa = await WithoutSa(berlin);
        Assert.Equal(2, Sessions(await hq.Ask("show crypto ikev2 sa"), Screen.Berlin));

        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(withoutSa, await WithoutSa(berlin));
        var later = await hq.Sas(Screen.Berlin);
        Assert.Equal(2, (await berlin.Sas(Screen.Hq)).Count);
        Assert.Equal(ourDrops, await hq.InvalidSpis());
        Assert.InRange(await berlin.InvalidSpis() - theirDrops, 340, 420);
        Assert.True(later[0].Encaps > before[0].Encaps);
        Assert.Equal(before[0].Decaps, later[0].Decaps);

        await berlin.Ask("clear crypto ipsec sa peer 198.51.100.1");
        clock.Advance(Negotiation);
        Assert.Equal(before[0].CurrentOut, (await hq.Sas(Screen.Berlin))[0].CurrentOut);

        await hq.Ask("clear crypto ipsec sa peer 203.0.113.9");
        clock.Advance(Negotiation);
        await Screen.MustBeHealthy(hq, berlin);
        theirDrops = await berlin.InvalidSpis();
        var cured = await hq.Sas(Screen.Berlin);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(theirDrops, await berlin.InvalidSpis());
        Assert.True((await hq.Sas(Screen.Berlin))[0].Decaps > cured[0].Decaps);
        var ike = await hq.Ask("show crypto ikev2 sa");
        Assert.Contains("CHILD count:3", ike, StringComparison.Ordinal);
        Assert.Equal(1, Sessions(ike, Screen.Berlin));
    }

    [Fact]
    public async Task Inactive_sas_go_with_their_clear_except_on_a_box_with_the_known_bug()
    {
        var network = Screen.Network("inactive-sas", out _);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        var live = (await hq.Sas(Screen.Berlin)).Select(s => s.CurrentIn).ToList();
        var listed = await hq.Ask("show crypto ipsec sa inactive");
        Assert.Matches(
            "^Checking for inactive IPsec SAs...\n(Inactive inbound SA: SPI: 0x[0-9A-F]{8}, state: inactive, reason: Rekey Error\n){3}Inactive IPsec SAs: 3\n$",
            listed
        );

        network.Firewall("hq-fw1").Traits = new FirewallTraits { KeepsInactiveSas = true };
        await hq.Ask("clear crypto ipsec sa inactive");
        Assert.Equal(listed, await hq.Ask("show crypto ipsec sa inactive"));

        network.Firewall("hq-fw1").Traits = new FirewallTraits();
        await hq.Ask("clear crypto ipsec sa inactive");
        Assert.Equal(
            "Checking for inactive IPsec SAs...\nInactive IPsec SAs: 0\n",
            await hq.Ask("show crypto ipsec sa inactive")
        );
        Assert.Equal(live, (await hq.Sas(Screen.Berlin)).Select(s => s.CurrentIn));
        await Screen.MustBeHealthy(hq, berlin);
    }

    [Fact]
    public async Task Counter_residue_stands_still()
    {
        var network = Screen.Network("counter-residue", out var clock);
        await using var hq = await Terminal.Enabled(network);
        await using var berlin = await Terminal.Enabled(network, "berlin-fw1");
        Assert.Equal(18_895, await hq.InvalidSpis());
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(18_895, await hq.InvalidSpis());
        await Screen.MustBeHealthy(hq, berlin);
    }

    [Fact]
    public async Task A_switch_reaches_a_session_that_is_open()
    {
        var network = Screen.Network("healthy", out _);
        await using var hq = await Terminal.Enabled(network);
        var before = await hq.Sas(Screen.Berlin);
        network.Switch("peer-on-old-sa");
        Assert.True(await hq.InvalidSpis() > 30_000);
        Assert.NotEqual(before[0].CurrentIn, (await hq.Sas(Screen.Berlin))[0].CurrentIn);
        Assert.Equal("peer-on-old-sa", network.Scenario);
    }

    [Fact]
    public void Gateways_say_what_an_inventory_and_a_vault_need()
    {
        var network = Screen.Network("healthy", out _);
        var hq = network.Gateways[0];
        Assert.Equal(["hq-fw1", "berlin-fw1", "munich-rtr1", "vienna-ftd1"], network.Gateways.Select(g => g.Name));
        Assert.Equal(["hq-fw1", "berlin-fw1", "munich-rtr1", "vienna-ftd1"], network.Endpoints.Select(e => e.Name));
        Assert.Equal([Screen.Hq, Screen.HqV6], hq.VpnAddresses);
        Assert.Equal(Screen.Berlin, hq.Peers["berlin"]);
        Assert.Equal(Screen.Acme, hq.Peers["acme"]);
        Assert.Equal(Screen.Hq, network.Gateways[1].Peers["hq"]);
        Assert.True(network.Endpoints[0].Shell.Accepts(hq.User, hq.Password));
        Assert.False(network.Endpoints[0].Shell.Accepts(hq.User, hq.Enable));
        Assert.False(network.Endpoints[1].Shell.Accepts(hq.User, hq.Password));
        Assert.NotEqual(hq.Password, Screen.Network("healthy", out _).Gateways[0].Password);
    }

    private static async Task<long> WithoutSa(Terminal terminal) =>
        Screen.Drops(await terminal.Ask("show asp drop"), "ipsec-need-sa");

    /// <summary>How many IKE SAs the table has with the peer, which stands second in the row.</summary>
    private static int Sessions(string table, string peer) =>
        table
            .Split('\n')
            .Count(row =>
                row.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var remote, ..]
                && remote == peer + "/500"
            );
}
