using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>
/// Who may do what. Leads may all. Without roles in the inventory, everybody in the channel may read and propose; with roles, nobody
/// may what neither a role nor being a lead allows.
/// </summary>
public static class Permissions
{
    /// <param name="inventory">Leads and roles.</param>
    /// <param name="person">Null: somebody whom Teams did not name.</param>
    /// <param name="act">What they want.</param>
    /// <param name="gateway">With which gateway.</param>
    /// <param name="change">The kind of change; null when it does not matter.</param>
    public static bool May(
        this GatewayInventory inventory,
        Person? person,
        Act act,
        string gateway,
        string? change = null
    )
    {
        var id = string.IsNullOrWhiteSpace(person?.EntraId) ? null : person.EntraId.Trim();
        if (act != Act.Read && id is null)
        {
            return false;
        }

        return inventory.Leads.Any(lead => Same(lead, id))
            || (
                inventory.Roles is { } roles
                    ? roles.Any(role => role.Covers(act, gateway, change) && role.Has(id))
                    : act != Act.Approve
            );
    }

    /// <returns>Why not, in a sentence; null when they may.</returns>
    public static string? WhyNot(
        this GatewayInventory inventory,
        Person? person,
        Act act,
        string gateway,
        string? change = null
    ) =>
        inventory.May(person, act, gateway, change)
            ? null
            : $"{person?.Name ?? "Somebody without an Entra object id"} may not {Word(act, change)} {gateway}: no role in the inventory allows it.";

    /// <returns>The Entra object ids of those who may approve this kind of change there, each once.</returns>
    public static IReadOnlyList<string> Approvers(this GatewayInventory inventory, string gateway, string change) =>
        [
            .. inventory
                .Leads.Concat(
                    (inventory.Roles ?? [])
                        .Where(role => role.Covers(Act.Approve, gateway, change))
                        .SelectMany(role => role.Members)
                )
                .Where(id => id != Role.Everybody)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static bool Same(string lead, string? id) =>
        string.Equals(lead.Trim(), id, StringComparison.OrdinalIgnoreCase);

    private static string Word(Act act, string? change) =>
        act switch
        {
            Act.Read => "read",
            Act.Propose => $"propose {change ?? "a change"} on",
            _ => $"approve {change ?? "a change"} on",
        };
}
