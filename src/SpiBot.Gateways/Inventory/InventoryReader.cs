using System.Net;
using System.Text.Json;
using SpiBot.Gateways.Pasted;

namespace SpiBot.Gateways.Inventory;

/// <summary>From parsed JSON to the inventory, collecting every problem rather than stopping at the first.</summary>
internal sealed class InventoryReader(IReadOnlyCollection<string> platforms, List<string> problems)
{
    private const int SshPort = 22;

    public GatewayInventory Read(JsonElement root)
    {
        var file = new Place("", root, problems);
        if (!file.IsObject("the file"))
        {
            return new([], []);
        }

        file.AllowOnly("gateways", "leads", "roles", "ask");
        var gateways = file.Members("gateways", InventoryWords.IsName, InventoryWords.NameRule)
            .Select(member => Gateway(member.Name, member.Place))
            .ToList();
        CheckVpnAddresses(gateways);
        return RoleReader.Read(file, gateways);
    }

    private GatewayEntry Gateway(string name, Place gateway)
    {
        if (!gateway.IsObject("a gateway"))
        {
            return new(name, "", SshPort, "", "", "", [], [], new Dictionary<string, IPAddress>());
        }

        var peers = Peers(gateway);

        gateway.AllowOnly(
            "address",
            "site",
            "port",
            "platform",
            "user",
            "secret",
            "privateKeySecret",
            "hostKeys",
            "legacyAlgorithms",
            "login",
            "context",
            "sudo",
            "viciUri",
            "jumps",
            "vpnAddresses",
            "peers"
        );
        Only("strongswan", gateway, "sudo", "viciUri");
        Only("cisco_asa", gateway, "login", "context");
        return new(
            name,
            Address(gateway),
            gateway.Number("port", SshPort, 1, 65535, "a port"),
            gateway.Text(
                "platform",
                platforms.Contains,
                $"is not a platform SpiBot knows ({string.Join(", ", platforms)}){DidYouMean(gateway.Peek("platform"))}"
            ),
            User(gateway),
            gateway.Text("secret", InventoryWords.IsSecretName, InventoryWords.SecretNameRule),
            HostKeys(gateway),
            [.. Addresses(gateway.Strings("vpnAddresses", required: false))],
            peers.ToDictionary(peer => peer.Name, peer => peer.Address, StringComparer.OrdinalIgnoreCase)
        )
        {
            PeerPlatforms = peers
                .Where(peer => peer.Platform is not null)
                .DistinctBy(peer => peer.Address)
                .ToDictionary(peer => peer.Address, peer => peer.Platform!),
            Site = gateway.Has("site") ? gateway.Text("site", InventoryWords.IsName, InventoryWords.NameRule) : null,
            LegacyAlgorithms = gateway.Flag("legacyAlgorithms"),
            PrivateKeySecret = gateway.Has("privateKeySecret")
                ? gateway.Text("privateKeySecret", InventoryWords.IsSecretName, InventoryWords.SecretNameRule)
                : null,
            Context = gateway.Has("context")
                ? gateway.Text(
                    "context",
                    InventoryWords.IsContext,
                    "is not the name of a context (letters, digits, _ -, at most 32)"
                )
                : null,
            Login = gateway.Flag("login"),
            Sudo = gateway.Flag("sudo"),
            ViciUri = gateway.Has("viciUri")
                ? gateway.Text("viciUri", InventoryWords.IsViciUri, InventoryWords.ViciUriRule)
                : null,
            Jumps = [.. gateway.Items("jumps").Where(jump => jump.IsObject("a jump host")).Select(Jump)],
        };
    }

    /// <summary>
    /// <c>cisco_aas</c> is written nearly as a platform that there is, <c>asa</c> and <c>ios-xe</c> have a part of a name; <c>fortios</c> is one that only
    /// a peer can be of.
    /// </summary>
    /// <returns>The end of a sentence; empty where nothing is likely.</returns>
    private string DidYouMean(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return "";
        }

        if (PlatformCommands.All.FirstOrDefault(known => known.Id == typed) is { } pasted)
        {
            return $"; {pasted.Name} is not logged in to: what people paste of it is read, and it may be the \"platform\" of a peer";
        }

        var words = typed.Split('-', '_', ' ', '/').Where(word => word.Length > 2).ToList();
        var likely = EditDistance.Nearest(typed, platforms, most: 1) is [var near]
            ? near
            : platforms.Where(known => InCommon(known) > 0).MaxBy(InCommon);
        return likely is null ? "" : $"; did you mean {likely}?";

        int InCommon(string known) => words.Count(word => known.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A setting that does nothing on other platforms would be believed to do something.</summary>
    private static void Only(string platform, Place gateway, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (gateway.Has(name) && gateway.Peek("platform") != platform)
            {
                gateway.Problem(name, $"is a setting of gateways of the platform {platform} only");
            }
        }
    }

    private static JumpHost Jump(Place jump)
    {
        jump.AllowOnly("address", "port", "user", "secret", "hostKeys", "legacyAlgorithms");
        return new(
            Address(jump),
            jump.Number("port", SshPort, 1, 65535, "a port"),
            User(jump),
            jump.Text("secret", InventoryWords.IsSecretName, InventoryWords.SecretNameRule),
            HostKeys(jump)
        )
        {
            LegacyAlgorithms = jump.Flag("legacyAlgorithms"),
        };
    }

    private static string Address(Place host) =>
        host.Text("address", InventoryWords.IsHost, "is neither an IP address nor a DNS name");

    private static string User(Place host) =>
        host.Text("user", InventoryWords.IsUser, "is not a user name (no blanks or control characters)");

    private static IReadOnlyList<string> HostKeys(Place host)
    {
        var hostKeys = host.Strings("hostKeys", required: false);
        if (hostKeys is [])
        {
            host.Problem(
                "hostKeys",
                $"is {(host.Has("hostKeys") ? "empty" : "missing")}: without a fingerprint SpiBot does not connect (`ssh-keyscan ADDRESS | ssh-keygen -lf -` shows it)"
            );
        }

        return
        [
            .. hostKeys
                .Where(key =>
                    key.Check(
                        InventoryWords.IsFingerprint(key.Text),
                        "is not a fingerprint (SHA256: and 43 characters of base64)"
                    )
                )
                .Select(key => key.Text),
        ];
    }

    private static IEnumerable<IPAddress> Addresses(IReadOnlyList<PlacedText> texts)
    {
        var seen = new HashSet<IPAddress>();
        foreach (var text in texts)
        {
            if (InventoryWords.Address(text.Text) is not { } address)
            {
                text.Check(holds: false, "is not an IP address");
            }
            else if (text.Check(seen.Add(address), "is listed twice"))
            {
                yield return address;
            }
        }
    }

    /// <summary>A peer is an address, or <c>{"address","platform"}</c>.</summary>
    private static List<(string Name, IPAddress Address, string? Platform)> Peers(Place gateway)
    {
        List<(string, IPAddress, string?)> peers = [];
        foreach (var (name, place) in gateway.Members("peers", InventoryWords.IsName, InventoryWords.NameRule))
        {
            if (!place.IsAnObject)
            {
                if (
                    place.AsText() is { } text
                    && text.Check(InventoryWords.Address(text.Text) is not null, "is not an IP address")
                )
                {
                    peers.Add((name, InventoryWords.Address(text.Text)!, null));
                }

                continue;
            }

            place.AllowOnly("address", "platform");
            var address = place.Text(
                "address",
                typed => InventoryWords.Address(typed) is not null,
                "is not an IP address"
            );
            var platform = place.Has("platform") ? place.Text("platform", IsForeign, ForeignRule) : null;
            if (InventoryWords.Address(address) is { } known)
            {
                peers.Add((name, known, platform));
            }
        }

        return peers;
    }

    /// <summary>Of a peer's platform only the command to ask for has to be known.</summary>
    private static bool IsForeign(string platform) => PlatformCommands.All.Any(known => known.Id == platform);

    private static string ForeignRule { get; } =
        $"is not a platform whose output SpiBot understands ({string.Join(", ", PlatformCommands.All.Select(known => known.Id))})";

    private void CheckVpnAddresses(List<GatewayEntry> gateways)
    {
        var owners = new Dictionary<IPAddress, string>();
        foreach (var gateway in gateways)
        {
            foreach (var address in gateway.VpnAddresses)
            {
                if (!owners.TryAdd(address, gateway.Name))
                {
                    problems.Add(
                        $"gateways.{gateway.Name}.vpnAddresses: {address} belongs to {owners[address]} already"
                    );
                }
            }

            foreach (var (peer, _) in gateway.Peers.Where(peer => gateway.VpnAddresses.Contains(peer.Value)))
            {
                problems.Add($"gateways.{gateway.Name}.peers.{peer}: is an address of {gateway.Name} itself");
            }
        }
    }
}
