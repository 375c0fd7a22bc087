using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>Reads <c>"roles":{"night-leads":{"members":[…],"may":["read","propose","approve"],"gateways":[…],"changes":[…]}}</c>.</summary>
internal static class RoleReader
{
    private static readonly Dictionary<string, Act> Acts = new(StringComparer.Ordinal)
    {
        ["read"] = Act.Read,
        ["propose"] = Act.Propose,
        ["approve"] = Act.Approve,
    };

    /// <returns>Null when the file does not speak of roles.</returns>
    public static IReadOnlyList<Role>? Read(Place file, IReadOnlyCollection<string> gateways) =>
        file.Has("roles")
            ?
            [
                .. file.Members("roles", InventoryWords.IsName, InventoryWords.NameRule)
                    .Select(member => Role(member.Name, member.Place, gateways)),
            ]
            : null;

    private static Role Role(string name, Place role, IReadOnlyCollection<string> gateways)
    {
        if (!role.IsObject("a role"))
        {
            return new(name, [], []);
        }

        role.AllowOnly("members", "may", "gateways", "changes");
        var members = Words(
            role,
            "members",
            required: true,
            text => text == Inventory.Role.Everybody || Guid.TryParseExact(text, "D", out _),
            "is neither an Entra object id (a GUID) nor * for everybody"
        );
        var may = Words(role, "may", required: true, Acts.ContainsKey, $"is none of {string.Join(", ", Acts.Keys)}");
        if (members.Contains(Inventory.Role.Everybody) && may.Contains("approve"))
        {
            role.Problem("members", "* cannot approve: name those who may");
        }

        return new(
            name,
            members,
            [.. may.Select(word => Acts[word])],
            Narrowed(
                role,
                "gateways",
                text => gateways.Contains(text, StringComparer.OrdinalIgnoreCase),
                "is no gateway of this file"
            ),
            Narrowed(
                role,
                "changes",
                Inventory.Role.ChangeKinds.Contains,
                $"is no kind of change ({string.Join(", ", Inventory.Role.ChangeKinds)})"
            )
        );
    }

    private static List<string>? Narrowed(Place role, string name, Func<string, bool> holds, string otherwise) =>
        role.Has(name) ? Words(role, name, required: true, holds, otherwise) : null;

    /// <summary>An empty list allows nothing and is a mistake.</summary>
    private static List<string> Words(
        Place role,
        string name,
        bool required,
        Func<string, bool> holds,
        string otherwise
    )
    {
        var words = role.Strings(name, required);
        if (words is [] && role.IsEmptyList(name))
        {
            role.Problem(name, "is empty");
        }

        return [.. words.Where(word => word.Check(holds(word.Text), otherwise)).Select(word => word.Text)];
    }
}
