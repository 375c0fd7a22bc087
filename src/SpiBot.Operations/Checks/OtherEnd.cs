using System.Net;
using System.Net.Sockets;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Operations.Checks;

/// <summary>The other end of a tunnel, when it is ours too: the gateway and the address under which it knows the viewpoint. Else why it cannot be read.</summary>
internal sealed record OtherEnd(string? Gateway, IPAddress? Peer, string? Missing)
{
    public static OtherEnd Of(GatewayInventory inventory, GatewayEntry viewpoint, IPAddress peer)
    {
        if (inventory.Owning(peer) is not { } other)
        {
            var stranger = viewpoint.Peers.Values.Contains(peer) ? "" : $", nor among {viewpoint.Name}'s peers there";
            return new OtherEnd(
                Gateway: null,
                Peer: null,
                $"{peer} is no gateway of the inventory{stranger}: its end cannot be read from here."
            );
        }

        if (other.Name == viewpoint.Name)
        {
            return new OtherEnd(
                Gateway: null,
                Peer: null,
                $"{peer} is {viewpoint.Name}'s own address: a gateway has no tunnel with itself."
            );
        }

        // A tunnel's two ends are of one family.
        var knownAs = viewpoint.VpnAddresses.FirstOrDefault(address =>
            address.AddressFamily == peer.AddressFamily && other.Peers.Values.Contains(address)
        );
        return knownAs is null
            ? new OtherEnd(
                Gateway: null,
                Peer: null,
                $"{other.Name} has {peer}, but the inventory lists none of {viewpoint.Name}'s {Family(peer)} VPN addresses among its peers: its end cannot be read."
            )
            : new OtherEnd(other.Name, knownAs, Missing: null);
    }

    private static string Family(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
}
