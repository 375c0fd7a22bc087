using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Gateways.Inventory;

public sealed class RoleTests
{
    private const string Good = """
        {
          "gateways": {
            "hq-fw1": {
              "address": "192.0.2.10", "platform": "cisco_asa", "user": "spibot", "secret": "hq-fw1",
              "hostKeys": ["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"], "site": "munich"
            }
          },
          "leads": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11", "group:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa"],
          "ask": ["hq-leads", "leads"],
          "roles": {
            "everybody": { "members": ["*"], "may": ["read"] },
            "hq-leads": {
              "members": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c12"], "may": ["propose", "approve"],
              "gateways": ["HQ-fw1"], "changes": ["clear-peer"], "sites": ["Munich"]
            }
          }
        }
        """;

    private static readonly Person HqLead = new("5D8E3A39-6F1A-4A0F-9B7A-0F3F0B9A2C12", "Hal");
    private static readonly Person Lead = new("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11", "Lea");
    private static readonly Person Stranger = new("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c13", "Stan");

    [Fact]
    public void Roles_allow_what_they_say_and_no_more()
    {
        var inventory = GatewayInventoryFile.Read(Good, ["cisco_asa"]).Inventory!;

        Assert.True(inventory.May(person: null, Act.Read, "hq-fw1"));
        Assert.False(inventory.May(person: null, Act.Propose, "hq-fw1", "clear-peer"));
        Assert.False(inventory.May(Stranger, Act.Propose, "hq-fw1", "clear-peer"));
        Assert.True(inventory.May(HqLead, Act.Approve, "hq-fw1", "clear-peer"));
        Assert.False(inventory.May(HqLead, Act.Approve, "hq-fw1", "clear-inactive"));
        Assert.False(inventory.May(HqLead, Act.Propose, "berlin-fw1", "clear-peer"));
        Assert.True(inventory.May(Lead, Act.Approve, "berlin-fw1", "clear-inactive"));
        Assert.Equal(2, inventory.Approvers("hq-fw1", "clear-peer").Ids.Count);
        Assert.Equal([Lead.EntraId], inventory.Approvers("hq-fw1", "clear-inactive").Ids);
        Assert.Equal(
            "Stan may not propose clear-peer on hq-fw1: no role in the inventory allows it.",
            inventory.WhyNot(Stranger, Act.Propose, "hq-fw1", "clear-peer")
        );
    }

    [Fact]
    public void Without_roles_everybody_in_a_team_reads_and_proposes_and_only_leads_approve()
    {
        var inventory = new GatewayInventory([], [Lead.EntraId]);
        var inTeam = Standing.Alone with { InTeam = true };

        Assert.True(inventory.May(person: null, Act.Read, "hq-fw1", standing: inTeam));
        Assert.True(inventory.May(Stranger, Act.Propose, "hq-fw1", "clear-peer", inTeam));
        Assert.False(inventory.May(new Person(" ", "Gus"), Act.Propose, "hq-fw1", "clear-peer", inTeam));
        Assert.False(inventory.May(Stranger, Act.Approve, "hq-fw1", "clear-peer", inTeam));
        Assert.True(inventory.May(Lead, Act.Approve, "hq-fw1", "clear-peer", inTeam));
    }

    [Fact]
    public void Without_roles_and_outside_of_a_team_there_are_only_the_leads()
    {
        var group = new EntraGroup(EntraGroupKind.Group, Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa"));
        var inventory = new GatewayInventory([], [Lead.EntraId]) { LeadGroups = [group] };

        foreach (var act in (Act[])[Act.Read, Act.Propose])
        {
            Assert.False(inventory.May(Stranger, act, "hq-fw1", standing: Standing.Alone));
            Assert.False(inventory.May(Stranger, act, "hq-fw1"));
            Assert.True(inventory.May(Lead, act, "hq-fw1", standing: Standing.Alone));
            // So it has to be asked who is in it.
            Assert.Equal([group], inventory.GroupsFor(act, Standing.Alone));
            Assert.True(inventory.May(Stranger, act, "hq-fw1", standing: new Standing([group], [])));
            Assert.Empty(inventory.GroupsFor(act, Standing.Alone with { InTeam = true }));
        }

        var why = inventory.WhyNot(Stranger, Act.Read, "hq-fw1", standing: Standing.Alone);
        Assert.StartsWith("Stan may not read hq-fw1 here: outside of a team's channel", why, StringComparison.Ordinal);
        Assert.Contains("\"may\": [\"read\", \"propose\"]", why);
        Assert.Contains("Roles then count in the channel, too", why);
        // In a team it is not the place that stands against it.
        var nobody = inventory.WhyNot(null, Act.Propose, "hq-fw1", standing: Standing.Alone with { InTeam = true });
        Assert.EndsWith(": no role in the inventory allows it.", nobody, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_team_roles_count_where_there_are_any()
    {
        var inventory = GatewayInventoryFile.Read(Good, ["cisco_asa"]).Inventory!;
        Assert.False(inventory.May(Stranger, Act.Propose, "hq-fw1", standing: Standing.Alone with { InTeam = true }));
    }

    [Fact]
    public void Empty_roles_leave_only_the_leads()
    {
        var inventory = new GatewayInventory([], [Lead.EntraId], []);

        Assert.False(inventory.May(Stranger, Act.Read, "hq-fw1"));
        Assert.True(inventory.May(Lead, Act.Read, "hq-fw1"));
    }

    [Fact]
    public void Groups_let_in_whoever_was_found_in_them()
    {
        var inventory = GatewayInventoryFile.Read(Good, ["cisco_asa"]).Inventory!;
        var group = Assert.Single(inventory.LeadGroups);
        Assert.Equal(
            (EntraGroupKind.Group, "group:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa"),
            (group.Kind, group.ToString())
        );

        Assert.True(May(new Standing([group], [])));
        Assert.False(May(Standing.Alone));
        Assert.False(May(new Standing([group with { Kind = EntraGroupKind.Owners }], [])));
        Assert.False(May(new Standing([group], [], Outside: "Stan is a guest here.")));
        Assert.Equal("Stan is a guest here.", WhyNot(new Standing([group], [], Outside: "Stan is a guest here.")));
        Assert.Equal(
            "Stan may not approve clear-peer on hq-fw1: no role in the inventory allows it. The group could not be asked.",
            WhyNot(new Standing([], ["The group could not be asked."]))
        );
        Assert.Equal([group], inventory.GroupsFor(Act.Approve, Standing.Alone));
        // A guest may look, where everybody may.
        Assert.True(inventory.May(Stranger, Act.Read, "hq-fw1", standing: new Standing([], [], Outside: "a guest")));

        bool May(Standing standing) => inventory.May(Stranger, Act.Approve, "hq-fw1", "clear-peer", standing);
        string? WhyNot(Standing standing) => inventory.WhyNot(Stranger, Act.Approve, "hq-fw1", "clear-peer", standing);
    }

    [Fact]
    public void Whoever_may_at_both_ends_is_left_and_a_group_stays_until_somebody_presses()
    {
        var group = new EntraGroup(EntraGroupKind.Group, Guid.Parse("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa"));
        var here = new Approvers(["a", "b"], []);
        Assert.Equal(["b"], here.AlsoIn(new Approvers(["B", "c"], [])).Ids);
        Assert.Equal(1, here.AlsoIn(new Approvers(["B", "c"], [])).Count);
        Assert.Equal(["a", "b"], here.AlsoIn(new Approvers(["c"], [group])).Ids);
        var rules = new ApprovalRules([here, new Approvers([], [group])]);
        var press = new Press(new Person("a", "Ann"), "digest", Shortcuts.Venue);
        Assert.False(rules.MayApprove(press));
        Assert.True(rules.MayApprove(press with { Standing = new Standing([group], []) }));
        Assert.False(
            rules.MayApprove(press with { By = new Person("c", "Cid"), Standing = new Standing([group], []) })
        );
    }

    [Theory]
    [InlineData("group:5D8E3A39-6F1A-4A0F-9B7A-0F3F0B9A2CAA", true)]
    [InlineData("team:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa", true)]
    [InlineData("owners:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa", true)]
    [InlineData("Group:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa", false)]
    [InlineData("5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa", false)]
    [InlineData("team:19:incident@thread.tacv2", false)]
    [InlineData("team:", false)]
    public void A_group_is_named_by_its_kind_and_id(string text, bool holds) =>
        Assert.Equal(holds, EntraGroup.TryParse(text, out _));

    [Fact]
    public void Those_who_may_are_asked_in_the_order_of_the_file_and_nobody_twice()
    {
        var inventory = GatewayInventoryFile.Read(Good, ["cisco_asa"]).Inventory!;

        Assert.Equal(["HalGroup0", "LeaGroup1"], Steps("clear-peer"));
        // Whoever may not approve this is not asked, and leaves no gap.
        Assert.Equal(["LeaGroup1"], Steps("clear-inactive"));
        Assert.Equal(["Hal,LeaGroup1"], Steps("clear-peer", inventory with { AskOrder = [] }));

        IEnumerable<string> Steps(string change, GatewayInventory? other = null) =>
            (other ?? inventory)
                .AskedInTurn("hq-fw1", change)
                .Select(step =>
                    $"{string.Join(',', step.Ids.Select(id => id.EndsWith('2') ? "Hal" : "Lea").Order())}Group{step.Groups.Count}"
                );
    }

    [Theory]
    [InlineData("[\"read\"]", "[\"reed\"]", "roles.everybody.may[0]: \"reed\" is none of read, propose, approve")]
    [InlineData("[\"read\"]", "[]", "roles.everybody.may: is empty")]
    [InlineData("[\"read\"]", "[\"approve\"]", "roles.everybody.members: * cannot approve: name those who may")]
    [InlineData("[\"*\"]", "[\"hal\"]", "roles.everybody.members[0]: \"hal\" is neither an Entra object id")]
    [InlineData("\"members\": [\"*\"], ", "", "roles.everybody.members: is missing")]
    [InlineData("[\"HQ-fw1\"]", "[\"hq-fw2\"]", "roles.hq-leads.gateways[0]: \"hq-fw2\" is no gateway of this file")]
    [InlineData("[\"HQ-fw1\"]", "\"hq-fw1\"", "roles.hq-leads.gateways: is a text, not a list")]
    [InlineData("[\"clear-peer\"]", "[\"clear\"]", "roles.hq-leads.changes[0]: \"clear\" is no kind of change (")]
    [InlineData("\"changes\":", "\"change\":", "roles.hq-leads.change: is unknown (known: members, may, gateways,")]
    [InlineData(
        "[\"Munich\"]",
        "[\"berlin\"]",
        "roles.hq-leads.sites[0]: \"berlin\" is the site of no gateway of this"
    )]
    [InlineData("group:5d8e", "groups:5d8e", "leads[1]: \"groups:5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2caa\" is neither")]
    [InlineData("2caa\"]", "2caa\", \"*\"]", "leads[2]: \"*\" is neither an Entra object id (a GUID), nor group:")]
    [InlineData(
        "[\"hq-leads\", ",
        "[\"everybody\", ",
        "ask[0]: \"everybody\" is no role that may approve (leads, hq-leads)"
    )]
    [InlineData("[\"hq-leads\", ", "[\"leads\", ", "ask: names somebody twice")]
    [InlineData("\"everybody\": {", "\"leads\": {", "roles.leads: is what the leads are called")]
    public void Says_what_is_wrong(string good, string bad, string problem)
    {
        Assert.Contains(good, Good);

        var reading = GatewayInventoryFile.Read(Good.Replace(good, bad, StringComparison.Ordinal), ["cisco_asa"]);

        Assert.StartsWith(problem, Assert.Single(reading.Problems), StringComparison.Ordinal);
    }
}
