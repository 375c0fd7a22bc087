using System.Net;
using SpiBot.Channel.Turns;
using SpiBot.Gateways.Inventory;

namespace SpiBot.Conversation;

/// <summary>
/// What an unsigned activity (Agents Playground, Development only) may do: ask anything, and change only where every gateway
/// of the inventory is on this machine, so that nobody without a signature touches a real firewall.
/// </summary>
public sealed class UnsignedTurns(GatewayInventory inventory)
{
    private readonly bool allOnLoopback = inventory.Gateways.All(gateway => IsLoopback(gateway.Address));

    /// <returns>Why this turn may not change anything; null when it may.</returns>
    public string? WhyNoChange(Turn turn) =>
        turn.Signed || allOnLoopback
            ? null
            : "This message was not signed by Teams, and the inventory holds gateways that are not on this machine: changes are refused.";

    private static bool IsLoopback(string address) =>
        string.Equals(address, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip));
}
