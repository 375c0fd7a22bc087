using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Gateways.Pasted;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>What was read of a saved output as JSON; the shapes are described in docs/read.md. What the text does not say is null.</summary>
internal static class ReadJson
{
    /// <summary>The default encoder leaves ASCII only, so that no console's code page can spoil the document.</summary>
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Of(SavedCommand command, object value)
    {
        var json = new JsonObject { ["platform"] = command.Platform, ["command"] = command.Command };
        foreach (var (name, node) in Fields(value))
        {
            json[name] = node;
        }

        return json.ToJsonString(Options);
    }

    private static IEnumerable<(string Name, JsonNode? Node)> Fields(object value) =>
        value switch
        {
            SaListing sas => [("complete", sas.Complete), ("tunnels", Array(sas.Tunnels, Tunnel))],
            DropCounters drops => Drops(drops),
            IkeListing ike => [("complete", ike.Complete), ("sas", Array(ike.Sas, Ike))],
            InactiveSas inactive =>
            [
                ("count", inactive.Count),
                ("sas", Array(inactive.Sas, Inactive)),
                ("unreadLines", Array(inactive.UnreadLines, line => JsonValue.Create(line))),
            ],
            DeviceClock clock =>
            [
                ("local", clock.Local.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture)),
                ("zone", clock.Zone),
                ("synchronised", clock.Synchronised),
                ("utc", clock.Utc?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
            ],
            UnitIdentity unit =>
            [
                ("hostname", unit.Hostname),
                ("version", unit.Version),
                ("serialNumber", unit.SerialNumber),
                ("model", unit.Model),
                ("uptimeSeconds", unit.Uptime is { } up ? (long)up.TotalSeconds : null),
            ],
            FailoverState failover =>
            [
                ("role", failover.Role.ToString().ToLowerInvariant()),
                ("unit", failover.Unit),
                ("lastFailover", failover.LastFailover),
            ],
            SshSessions sessions => [("count", sessions.Count)],
            _ => throw new ArgumentException($"no JSON for {value.GetType().Name}", nameof(value)),
        };

    private static JsonNode Tunnel(ChildSa tunnel) =>
        new JsonObject
        {
            ["peer"] = tunnel.Peer,
            ["local"] = tunnel.Local,
            ["interface"] = tunnel.Interface,
            ["localSelector"] = Selector(tunnel.LocalSelector),
            ["remoteSelector"] = Selector(tunnel.RemoteSelector),
            ["kind"] = tunnel.Kind,
            ["encaps"] = tunnel.Encaps,
            ["decaps"] = tunnel.Decaps,
            ["inbound"] = Array(tunnel.Inbound, Sa),
            ["outbound"] = Array(tunnel.Outbound, Sa),
        };

    private static JsonNode Sa(SecurityAssociation sa) =>
        new JsonObject
        {
            ["spi"] = sa.Spi.ToString(),
            ["rekeyed"] = sa.SettingsRead ? sa.Rekeyed : null,
            ["state"] = sa.State,
            ["remainingKilobytes"] = sa.RemainingKilobytes,
            ["remainingSeconds"] = sa.RemainingSeconds,
        };

    private static JsonNode Ike(IkeSa sa) =>
        new JsonObject
        {
            ["version"] = sa.Version,
            ["peer"] = sa.Peer,
            ["local"] = sa.Local,
            ["kind"] = sa.Kind,
            ["state"] = sa.State,
            ["up"] = sa.Up,
            ["role"] = sa.Role,
            ["rekeying"] = sa.Rekeying,
            ["activeSeconds"] = sa.ActiveSeconds,
            ["children"] = sa.Children is { } children ? Array(children, Child) : null,
        };

    private static JsonNode Child(IkeChild child) =>
        new JsonObject
        {
            ["localSelector"] = Selector(child.LocalSelector),
            ["remoteSelector"] = Selector(child.RemoteSelector),
            ["inbound"] = child.Inbound?.ToString(),
            ["outbound"] = child.Outbound?.ToString(),
        };

    private static JsonNode Inactive(InactiveSa sa) =>
        new JsonObject
        {
            ["direction"] = sa.Direction,
            ["spi"] = sa.Spi?.ToString(),
            ["state"] = sa.State,
            ["reason"] = sa.Reason,
        };

    internal static JsonNode? Selector(Selector? selector) =>
        selector switch
        {
            null => null,
            { Protocol: 0, Ports: null } => selector.Addresses,
            _ => new JsonObject
            {
                ["network"] = selector.Addresses,
                ["protocol"] = selector.Protocol,
                ["ports"] = selector.Ports,
            },
        };

    private static IEnumerable<(string, JsonNode?)> Drops(DropCounters drops) =>
        [
            ("frame", drops.FrameRead ? Section(drops, DropSection.Frame) : null),
            ("flow", drops.FlowRead ? Section(drops, DropSection.Flow) : null),
            ("lastClearing", new JsonObject { ["frame"] = drops.FrameLastClearing, ["flow"] = drops.FlowLastClearing }),
        ];

    private static JsonObject Section(DropCounters drops, DropSection section)
    {
        var rows = new JsonObject();
        foreach (var row in drops.Counts.Where(row => row.Section == section))
        {
            rows.TryAdd(row.Keyword, row.Count);
        }

        return rows;
    }

    private static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode?> node) => [.. values.Select(node)];
}
