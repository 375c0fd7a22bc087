using System.Diagnostics.CodeAnalysis;

namespace SpiBot.Gateways.Inventory;

/// <summary>Who of a group is meant.</summary>
public enum EntraGroupKind
{
    /// <summary>All in an Entra group, those in groups within it too.</summary>
    Group,

    /// <summary>The members of a team in Teams; its owners are members. Guests are not counted.</summary>
    Team,

    /// <summary>The owners of a team in Teams.</summary>
    Owners,
}

/// <summary>
/// People whom Entra ID or Teams knows together. <see cref="Id"/> is the Entra object id of the group; a team is one, too. In the inventory <c>group:ID</c>,
/// <c>team:ID</c> or <c>owners:ID</c>.
/// </summary>
public sealed record EntraGroup(EntraGroupKind Kind, Guid Id)
{
    private static readonly Dictionary<string, EntraGroupKind> Words = new(StringComparer.Ordinal)
    {
        ["group"] = EntraGroupKind.Group,
        ["team"] = EntraGroupKind.Team,
        ["owners"] = EntraGroupKind.Owners,
    };

    public static bool TryParse(string text, [NotNullWhen(true)] out EntraGroup? group)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        group =
            at > 0
            && Words.TryGetValue(text[..at], out var kind)
            && Guid.TryParseExact(text[(at + 1)..], "D", out var id)
                ? new EntraGroup(kind, id)
                : null;
        return group is not null;
    }

    /// <summary>As in the inventory.</summary>
    public override string ToString() => $"{Words.First(word => word.Value == Kind).Key}:{Id:D}";
}
