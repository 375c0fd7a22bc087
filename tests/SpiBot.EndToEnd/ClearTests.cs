using SpiBot.Lab.Channel;
using SpiBot.Lab.Firewalls;

namespace SpiBot.EndToEnd;

/// <summary>What changes a firewall, and what must not.</summary>
[Collection<ClearLab>]
public sealed class ClearTests(LabFixture lab)
{
    [Fact]
    public async Task The_whole_story_the_engineer_proposes_the_lead_approves_and_the_tunnel_comes_back()
    {
        var incident = lab.Begin("peer-on-old-sa");

        await incident.Do("check tunnel to peer 203.0.113.9");
        var plan = await incident.Do("press:Propose the clear");
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", plan);
        Assert.Contains("on berlin-fw1", plan);
        Assert.Empty(incident.Changes);
        var outcome = await incident.Do("lead: press:Approve");

        Assert.Equal(["berlin-fw1: clear crypto ipsec sa peer 198.51.100.1"], incident.Changes);
        Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
        var truth = Witness.Of(lab.Lab.Network);
        Assert.True(truth is { HqHearsBerlin: true, BerlinHearsHq: true });
        Assert.Contains(truth.BerlinSends!, outcome);
        Assert.Contains(truth.HqSends!, outcome);
    }

    [Fact]
    public async Task Our_own_stale_sa_is_cleared_on_our_own_box()
    {
        var incident = lab.Begin("stale-outbound");

        var (_, _, outcome) = await incident.Clear("check 203.0.113.9");

        Assert.Equal(["hq-fw1: clear crypto ipsec sa peer 203.0.113.9"], incident.Changes);
        Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
        Assert.True(Witness.Of(lab.Lab.Network).BerlinHearsHq);
    }

    [Fact]
    public async Task A_router_at_the_other_end_is_read_and_cleared_in_its_own_words()
    {
        var incident = lab.Begin("router-on-old-sa");

        var (card, plan, outcome) = await incident.Clear("check munich");

        Assert.Contains("munich-rtr1 sends with an SPI that hq-fw1 no longer knows", card.Split('\n')[0]);
        // Told by the router itself: its counter in the data path, and its log.
        Assert.Contains("SA_NOT_FOUND_SPI", card);
        Assert.Contains("clear crypto sa peer 198.51.100.1", plan);
        Assert.Equal(["munich-rtr1: clear crypto sa peer 198.51.100.1"], incident.Changes);
        Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
    }

    [Fact]
    public async Task An_FTD_at_the_other_end_is_read_and_cleared_at_its_own_prompt()
    {
        var incident = lab.Begin("ftd-on-old-sa");

        var (card, plan, outcome) = await incident.Clear("check vienna");

        Assert.Contains("vienna-ftd1 sends with an SPI that hq-fw1 no longer knows", card.Split('\n')[0]);
        Assert.Contains("clear ipsec sa peer 198.51.100.1", plan);
        // The second form is approved, too.
        Assert.Contains("system support diagnostic-cli", plan);
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", plan);
        Assert.Equal(["vienna-ftd1: clear ipsec sa peer 198.51.100.1"], incident.Changes);
        Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
        Assert.Contains("clear ipsec sa peer 198.51.100.1", outcome);
        Assert.DoesNotContain("diagnostic-cli", outcome);
        Assert.DoesNotContain("clear crypto ipsec sa", outcome);
    }

    [Fact]
    public async Task An_FTD_that_does_not_know_the_clear_is_cleared_in_its_diagnostic_CLI_which_is_left()
    {
        var incident = lab.Begin("ftd-on-old-sa");
        lab.Lab.Network.Firewall("vienna-ftd1").Traits = new FirewallTraits { ChangesOnlyInDiagnosticCli = true };

        var (_, _, outcome) = await incident.Clear("check vienna");

        Assert.Equal(
            [
                "vienna-ftd1: clear ipsec sa peer 198.51.100.1",
                "vienna-ftd1: system support diagnostic-cli",
                "vienna-ftd1: clear crypto ipsec sa peer 198.51.100.1",
                "vienna-ftd1: ^A d",
            ],
            incident.Changes
        );
        Assert.Contains("The tunnel came back", outcome.Split('\n')[0]);
        Assert.Contains("clear crypto ipsec sa peer 198.51.100.1", outcome);
        Assert.DoesNotContain("clear ipsec sa peer", outcome);
    }

    [Fact]
    public async Task A_command_that_the_router_denies_is_said_and_the_check_goes_on()
    {
        var incident = lab.Begin("router-on-old-sa");
        lab.Lab.Network.Firewall("munich-rtr1").Traits = new FirewallTraits
        {
            DeniedCommands = ["show redundancy", "show platform", "terminal length"],
        };

        var card = await incident.Do("check munich");

        Assert.Contains("munich-rtr1 sends with an SPI that hq-fw1 no longer knows", card.Split('\n')[0]);
        Assert.Contains("Not read of munich-rtr1 (the device refused it: Command authorization failed", card);
        Assert.Contains("): the drop counters, the failover role", card);
    }

    [Fact]
    public async Task A_typed_clear_of_inactive_sas_is_approved_and_removes_them()
    {
        var incident = lab.Begin("inactive-sas");

        await incident.Do("clear inactive on hq-fw1");
        var outcome = await incident.Do("lead: press:Approve");

        Assert.Equal(["hq-fw1: clear crypto ipsec sa inactive"], incident.Changes);
        Assert.Contains("no inactive SAs any more", outcome);
        Assert.Equal(0, Witness.Of(lab.Lab.Network).InactiveOnHq);
    }

    [Fact]
    public async Task A_typed_clear_of_a_peer_acts_on_the_viewpoint()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var plan = await incident.Do("clear peer 203.0.113.9");

        Assert.Contains("clear crypto ipsec sa peer 203.0.113.9", plan);
        Assert.Contains("on hq-fw1", plan);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Who_is_no_lead_cannot_approve()
    {
        var incident = lab.Begin("peer-on-old-sa");

        await incident.Do("clear peer 203.0.113.9");
        var refusal = await incident.Do("press:Approve");

        Assert.Contains("lead", refusal);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task The_only_lead_cannot_propose_what_nobody_else_may_approve()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var refusal = await incident.Do("lead: clear peer 203.0.113.9");

        Assert.Contains("needs 1 approval", refusal);
        Assert.Contains("beside Lead, who proposes it", refusal);
        Assert.Contains("Let somebody else propose it: then Lead may approve it.", refusal);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task A_clear_of_the_counter_says_what_it_destroys_and_is_approved()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var plan = await incident.Do("clear drops on hq-fw1");
        Assert.Contains("destroys evidence", plan);
        Assert.Empty(incident.Changes);
        var outcome = await incident.Do("lead: press:Approve");

        Assert.Equal(["hq-fw1: clear asp drop frame np-sp-invalid-spi"], incident.Changes);
        Assert.Contains("was cleared", outcome.Split('\n')[0]);
    }

    [Fact]
    public async Task A_clear_of_the_ike_sa_wants_more_leads_than_this_inventory_names()
    {
        var incident = lab.Begin("peer-on-old-sa");

        var refusal = await incident.Do("clear ike 203.0.113.9 on hq-fw1");

        Assert.Contains("needs 2 approvals, and the inventory names 1", refusal);
        Assert.Contains("Add leads", refusal);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task Whoever_may_approve_is_called_by_name_in_a_message_of_its_own()
    {
        var incident = lab.Begin("peer-on-old-sa");
        var transcript = lab.Lab.Channel.Transcript;
        var before = transcript.Count;

        await incident.Do("clear peer 203.0.113.9");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await foreach (var entry in transcript.From(before, limit.Token))
        {
            if (!entry.Text.StartsWith("@Lead please approve or deny", StringComparison.Ordinal))
            {
                continue;
            }

            Assert.Equal("POST", entry.Method);
            Assert.Contains($"\"id\":\"{Person.Lead.Mri}\"", entry.Activity.GetRawText());
            return;
        }
    }

    [Fact]
    public async Task A_denied_plan_is_never_typed()
    {
        var incident = lab.Begin("peer-on-old-sa");

        await incident.Do("clear peer 203.0.113.9");
        var denied = await incident.Do("lead: press:Deny it | reason=call them first");

        Assert.Contains("Denied", denied);
        Assert.Contains("call them first", denied);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task A_plan_whose_facts_have_changed_is_not_typed()
    {
        var incident = lab.Begin("peer-on-old-sa");

        await incident.Do("check 203.0.113.9");
        await incident.Do("press:Propose the clear");
        lab.Lab.Network.Look(world =>
        {
            var hq = lab.Lab.Network.Firewall("hq-fw1");
            var flow = world.Links.First(link => link.Near.Owner == hq).Flows[0];
            flow.Rekey(flow.Near);
            return true;
        });
        var result = await incident.Do("lead: press:Approve");

        Assert.Contains("Not sent, the facts have changed", result);
        Assert.Empty(incident.Changes);
    }

    [Fact]
    public async Task A_clear_that_the_box_refuses_is_said_and_not_tried_again()
    {
        var incident = lab.Begin("peer-on-old-sa");
        lab.Lab.Network.Firewall("berlin-fw1").Traits = new FirewallTraits { DeniedCommands = ["clear crypto"] };

        var (_, _, result) = await incident.Clear("check 203.0.113.9");

        Assert.Contains("Command authorization failed", result);
        Assert.Single(incident.Changes);
        Assert.False(Witness.Of(lab.Lab.Network).HqHearsBerlin);
    }
}
