using System.Net;

namespace SpiBot.Gateways.Inventory;

/// <summary>
/// A gateway of the inventory. <see cref="HostKeys"/> are <c>SHA256:…</c> fingerprints (at least one); <see cref="Secret"/> the name in the vault;
/// <see cref="VpnAddresses"/> the addresses peers know it by; <see cref="Peers"/> the addresses it knows, by a short name of ours.
/// </summary>
public sealed record GatewayEntry(
    string Name,
    string Address,
    int Port,
    string Platform,
    string User,
    string Secret,
    IReadOnlyList<string> HostKeys,
    IReadOnlyList<IPAddress> VpnAddresses,
    IReadOnlyDictionary<string, IPAddress> Peers
)
{
    /// <summary>Where it is, in the inventory's words; null when it does not say. Roles may be for sites.</summary>
    public string? Site { get; init; }

    /// <summary>What its peers' gateways are, of which the inventory says it: <c>fortios</c>. Only to know what to ask their people for.</summary>
    public IReadOnlyDictionary<IPAddress, string> PeerPlatforms { get; init; } = new Dictionary<IPAddress, string>();

    /// <summary>Old algorithms (SHA-1, CBC, ssh-rsa) are offered to it, too. Off by default: they are broken or close to it.</summary>
    public bool LegacyAlgorithms { get; init; }

    /// <summary>The name of a secret that is a private key in PEM; null when the key, if any, is in <see cref="Secret"/>.</summary>
    public string? PrivateKeySecret { get; init; }

    /// <summary>The context of the box to go into after login; null where there are none, or the login's own is meant.</summary>
    public string? Context { get; init; }

    /// <summary>Privilege comes from <c>login</c>, with the user's name and a password of the box's own users, in place of <c>enable</c> (ASA).</summary>
    public bool Login { get; init; }

    /// <summary>Commands that want root are typed behind <c>sudo -n</c> (strongSwan).</summary>
    public bool Sudo { get; init; }

    /// <summary>The socket on which charon listens for swanctl, where it is not the usual one (strongSwan): <c>unix:///run/charon-berlin.vici</c>.</summary>
    public string? ViciUri { get; init; }

    /// <summary>The hosts to go through, the first first. Empty: there is a direct way.</summary>
    public IReadOnlyList<JumpHost> Jumps { get; init; } = [];

    /// <summary>Which of the hosts on the way to the gateway stands here in its place, from 1; null: it is the gateway itself.</summary>
    internal int? JumpNumber { get; init; }

    /// <summary>For people.</summary>
    internal string Called => JumpNumber is { } number ? $"jump host {number} of {Name}" : Name;

    /// <summary>Where its settings stand in the inventory.</summary>
    internal string WrittenAt => JumpNumber is { } number ? $"gateways.{Name}.jumps[{number - 1}]" : $"gateways.{Name}";
}

/// <summary>A host that forwards TCP connections over SSH, with its own pinned keys and its own secret.</summary>
public sealed record JumpHost(string Address, int Port, string User, string Secret, IReadOnlyList<string> HostKeys)
{
    /// <summary>Old algorithms are offered to it, too, as <see cref="GatewayEntry.LegacyAlgorithms"/> are to a gateway.</summary>
    public bool LegacyAlgorithms { get; init; }
}

/// <summary>
/// The gateways that SpiBot may talk to, and who may do what with them (<see cref="Permissions"/>): the leads, by Entra object id, and roles; null roles: the file does
/// not speak of them. Checked when read; may be empty.
/// </summary>
public sealed record GatewayInventory(
    IReadOnlyList<GatewayEntry> Gateways,
    IReadOnlyList<string> Leads,
    IReadOnlyList<Role>? Roles = null
)
{
    /// <summary>Whoever is in one of them is a lead.</summary>
    public IReadOnlyList<EntraGroup> LeadGroups { get; init; } = [];

    /// <summary>Who of those who may approve is asked first, second, …: names of roles, or <see cref="Permissions.Leads"/>. Whom it does not name is asked last.</summary>
    public IReadOnlyList<string> AskOrder { get; init; } = [];

    public GatewayEntry? Find(string name) =>
        Gateways.FirstOrDefault(g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The gateways that have this address among their peers: the possible viewpoints.</summary>
    public IReadOnlyList<GatewayEntry> Knowing(IPAddress peer) =>
        [.. Gateways.Where(g => g.Peers.Values.Contains(peer))];

    /// <summary>The gateway whose own VPN address this is: the other end, when it is ours too.</summary>
    public GatewayEntry? Owning(IPAddress vpnAddress) =>
        Gateways.FirstOrDefault(g => g.VpnAddresses.Contains(vpnAddress));
}
