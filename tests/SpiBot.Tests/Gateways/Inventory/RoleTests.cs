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
              "hostKeys": ["SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"]
            }
          },
          "leads": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c11"],
          "roles": {
            "everybody": { "members": ["*"], "may": ["read"] },
            "hq-leads": {
              "members": ["5d8e3a39-6f1a-4a0f-9b7a-0f3f0b9a2c12"], "may": ["propose", "approve"],
              "gateways": ["HQ-fw1"], "changes": ["clear-peer"]
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
        Assert.Equal(2, inventory.Approvers("hq-fw1", "clear-peer").Count);
        Assert.Equal([Lead.EntraId], inventory.Approvers("hq-fw1", "clear-inactive"));
        Assert.Equal(
            "Stan may not propose clear-peer on hq-fw1: no role in the inventory allows it.",
            inventory.WhyNot(Stranger, Act.Propose, "hq-fw1", "clear-peer")
        );
    }

    [Fact]
    public void Without_roles_everybody_reads_and_proposes_and_only_leads_approve()
    {
        var inventory = new GatewayInventory([], [Lead.EntraId]);

        Assert.True(inventory.May(person: null, Act.Read, "hq-fw1"));
        Assert.True(inventory.May(Stranger, Act.Propose, "hq-fw1", "clear-peer"));
        Assert.False(inventory.May(new Person(" ", "Gus"), Act.Propose, "hq-fw1", "clear-peer"));
        Assert.False(inventory.May(Stranger, Act.Approve, "hq-fw1", "clear-peer"));
        Assert.True(inventory.May(Lead, Act.Approve, "hq-fw1", "clear-peer"));
    }

    [Fact]
    public void Empty_roles_leave_only_the_leads()
    {
        var inventory = new GatewayInventory([], [Lead.EntraId], []);

        Assert.False(inventory.May(Stranger, Act.Read, "hq-fw1"));
        Assert.True(inventory.May(Lead, Act.Read, "hq-fw1"));
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
    public void Says_what_is_wrong(string good, string bad, string problem)
    {
        Assert.Contains(good, Good);

        var reading = GatewayInventoryFile.Read(Good.Replace(good, bad, StringComparison.Ordinal), ["cisco_asa"]);

        Assert.StartsWith(problem, Assert.Single(reading.Problems), StringComparison.Ordinal);
    }
}
