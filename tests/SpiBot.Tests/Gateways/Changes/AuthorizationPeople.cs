using System.Net;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Tests.Gateways.Changes;

/// <summary>One person for every reason why somebody may or may not, and the inventory that says so of berlin-fw1.</summary>
internal static class AuthorizationPeople
{
    public static readonly IReadOnlyDictionary<string, Person> People = new Dictionary<string, Person>
    {
        ["lead"] = Id(1, "lead"),
        ["lead here"] = Id(2, "lead here"),
        ["lead elsewhere"] = Id(3, "lead elsewhere"),
        ["lead for other changes"] = Id(4, "lead for other changes"),
        ["engineer"] = Id(5, "engineer"),
        ["reader"] = Id(6, "reader"),
        ["stranger"] = Id(7, "stranger"),
        ["guest"] = new Person("", "guest"),
        ["lead who proposed"] = Id(8, "lead who proposed"),
        ["engineer who proposed"] = Id(9, "engineer who proposed"),
        ["lead who approved"] = Id(10, "lead who approved"),
        ["in the group"] = Id(11, "in the group"),
        ["in a group that was not asked"] = Id(12, "in a group that was not asked"),
        ["team owner"] = Id(13, "team owner"),
        ["team member"] = Id(14, "team member"),
        ["in the group elsewhere"] = Id(15, "in the group elsewhere"),
        ["lead of the site"] = Id(16, "lead of the site"),
        ["lead of another site"] = Id(17, "lead of another site"),
        ["lead who is a guest"] = Id(18, "lead who is a guest"),
        ["guest in the group"] = Id(19, "guest in the group"),
        ["asked last"] = Id(20, "asked last"),
    };

    private static readonly EntraGroup LeadsGroup = new(EntraGroupKind.Group, new Guid(1, 0, 0, new byte[8]));
    private static readonly EntraGroup ElsewhereGroup = new(EntraGroupKind.Group, new Guid(2, 0, 0, new byte[8]));
    private static readonly EntraGroup Owners = new(EntraGroupKind.Owners, new Guid(3, 0, 0, new byte[8]));
    private static readonly EntraGroup Team = new(EntraGroupKind.Team, new Guid(3, 0, 0, new byte[8]));

    /// <summary>What was found out of those of whom there is more than an object id.</summary>
    private static readonly Dictionary<string, Standing> Standings = new()
    {
        ["in the group"] = new([LeadsGroup], []),
        ["in a group that was not asked"] = new([], ["The directory did not answer."]),
        ["team owner"] = new([Owners, Team], []),
        ["team member"] = new([Team], []),
        ["in the group elsewhere"] = new([ElsewhereGroup], []),
        ["lead who is a guest"] = new([], [], Outside: "A guest."),
        ["guest in the group"] = new([LeadsGroup], [], Outside: "A guest."),
    };

    public static readonly GatewayInventory Inventory = new(
        [Berlin],
        [EntraId("lead"), EntraId("lead who proposed"), EntraId("lead who approved"), EntraId("lead who is a guest")],
        [
            new Role(
                "berlin",
                [EntraId("lead here")],
                [Act.Read, Act.Propose, Act.Approve],
                Gateways: ["BERLIN-FW1"],
                Changes: ["clear-peer"]
            ),
            new Role("hq", [EntraId("lead elsewhere")], [Act.Read, Act.Propose, Act.Approve], Gateways: ["hq-fw1"]),
            new Role(
                "inactive",
                [EntraId("lead for other changes")],
                [Act.Read, Act.Propose, Act.Approve],
                Changes: ["clear-inactive"]
            ),
            new Role("on call", [EntraId("engineer"), EntraId("engineer who proposed")], [Act.Read, Act.Propose]),
            new Role("reader", [EntraId("reader")], [Act.Read]),
            new Role("owners", [], [Act.Read, Act.Propose, Act.Approve], Groups: [Owners]),
            new Role("team", [], [Act.Read, Act.Propose], Groups: [Team]),
            new Role("hq group", [], [Act.Read, Act.Propose, Act.Approve], ["hq-fw1"], Groups: [ElsewhereGroup]),
            new Role("site", [EntraId("lead of the site")], [Act.Read, Act.Propose, Act.Approve], Sites: ["BERLIN"]),
            new Role(
                "other site",
                [EntraId("lead of another site")],
                [Act.Read, Act.Propose, Act.Approve],
                Sites: ["munich"]
            ),
            new Role("last", [EntraId("asked last")], [Act.Approve]),
        ]
    )
    {
        LeadGroups = [LeadsGroup],
        // Whoever is asked later may all the same.
        AskOrder = ["berlin", "leads"],
    };

    private static GatewayEntry Berlin =>
        new(
            "berlin-fw1",
            "192.0.2.20",
            22,
            "cisco_asa",
            "spibot",
            "berlin-fw1",
            [],
            [],
            new Dictionary<string, IPAddress>()
        )
        {
            Site = "berlin",
        };

    public static Standing Of(string role) => Standings.GetValueOrDefault(role, Standing.Alone);

    public static Person Id(int number, string name) => new($"0a000000-0000-0000-0000-{number:d12}", name);

    private static string EntraId(string role) => People[role].EntraId;
}
