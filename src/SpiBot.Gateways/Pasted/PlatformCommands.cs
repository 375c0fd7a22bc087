using System.Net;

namespace SpiBot.Gateways.Pasted;

/// <summary>The kinds of gateways whose output can be pasted, and what to run there to see the SPIs.</summary>
/// <param name="Id">As in the inventory: <c>cisco_asa</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="ShowSpis">The command, ready to copy; <c>{0}</c> stands for the peer's address.</param>
/// <param name="ShowAllSpis">The same where the peer is not known.</param>
public sealed record PlatformCommands(string Id, string Name, string ShowSpis, string ShowAllSpis)
{
    public static IReadOnlyList<PlatformCommands> All { get; } =
    [
        new("cisco_asa", "Cisco ASA", "show crypto ipsec sa peer {0}", "show crypto ipsec sa"),
        new("cisco_ftd", "Cisco FTD", "show crypto ipsec sa peer {0}", "show crypto ipsec sa"),
        new("cisco_ios", "Cisco IOS", "show crypto ipsec sa peer {0}", "show crypto ipsec sa"),
        new("strongswan", "strongSwan", "swanctl --list-sas", "swanctl --list-sas"),
        new("fortios", "FortiGate", "diagnose vpn tunnel list", "diagnose vpn tunnel list"),
        new("panos", "PAN-OS", "show vpn ipsec-sa", "show vpn ipsec-sa"),
        new("junos", "Junos", "show security ipsec security-associations", "show security ipsec security-associations"),
        new("linux_xfrm", "Linux", "ip xfrm state", "ip xfrm state"),
    ];

    public static PlatformCommands Of(string id) =>
        All.First(platform => platform.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The command can be asked of one peer alone.</summary>
    public bool IsOfOnePeer => ShowSpis != ShowAllSpis;

    /// <summary>The command that shows the SPIs, ready to copy.</summary>
    public string ForPeer(IPAddress? peer) =>
        peer is null ? ShowAllSpis : string.Format(System.Globalization.CultureInfo.InvariantCulture, ShowSpis, peer);
}
