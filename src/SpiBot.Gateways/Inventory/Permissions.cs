using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>
/// Who may do what. Leads may all. Without roles in the inventory, the members of a team may read and propose in its channels; elsewhere, and with roles, nobody
/// may what neither a role nor being a lead allows. Who is in a group is found out elsewhere (<see cref="Standing"/>); here it is only weighed.
/// </summary>
public static class Permissions
{
    /// <summary>The name by which <see cref="GatewayInventory.AskOrder"/> speaks of the leads.</summary>
    public const string Leads = "leads";

    private const string OutsideOfTeams =
        " here: outside of a team's channel only leads may, and those whom a role allows it, and the inventory has no roles. Ask in the incident channel, or give people roles in spibot.json, like \"roles\": { \"on-call\": { \"members\": [\"an Entra object id, or group: and one\"], \"may\": [\"read\", \"propose\"] } }. Roles then count in the channel, too: whoever is there and in none may nothing any more.";

    /// <param name="inventory">Leads and roles.</param>
    /// <param name="person">Null: somebody whom Teams did not name.</param>
    /// <param name="act">What they want.</param>
    /// <param name="gateway">With which gateway.</param>
    /// <param name="change">The kind of change; null when it does not matter.</param>
    /// <param name="standing">What else is known of them; null: nothing.</param>
    public static bool May(
        this GatewayInventory inventory,
        Person? person,
        Act act,
        string gateway,
        string? change = null,
        Standing? standing = null
    )
    {
        var id = string.IsNullOrWhiteSpace(person?.EntraId) ? null : person.EntraId.Trim();
        if (act != Act.Read && (id is null || standing?.Outside is not null))
        {
            return false;
        }

        return inventory.IsOpenTo(standing, act)
            || inventory.Covering(act, gateway, change).Any(role => role.Has(id, standing ?? Standing.Alone));
    }

    /// <returns>Why not, in a sentence or more; null when they may.</returns>
    public static string? WhyNot(
        this GatewayInventory inventory,
        Person? person,
        Act act,
        string gateway,
        string? change = null,
        Standing? standing = null
    ) =>
        inventory.May(person, act, gateway, change, standing) ? null
        : act != Act.Read && standing?.Outside is { } outside ? outside
        : inventory.Refusal(person, $"{Word(act, change)} {gateway}", standing);

    /// <returns>Why there is no gateway that they may read, in a sentence or more; null when there is one, or none in the inventory.</returns>
    public static string? WhyNothing(this GatewayInventory inventory, Person? person, Standing standing) =>
        inventory.Gateways.Count == 0
        || inventory.Gateways.Any(gateway => inventory.May(person, Act.Read, gateway.Name, standing: standing))
            ? null
            : inventory.Refusal(person, "read any gateway", standing);

    /// <returns>Those who may approve this kind of change there.</returns>
    public static Approvers Approvers(this GatewayInventory inventory, string gateway, string change) =>
        Inventory.Approvers.Of(inventory.Covering(Act.Approve, gateway, change));

    /// <summary>
    /// Those who may approve this kind of change there, in the order in which they are asked: first whom <see cref="GatewayInventory.AskOrder"/> names first, and last all whom it
    /// does not name. Nobody is in it twice; there is no empty step.
    /// </summary>
    public static IReadOnlyList<Approvers> AskedInTurn(this GatewayInventory inventory, string gateway, string change)
    {
        var covering = inventory.Covering(Act.Approve, gateway, change);
        var steps = new List<Approvers>();
        var asked = Inventory.Approvers.Of([]);
        foreach (
            var roles in inventory
                .AskOrder.Select(name => covering.Where(role => role.Name == name).ToList())
                .Append(covering)
        )
        {
            var next = Inventory.Approvers.Of(roles).Without(asked);
            if (next.Ids.Count + next.Groups.Count > 0)
            {
                steps.Add(next);
                asked = new Approvers([.. asked.Ids, .. next.Ids], [.. asked.Groups, .. next.Groups]);
            }
        }

        return steps;
    }

    /// <returns>The groups that matter for somebody who wants this, on whichever gateway.</returns>
    public static IReadOnlyList<EntraGroup> GroupsFor(this GatewayInventory inventory, Act act, Standing standing) =>
        inventory.IsOpenTo(standing, act)
            ? []
            :
            [
                .. inventory
                    .LeadsAndRoles()
                    .Where(role => role.May.Contains(act))
                    .SelectMany(role => role.Groups ?? [])
                    .Distinct(),
            ];

    private static bool IsOpenTo(this GatewayInventory inventory, Standing? standing, Act act) =>
        inventory.Roles is null && act != Act.Approve && standing is { InTeam: true };

    private static string Refusal(this GatewayInventory inventory, Person? person, string what, Standing? standing) =>
        string.Join(
            ' ',
            [
                $"{person?.Name ?? "Somebody without an Entra object id"} may not {what}{(inventory.Roles is null && standing is not { InTeam: true } ? OutsideOfTeams : ": no role in the inventory allows it.")}",
                .. standing?.NotKnown ?? [],
            ]
        );

    private static List<Role> Covering(this GatewayInventory inventory, Act act, string gateway, string? change)
    {
        var site = inventory.Find(gateway)?.Site;
        return [.. inventory.LeadsAndRoles().Where(role => role.Covers(act, gateway, site, change))];
    }

    private static IEnumerable<Role> LeadsAndRoles(this GatewayInventory inventory) =>
        (inventory.Roles ?? []).Prepend(
            new Role(Leads, inventory.Leads, [Act.Read, Act.Propose, Act.Approve], Groups: inventory.LeadGroups)
        );

    private static string Word(Act act, string? change) =>
        act switch
        {
            Act.Read => "read",
            Act.Propose => $"propose {change ?? "a change"} on",
            _ => $"approve {change ?? "a change"} on",
        };
}
