namespace SpiBot.Gateways.Inventory;

/// <summary>Those who may approve: by Entra object id, and by group. Each once.</summary>
public sealed record Approvers(IReadOnlyList<string> Ids, IReadOnlyList<EntraGroup> Groups)
{
    /// <summary>How many people these are at most; null when that depends on who is in a group.</summary>
    public int? Count => Groups.Count == 0 ? Ids.Count : null;

    public bool Has(string entraId, Standing standing) =>
        Ids.Contains(entraId.Trim(), StringComparer.OrdinalIgnoreCase) || Groups.Any(standing.In.Contains);

    /// <summary>Those who may there, too; who is in a group, and in which, shows when they press.</summary>
    public Approvers AlsoIn(Approvers others) =>
        others.Groups.Count > 0
            ? this
            : this with
            {
                Ids = [.. Ids.Where(id => others.Ids.Contains(id, StringComparer.OrdinalIgnoreCase))],
            };

    internal static Approvers Of(IEnumerable<Role> roles) =>
        new(
            [
                .. roles
                    .SelectMany(role => role.Members)
                    .Where(id => id != Role.Everybody)
                    .Select(id => id.Trim())
                    .Distinct(StringComparer.OrdinalIgnoreCase),
            ],
            [.. roles.SelectMany(role => role.Groups ?? []).Distinct()]
        );

    internal Approvers Without(Approvers others) =>
        new(
            [.. Ids.Where(id => !others.Ids.Contains(id, StringComparer.OrdinalIgnoreCase))],
            [.. Groups.Except(others.Groups)]
        );
}
