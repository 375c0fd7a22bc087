using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiBot.Lab.Channel;
using SpiBot.Lab.Scenarios;
using SpiBot.Lab.Ssh;

namespace SpiBot.Lab;

/// <summary>What SpiBot is given: the inventory file, the secrets, and its environment; written as an operator would write them.</summary>
internal static class SpiBotSettings
{
    private const string JournalKeySecret = "spibot-journal";

    private static string JournalKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The <c>spibot.json</c> of this network as the SSH servers are reached.</summary>
    public static string Inventory(LabOptions options, LabNetwork network, IReadOnlyList<SshListener> listeners)
    {
        var gateways = new JsonObject();
        foreach (var gateway in network.Gateways)
        {
            var listener = listeners.Single(l => l.Name == gateway.Name);
            gateways[gateway.Name] = new JsonObject
            {
                ["address"] = "127.0.0.1",
                ["port"] = listener.Port,
                ["platform"] = gateway.Platform,
                ["user"] = gateway.User,
                ["secret"] = gateway.Name,
                ["hostKeys"] = new JsonArray(listener.HostKeyFingerprint),
                ["vpnAddresses"] = new JsonArray([
                    .. gateway.VpnAddresses.Select(address => JsonValue.Create(address)),
                ]),
                ["peers"] = new JsonObject(
                    gateway.Peers.Select(peer => KeyValuePair.Create(peer.Key, (JsonNode?)JsonValue.Create(peer.Value)))
                ),
            };
        }
        var inventory = new JsonObject
        {
            ["gateways"] = gateways,
            ["leads"] = new JsonArray(Person.Lead.EntraObjectId),
        };
        options.EditInventory?.Invoke(inventory);
        return inventory.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    /// <summary>The vault's secrets: <c>{"password","enable"}</c> by gateway, and the key of the journal.</summary>
    public static Dictionary<string, string> Secrets(LabOptions options, LabNetwork network)
    {
        var secrets = network.Gateways.ToDictionary(
            gateway => gateway.Name,
            gateway => JsonSerializer.Serialize(new { password = gateway.Password, enable = gateway.Enable })
        );
        secrets[JournalKeySecret] = JsonSerializer.Serialize(new { key = JournalKey });
        foreach (var (name, value) in options.MoreSecrets)
            secrets[name] = value;
        return secrets;
    }

    public static Dictionary<string, string> Environment(
        LabOptions options,
        LabNetwork network,
        string folder,
        IReadOnlyDictionary<string, string> channel
    )
    {
        var environment = new Dictionary<string, string>(channel)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            // The file of settings beside SpiBot names a port, and only this goes before it.
            ["Urls"] = "http://127.0.0.1:0",
            ["SpiBot__Inventory"] = Path.Combine(folder, "spibot.json"),
            ["Storage__Database"] = Path.Combine(folder, "spibot.db"),
            ["Audit__KeySecret"] = JournalKeySecret,
            ["Checks__SecondLookAfter"] = options.SecondLookAfter.ToString("c", CultureInfo.InvariantCulture),
            // Each story begins with tunnels that nobody has touched; SpiBot lives on from story to story and would remember.
            ["Remediations__CoolDown"] = "00:00:00",
            ["Conversations__LeastInterval"] = "00:00:00",
            // A box that refuses logins for a while is set right again at its switch, and its secret stays.
            ["Sessions__RefusedFor"] = "00:01:00",
            // As with the second look: long enough to hear something, short enough to be watched.
            ["Traces__Lasts"] = "00:00:05",
            ["Debugs__Lasts"] = "00:00:05",
            ["Watches__LookEvery"] = "00:00:05",
            // The next rekey is hours away; nobody sits at a desk that long.
            ["Remediations__LookAfterRekeyWithin"] = "00:00:00",
            // A proxy of the desk has no part in what stays on the desk.
            ["NO_PROXY"] = "localhost,127.0.0.1",
        };
        if (options.WithoutAzure)
        {
            environment[$"Secrets__{JournalKeySecret}__key"] = JournalKey;
            foreach (var gateway in network.Gateways)
            {
                environment[$"Secrets__{gateway.Name}__password"] = gateway.Password;
                environment[$"Secrets__{gateway.Name}__enable"] = gateway.Enable;
            }
        }
        foreach (var (name, value) in options.Settings)
            environment[name] = value;
        return environment;
    }
}
