using SpiBot.Commands;
using SpiBot.Gateways.Changes;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Conversation;

/// <summary>What somebody may have looked at.</summary>
internal static class Reading
{
    /// <returns>The gateways that they may read.</returns>
    public static IReadOnlyList<GatewayEntry> OpenTo(
        this GatewayInventory inventory,
        Person? person,
        Standing standing
    ) => [.. inventory.Gateways.Where(gateway => inventory.May(person, Act.Read, gateway.Name, standing: standing))];

    /// <summary>A look reads the other end too, when it is ours.</summary>
    /// <returns>Why not, in a sentence; null when they may.</returns>
    public static string? WhyNotBothEnds(
        this GatewayInventory inventory,
        Person? person,
        Target.Found found,
        Standing standing
    )
    {
        var other = found.Peer is { } peer ? inventory.Owning(peer) : null;
        return inventory.WhyNot(person, Act.Read, found.Gateway.Name, standing: standing)
            ?? (other is null ? null : inventory.WhyNot(person, Act.Read, other.Name, standing: standing));
    }

    /// <returns>The other gateways with that peer that they may have looked at beside it: where the peer's packets go to the wrong one, that one tells.</returns>
    public static IReadOnlyList<string> Elsewhere(
        this GatewayInventory inventory,
        Person? person,
        Target.Found found,
        Standing standing
    ) =>
        found.Peer is not { } peer
            ? []
            :
            [
                .. inventory
                    .Knowing(peer)
                    .Select(gateway => gateway.Name)
                    .Where(name =>
                        name != found.Gateway.Name && inventory.May(person, Act.Read, name, standing: standing)
                    ),
            ];
}
