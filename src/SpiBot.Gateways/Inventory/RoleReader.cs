using SpiBot.Gateways.Changes;

namespace SpiBot.Gateways.Inventory;

/// <summary>
/// Reads <c>"leads":[…]</c>, <c>"roles":{"night-leads":{"members":[…],"may":["read","propose","approve"],"gateways":[…],"sites":[…],"changes":[…]}}</c> and
/// <c>"ask":["night-leads","leads"]</c>.
/// </summary>
internal static class RoleReader
{
    private static readonly Dictionary<string, Act> Acts = new(StringComparer.Ordinal)
    {
        ["read"] = Act.Read,
        ["propose"] = Act.Propose,
        ["approve"] = Act.Approve,
    };

    public static GatewayInventory Read(Place file, IReadOnlyList<GatewayEntry> gateways)
    {
        var leads = People(file, "leads", required: false, everybody: false);
        IReadOnlyList<Role>? roles = file.Has("roles")
            ?
            [
                .. file.Members("roles", InventoryWords.IsName, InventoryWords.NameRule)
                    .Select(member => Role(member.Name, member.Place, file, gateways)),
            ]
            : null;
        return new(gateways, leads.Ids, roles) { LeadGroups = leads.Groups, AskOrder = Order(file, roles ?? []) };
    }

    private static List<string> Order(Place file, IReadOnlyList<Role> roles)
    {
        string[] known =
        [
            Permissions.Leads,
            .. roles.Where(role => role.May.Contains(Act.Approve)).Select(r => r.Name),
        ];
        var order = Words(
            file,
            "ask",
            required: false,
            known.Contains,
            $"is no role that may approve ({string.Join(", ", known)})"
        );
        if (order.Distinct().Count() < order.Count)
        {
            file.Problem("ask", "names somebody twice");
        }

        return order;
    }

    private static Role Role(string name, Place role, Place file, IReadOnlyList<GatewayEntry> gateways)
    {
        if (name == Permissions.Leads)
        {
            file.Problem($"roles.{name}", "is what the leads are called: give the role another name");
        }

        if (!role.IsObject("a role"))
        {
            return new(name, [], []);
        }

        role.AllowOnly("members", "may", "gateways", "sites", "changes");
        var (members, groups) = People(role, "members", required: true, everybody: true);
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
                text => gateways.Any(gateway => Same(gateway.Name, text)),
                "is no gateway of this file"
            ),
            Narrowed(
                role,
                "changes",
                Inventory.Role.ChangeKinds.Contains,
                $"is no kind of change ({string.Join(", ", Inventory.Role.ChangeKinds)})"
            ),
            Narrowed(
                role,
                "sites",
                text => gateways.Any(gateway => gateway.Site is { } site && Same(site, text)),
                "is the site of no gateway of this file"
            ),
            groups
        );
    }

    private static (List<string> Ids, List<EntraGroup> Groups) People(
        Place place,
        string name,
        bool required,
        bool everybody
    )
    {
        var groups = new List<EntraGroup>();
        var ids = new List<string>();
        foreach (
            var text in Words(
                place,
                name,
                required,
                text =>
                    (everybody && text == Inventory.Role.Everybody)
                    || Guid.TryParseExact(text, "D", out _)
                    || EntraGroup.TryParse(text, out _),
                everybody
                    ? "is neither an Entra object id (a GUID), nor group:, team: or owners: and one, nor * for everybody"
                    : "is neither an Entra object id (a GUID), nor group:, team: or owners: and one"
            )
        )
        {
            if (EntraGroup.TryParse(text, out var group))
            {
                groups.Add(group);
            }
            else
            {
                ids.Add(text);
            }
        }

        return (ids, groups);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

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
