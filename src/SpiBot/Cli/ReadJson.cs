using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Gateways.Pasted;
using SpiBot.Gateways.Platforms.CiscoIos;
using SpiBot.Gateways.Platforms.LinuxXfrm;
using SpiBot.Gateways.Platforms.StrongSwan;
using SpiBot.Tunnels;

namespace SpiBot.Cli;

/// <summary>What was read of a saved output as JSON; the shapes are described in docs/read.md. What the text does not say is null.</summary>
internal static partial class ReadJson
{
    /// <summary>The default encoder leaves ASCII only, so that no console's code page can spoil the document.</summary>
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <param name="command">Whose output it is.</param>
    /// <param name="value">What was read.</param>
    /// <param name="local">The machine's own address, for outputs that do not say which end it is; null where it is not known.</param>
    public static string Of(SavedCommand command, object value, IPAddress? local) =>
        Output(command.Platform, command.Command, value, local).ToJsonString(Options);

    public static string Of(PastedOutput pasted, IPAddress? local) =>
        new JsonObject
        {
            ["outputs"] = Array(
                pasted.Understood,
                output =>
                {
                    var json = Output(output.Platform, output.Command, output.Value, local);
                    json["line"] = output.Line;
                    return json;
                }
            ),
            ["notUnderstood"] = Array(pasted.NotUnderstood, words => JsonValue.Create(words)),
        }.ToJsonString(Options);

    private static JsonObject Output(string platform, string command, object value, IPAddress? local)
    {
        var json = new JsonObject { ["platform"] = platform, ["command"] = command };
        var seen = (value, local) switch
        {
            (XfrmSas xfrm, { } own) => xfrm.SeenFrom(own),
            (IsakmpSas isakmp, { } own) => isakmp.SeenFrom(own),
            _ => value,
        };
        foreach (var (name, node) in Fields(seen))
        {
            json[name] = node;
        }

        return json;
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
                ("statefulLink", failover.StatefulLink),
            ],
            SshSessions sessions => [("count", sessions.Count)],
            StrongSwanSas strongSwan =>
            [
                ("complete", strongSwan.Complete),
                ("tunnels", Array(strongSwan.Tunnels, Tunnel)),
                ("ike", Array(strongSwan.Ike, Ike)),
            ],
            XfrmSas xfrm => [("complete", xfrm.Complete), ("sas", Array(xfrm.Sas, Xfrm))],
            IsakmpSas isakmp => [("complete", isakmp.Complete), ("sas", Array(isakmp.Sas, Isakmp))],
            CryptoSessions sessions =>
            [
                ("complete", sessions.Complete),
                ("sessions", Array(sessions.Sessions, Session)),
            ],
            _ => FactFields(value) ?? throw new ArgumentException($"no JSON for {value.GetType().Name}", nameof(value)),
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

    private static JsonNode Xfrm(XfrmSa sa) =>
        new JsonObject
        {
            ["source"] = sa.Source,
            ["destination"] = sa.Destination,
            ["spi"] = sa.Spi.ToString(),
            ["request"] = sa.Request,
            ["mode"] = sa.Mode,
            ["natTraversal"] = sa.NatTraversal,
            ["packets"] = sa.Packets,
        };

    private static JsonNode Isakmp(IsakmpSa sa) =>
        new JsonObject
        {
            ["destination"] = sa.Destination,
            ["source"] = sa.Source,
            ["state"] = sa.State,
            ["status"] = sa.Status,
            ["up"] = sa.Up,
        };

    private static JsonNode Session(CryptoSession session) =>
        new JsonObject
        {
            ["interface"] = session.Interface,
            ["status"] = session.Status,
            ["up"] = session.Up,
            ["peer"] = session.Peer,
            ["peerPort"] = session.PeerPort,
            ["ike"] = Array(session.Ike, Ike),
            ["flows"] = Array(session.Flows, Flow),
        };

    private static JsonNode Flow(CryptoFlow flow) =>
        new JsonObject
        {
            ["flow"] = flow.Flow,
            ["activeSas"] = flow.ActiveSas,
            ["encaps"] = flow.Encaps,
            ["decaps"] = flow.Decaps,
            ["remainingSeconds"] = flow.RemainingSeconds,
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
